"""Ask an adviser where a member does not decide alone; let go or take back what was asked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.conf import settings

from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.activities.actions import (
    AGAIN,
    InternalInvoice,
    NewInternalInvoice,
    NewTransfer,
    NewValidation,
    Transfer,
    Validation,
)
from commonweal.flows.quotes import actions as quotes
from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.flows.validation.queries import decider, is_free
from commonweal.invoicing import queries as orders
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.letters import actions as letters

# A form that is sent again finds what it made, which may have been answered or taken back.
TO_ASK = {
    Transfer.State.CHECKING, Transfer.State.PROPOSED,
    InternalInvoice.State.CHECKING, InternalInvoice.State.SENT,
}  # fmt: skip


@action
def propose_transfer(*, transfer: NewTransfer, by: Actor, at: datetime) -> Transfer:
    """
    Give budget to another unit: the receiver is asked, or first an adviser.

    :raises Refusal: as `activities.propose_transfers`
    """
    free = is_free(unit=transfer.giver_id, cents=transfer.cents, by=by, at=at)
    new = replace(transfer, checking=not free)
    (made,) = activities.propose_transfers(transfers=[new], by=by, at=at)
    if made.state in TO_ASK and units.find_validation(origin=made.ref) is None:
        _ask(made.giver_id, made.ref, made.text, made.cents, by, at)
    return made


@action
def send_internal_invoice(
    *, invoice: NewInternalInvoice, by: Actor, at: datetime
) -> InternalInvoice:
    """
    Invoice another unit of the house: the buyer is asked, or first an adviser.

    :raises Refusal: as `activities.send_internal_invoices`
    """
    free = is_free(unit=invoice.seller_id, cents=invoice.cents, by=by, at=at)
    new = replace(invoice, checking=not free)
    (made,) = activities.send_internal_invoices(invoices=[new], by=by, at=at)
    if made.state in TO_ASK and units.find_validation(origin=made.ref) is None:
        _ask(made.seller_id, made.ref, made.title, made.cents, by, at)
    return made


@action
def resend_internal_invoice(
    *,
    invoice: InternalInvoice,
    title: str,
    lines: list[tuple[str, int]],
    by: Actor,
    at: datetime,
) -> InternalInvoice:
    """
    Send an invoice that came back once more; what it asks now decides who is asked.

    :raises Refusal: as `activities.resend_internal_invoice`
    """
    cents = sum(cents for _text, cents in lines)
    free = is_free(unit=invoice.seller_id, cents=cents, by=by, at=at)
    sent = activities.resend_internal_invoice(
        invoice=invoice, title=title, lines=lines, checking=not free, by=by, at=at
    )
    origin = f"{sent.ref}{AGAIN}{at.isoformat()}"
    _ask(sent.seller_id, origin, sent.title, sent.cents, by, at)
    return sent


def _ask(unit: int, origin: str, text: str, cents: int, by: Actor, at: datetime) -> None:
    new = NewValidation(unit, decider(unit=unit, by=by), origin, text, cents)
    activities.ask(validations=[new], by=by, at=at)


@action
def decide(
    *, validation: Validation, approved: bool, finding: str = "", by: Actor, at: datetime
) -> Validation:
    """
    Approve what waits, so that it goes on, or refuse it, so that it is taken back and its member
    reads why.

    :raises SayWhatIsWrong, NothingToDecide, TakenBack: as `activities.decide`
    :raises OneselfTrusted: if an adviser has a part in either side
    :raises Refusal: what stands in the way of letting it go, such as a start that has passed
    """
    decided = activities.decide(
        validation=validation, approved=approved, finding=finding, by=by, at=at
    )
    check_all(_own_gain(decided, by))
    if approved:
        _let_go(decided, by, at)
    else:
        _take_back(decided, by, at)
        _tell(decided, by, at)
    return decided


def _named(validation: Validation) -> tuple[str, str]:
    """What was asked about: "order:7" is ("order", "7")."""
    kind, _, name = validation.origin.partition(AGAIN)[0].partition(":")
    return kind, name


def _own_gain(asked: Validation, by: Actor) -> Iterator[Refusal]:
    """Who acts for the other side of a deal gains or pays by it."""
    kind, name = _named(asked)
    if kind in ("order", "quote"):
        return
    if kind == "transfer":
        other = units.get_transfer(unit=asked.unit_id, id=int(name)).receiver_id
    else:
        other = units.get_internal_invoice(unit=asked.unit_id, number=name).buyer_id
    acting = units.mandates(unit=other).values_list("member__user", flat=True)
    if by.id in {f"user:{user}" for user in acting}:
        yield activities.OneselfTrusted()


def _let_go(asked: Validation, by: Actor, at: datetime) -> None:
    kind, name = _named(asked)
    if kind == "order":
        three_in_one.let_go(order=orders.get_order(id=int(name)), by=by, at=at)
    elif kind == "quote":
        quotes.let_go(quote=orders.get_quote(id=int(name)), by=by, at=at)
    elif kind == "transfer":
        transfer = units.get_transfer(unit=asked.unit_id, id=int(name))
        activities.release_checked_transfers(transfers=[transfer], by=by, at=at)
    else:
        invoice = units.get_internal_invoice(unit=asked.unit_id, number=name)
        activities.release_checked_invoices(invoices=[invoice], by=by, at=at)


def _take_back(asked: Validation, by: Actor, at: datetime) -> None:
    (kind, name), why = _named(asked), asked.finding
    if kind == "order":
        three_in_one.withdraw(order=orders.get_order(id=int(name)), reason=why, by=by, at=at)
    elif kind == "quote":
        quotes.withdraw(quote=orders.get_quote(id=int(name)), reason=why, by=by, at=at)
    elif kind == "transfer":
        transfer = units.get_transfer(unit=asked.unit_id, id=int(name))
        activities.withdraw_transfer(transfer=transfer, reason=why, by=by, at=at)
    else:
        invoice = units.get_internal_invoice(unit=asked.unit_id, number=name)
        activities.withdraw_internal_invoice(invoice=invoice, reason=why, by=by, at=at)


def _tell(decided: Validation, by: Actor, at: datetime) -> None:
    member = decided.member
    letter = letters.NewLetter(
        to=member.email,
        name=member.full_name,
        language=member.language,
        kind="refused_by_adviser",
        context={
            "text": decided.text,
            "cents": decided.cents,
            "adviser": by.name,
            "reason": decided.finding,
            "link": f"{settings.SITE_ADDRESS}{_page(decided)}",
        },
        about=decided.origin,
    )
    letters.post(letters=[letter], by=by, at=at)


def _page(decided: Validation) -> str:
    kind, name = _named(decided)
    if kind == "order":
        return f"/my/jobs/{name}/"
    quote = f"quotes/{name}/" if kind == "quote" else ""
    return f"/my/budget/{decided.unit_id}/{quote}"
