"""Verbs of activities that only a shareholder may do."""

from datetime import datetime

from commonweal.access.queries import User
from commonweal.activities import actions as activities
from commonweal.flows.shareholders.queries import Deed, ShareNeeded, require
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor

__all__ = ["Deed", "ShareNeeded", "accept_opening", "request_opening"]


@action
def request_opening(
    *, request: activities.NewOpening, by: Actor, at: datetime
) -> activities.OpeningRequest:
    """
    Ask for an activity.

    :raises ShareNeeded: if the member owns no share
    :raises Refusal: as `activities.request_opening`
    """
    require(members=[request.member], deed=Deed.OPEN)
    return activities.request_opening(request=request, by=by, at=at)


@action
def accept_opening(
    *,
    request: activities.OpeningRequest,
    remark: str = "",
    adviser: User,
    by: Actor,
    at: datetime,
) -> activities.OpeningRequest:
    """
    Open the activity that was asked for, and invite who is to manage it too.

    :raises ShareNeeded: if the member owns no share
    :raises Refusal: as `activities.accept_opening`
    """
    require(members=[request.member], deed=Deed.OPEN)
    accepted = activities.accept_opening(
        request=request, remark=remark, adviser=adviser, by=by, at=at
    )
    if accepted.partner_email and accepted.unit:
        _invite_partner(accepted, accepted.unit, at)
    return accepted


def _invite_partner(
    opening: activities.OpeningRequest, unit: activities.Unit, at: datetime
) -> None:
    """In the name of the member, who asked for it."""
    member = opening.member
    new = activities.NewInvitation(unit, opening.partner_email, activities.MandateRole.MANAGER)
    activities.invite(
        invitations=[new], by=Actor(f"user:{member.user_id}", member.full_name), at=at
    )
