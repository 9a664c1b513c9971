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
    Open the activity that was asked for.

    :raises ShareNeeded: if the member owns no share
    :raises Refusal: as `activities.accept_opening`
    """
    require(members=[request.member], deed=Deed.OPEN)
    return activities.accept_opening(request=request, remark=remark, adviser=adviser, by=by, at=at)
