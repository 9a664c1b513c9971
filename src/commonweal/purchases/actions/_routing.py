"""To whom a purchase goes: to a unit, back to the desk, or to nobody."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.kernel.actions import action, record
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.kernel.scope import past_the_lock
from commonweal.purchases import queries
from commonweal.purchases.actions._telling import tell
from commonweal.purchases.models import Purchase

State = Purchase.State
MOVED_COLUMNS = (
    "unit", "state", "route", "route_word", "twin", "approved_by_name", "approved_at", "reason",
)  # fmt: skip
OPEN = (State.INBOX, State.DRAFT, State.APPROVED)


class NotSound(Refusal):
    message = _(
        "Refuse it, and ask %(supplier)s to send it again: %(number)s breaks the rules or cannot "
        "be read."
    )


class SameNumber(Refusal):
    message = _(
        "Look at both and refuse one first: %(supplier)s sent %(number)s twice, and they are not "
        "the same."
    )


class OtherCurrency(Refusal):
    message = _(
        "Ask %(supplier)s for an invoice in %(cash)s, or book what the bank took by hand: "
        "%(number)s is in %(currency)s."
    )


class NotForUs(Refusal):
    message = _(
        "Refuse it, and ask %(supplier)s to invoice the cooperative: %(number)s is addressed to "
        "“%(buyer)s”."
    )


class OtherEntity(Refusal):
    message = _(
        "Give it to an activity of %(entity)s, or hand it back to the desk: %(number)s is "
        "addressed to that entity, which alone deducts its VAT."
    )


class AlreadySettled(Refusal):
    message = _("Look at its page again: %(number)s is %(state)s.")


class Moved(Refusal):
    message = _("Look at the list again: %(number)s was given to somebody else meanwhile.")


class NotWaiting(Refusal):
    message = _("Choose one that waits for an activity: %(number)s is %(state)s.")


class NoReason(Refusal):
    message = _("Say why in a few words: it is read by who looks at this later.")
    field = "reason"


class UnitClosed(Refusal):
    message = _("Choose another activity: “%(name)s” was closed on %(day)s.")
    field = "unit"


@action
def assign(
    *, purchases: Sequence[Purchase], unit: units.Unit, by: Actor, at: datetime
) -> list[Purchase]:
    """
    Give purchases to a unit: they wait there for “good to pay”, and its people hear it. What was
    kept aside elsewhere is free again.

    :raises NotSound, SameNumber: if one breaks the rules, cannot be read or has a twin
    :raises AlreadySettled: if one is booked or refused
    :raises UnitClosed: if the unit takes nothing any more
    """
    held = hold(purchases)
    check_all([*_settled(held), *unsound(held), *_closed(unit, at.astimezone(ZONE).date())])
    activities.release(origins=[each.ref for each in held], by=by, at=at)
    for each in held:
        each.unit, each.state = unit, State.DRAFT
        each.route, each.route_word = Purchase.Route.DESK, by.name
        _forget_consent(each)
    _save(held)
    tell(held, by, at)
    return held


@action
def hand_back(*, purchase: Purchase, reason: str, by: Actor, at: datetime) -> Purchase:
    """
    Give a purchase back to the desk, with the reason: it is not the unit's, or not right.

    :raises NoReason: if no reason is given
    :raises NotWaiting: if it does not wait at a unit
    """
    reason = said(reason)
    with past_the_lock():  # at the desk its unit sees it no more
        (held,) = hold([purchase])
        if held.state not in (State.DRAFT, State.APPROVED):
            raise NotWaiting(number=held.number, state=held.get_state_display())
        activities.release(origins=[held.ref], by=by, at=at)
        held.unit, held.state = None, State.INBOX
        held.route, held.route_word = Purchase.Route.HANDED_BACK, by.name
        _forget_consent(held)
        held.reason = reason
        _save([held])
    record(verb="purchases.give_reason", subjects=[held.ref], by=by, at=at, data={"reason": reason})
    return held


@action
def refuse(*, purchase: Purchase, reason: str, by: Actor, at: datetime) -> Purchase:
    """
    Refuse a purchase: it is never paid, stays to be read, and may come again corrected.

    :raises NoReason: if no reason is given
    :raises AlreadySettled: if it is booked or refused
    """
    reason = said(reason)
    (held,) = hold([purchase])
    check_all(_settled([held]))
    activities.release(origins=[held.ref], by=by, at=at)
    held.state, held.reason = State.REFUSED, reason
    _save([held])
    record(verb="purchases.give_reason", subjects=[held.ref], by=by, at=at, data={"reason": reason})
    return held


def hold(purchases: Sequence[Purchase]) -> list[Purchase]:
    """
    Lock purchases as they stand now, their units before them.

    :raises Moved: if one is at another unit by now, which is not locked and did not say yes
    """
    activities.hold(units={each.unit_id for each in purchases if each.unit_id})
    rows = Purchase.objects.select_for_update(of=("self",)).select_related("unit", "document")
    held = list(rows.filter(pk__in=[each.pk for each in purchases]).order_by("pk"))
    now = {each.pk: each.unit_id for each in held}
    check_all(
        Moved(number=str(each))
        for each in purchases
        if now.get(each.pk, -1) not in (each.unit_id, None)
    )
    return held


def unsound(held: Sequence[Purchase]) -> Iterator[Refusal]:
    """Say which of these nobody can act on as they are."""
    for each in held:
        if each.problem or each.breaks_rules:
            yield NotSound(**_named(each))
        elif each.twin_id:
            yield from _same_number(each)


def _same_number(purchase: Purchase) -> Iterator[Refusal]:
    """A number is free again once the purchase that had it is refused."""
    purchase.twin = queries.find_twin(
        supplier_key=purchase.supplier_key, number=purchase.number, kind=purchase.kind
    )
    if purchase.twin:
        yield SameNumber(**_named(purchase))


def unpayable(held: Sequence[Purchase]) -> Iterator[Refusal]:
    """Say which of these cannot be paid, and why."""
    yield from unsound(held)
    for each in held:
        if each.problem:
            continue
        if each.currency != queries.CASH:
            yield OtherCurrency(**_named(each), currency=each.currency, cash=queries.CASH)
        if each.addressee == Purchase.Addressee.OTHER:
            yield NotForUs(**_named(each), buyer=each.buyer_name)
        yield from _of_a_sister(each)


def _of_a_sister(purchase: Purchase) -> Iterator[Refusal]:
    """A unit pays from the books of its own legal entity: what another one owes is not in them."""
    is_said = purchase.addressee == Purchase.Addressee.US
    if purchase.unit and is_said and purchase.unit.entity_id != purchase.entity_id:
        yield OtherEntity(entity=purchase.entity.name, number=_named(purchase)["number"])


def obstacles(*, purchase: Purchase) -> list[Refusal]:
    """Return what keeps a purchase from being paid as it is, whoever asks."""
    return list(unpayable([purchase]))


def _named(purchase: Purchase) -> dict[str, str]:
    return {
        "supplier": purchase.supplier_name or str(_("the supplier")),
        "number": purchase.number or purchase.document.name,
    }


def said(reason: str) -> str:
    """
    Return a reason on one line.

    :raises NoReason: if there is none
    """
    if not (words := " ".join(reason.split())):
        raise NoReason
    return words


def _settled(held: Sequence[Purchase]) -> Iterator[Refusal]:
    for each in held:
        if each.state not in OPEN:
            yield AlreadySettled(number=str(each), state=each.get_state_display())


def _closed(unit: units.Unit, on: date) -> Iterator[Refusal]:
    if unit.closed_on and unit.closed_on <= on:
        yield UnitClosed(name=unit.name, day=date_format(unit.closed_on, "SHORT_DATE_FORMAT"))


def _forget_consent(purchase: Purchase) -> None:
    purchase.approved_by_name, purchase.approved_at, purchase.reason = "", None, ""


def _save(held: Sequence[Purchase]) -> None:
    Purchase.objects.bulk_update(held, MOVED_COLUMNS)
