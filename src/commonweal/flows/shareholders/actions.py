"""Verbs of activities that only a shareholder may do."""

from collections.abc import Sequence
from datetime import date, datetime

from commonweal.access.queries import User
from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.flows.shareholders.queries import Deed, ShareNeeded, require
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.members.queries import Member

__all__ = [
    "Deed",
    "ShareNeeded",
    "accept_opening",
    "accept_transfers",
    "request_opening",
    "send_internal_invoices",
    "sign_funding",
    "split_budget",
]


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


@action
def accept_transfers(
    *, transfers: Sequence[activities.Transfer], member: Member, by: Actor, at: datetime
) -> list[activities.Transfer]:
    """
    Consent for the receivers; `member` is who does.

    :raises ShareNeeded: if the member owns no share
    :raises Refusal: as `activities.accept_transfers`
    """
    require(members=[member], deed=Deed.RECEIVE)
    return activities.accept_transfers(transfers=transfers, by=by, at=at)


@action
def send_internal_invoices(
    *,
    invoices: Sequence[activities.NewInternalInvoice],
    member: Member,
    by: Actor,
    at: datetime,
) -> list[activities.InternalInvoice]:
    """
    Invoice other activities; `member` is who does.

    :raises ShareNeeded: if the member owns no share
    :raises Refusal: as `activities.send_internal_invoices`
    """
    require(members=[member], deed=Deed.INVOICE)
    return activities.send_internal_invoices(invoices=invoices, by=by, at=at)


@action
def sign_funding(
    *,
    agreement: activities.FundingAgreement,
    signed_on: date,
    member: Member,
    by: Actor,
    at: datetime,
    paper: int | None = None,
) -> activities.FundingAgreement:
    """
    Sign a funding agreement on a day; `member` is who does, `paper` the document.

    :raises ShareNeeded: if the member owns no share
    :raises Refusal: as `activities.sign_funding`
    """
    require(members=[member], deed=Deed.FUND)
    return activities.sign_funding(
        agreement=agreement, signed_on=signed_on, paper=paper, by=by, at=at
    )


@action
def split_budget(
    *, unit: activities.Unit, cents: int, key: str, by: Actor, at: datetime
) -> activities.Unit:
    """
    Divide an amount of a collective budget, in cents, over the members by its key.

    :raises ShareNeeded: if somebody who gets a part owns no share
    :raises Refusal: as `activities.split_budget`
    """
    getting = [portion.member for portion in queries.portions(unit=unit.pk, cents=0)]
    require(members=getting, deed=Deed.RECEIVE)
    return activities.split_budget(unit=unit, cents=cents, key=key, by=by, at=at)
