"""Internal invoices: what one unit did for another, paid once the buyer says “good to pay”."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from commonweal.activities import queries
from commonweal.activities.actions import _sides as sides
from commonweal.activities.actions._budget import BudgetTooSmall, Spend, spend
from commonweal.activities.actions._sides import AlreadyAnswered, AmountNotPositive, Move, Word
from commonweal.activities.actions._trust import call_off
from commonweal.activities.models import InternalInvoice, InternalSeries
from commonweal.kernel.actions import action, record
from commonweal.kernel.actor import Actor
from commonweal.kernel.money import show
from commonweal.kernel.refusals import Refusal, check_all

State = InternalInvoice.State
OPEN = (State.CHECKING, State.SENT, State.DISPUTED)
Lines = Sequence[tuple[str, int]]


class NoTitle(Refusal):
    message = _("Say what the invoice is for: the buyer reads it first.")
    field = "title"


class NoLines(Refusal):
    message = _("Add a line with what was done and its price.")


class LineIncomplete(Refusal):
    message = _("Give line %(line)s a description and an amount.")


class CannotPayYet(BudgetTooSmall):
    message = _(
        "Wait until more is invoiced, or send it back with the reason: %(wanted)s is asked and "
        "%(spendable)s can be spent. It keeps waiting for “good to pay”."
    )


class MakerIsNotChecker(Refusal):
    message = _(
        "Ask %(names)s to say “good to pay”: you sent %(number)s yourself, and this budget is "
        "not yours alone."
    )


class AmountChanged(Refusal):
    message = _("Look at it again first: %(number)s asks %(amount)s now, other than it did before.")


@dataclass(frozen=True, slots=True)
class NewInternalInvoice:
    """
    What a seller asks of a buyer: `lines` are descriptions with cents, without VAT. The same
    `key` is answered with the first invoice. `checking`: an adviser looks at it first.
    """

    seller_id: int
    buyer_id: int
    title: str
    lines: Lines
    key: str | None = None
    checking: bool = False

    @property
    def cents(self) -> int:
        return sum(cents for _text, cents in self.lines)


@action
def send_internal_invoices(
    *, invoices: Sequence[NewInternalInvoice], by: Actor, at: datetime
) -> list[InternalInvoice]:
    """
    Give internal invoices their numbers and send them to the buyers, in the same order.

    :raises SameUnit, UnknownUnit, OtherUnitClosed, UnitClosed: if these two cannot deal
    :raises NoTitle, NoLines, LineIncomplete, AmountNotPositive: if something is missing
    """
    if not invoices:
        return []
    series = _held_series(sides.today(at).year)
    found = _sent_before(invoices)
    fresh = [new for new in invoices if new.key not in found]
    check_all(_refusals(fresh, sides.today(at)))
    made = InternalInvoice.objects.bulk_create(
        [_numbered(new, series, nth, by, at) for nth, new in enumerate(fresh, 1)]
    )
    series.last_number += len(made)
    series.save(update_fields=["last_number"])
    _ask([invoice for invoice in made if invoice.state == State.SENT], by, at)
    new_ones = iter(made)
    return [found[new.key] if new.key in found else next(new_ones) for new in invoices]


@action
def release_checked_invoices(
    *, invoices: Sequence[InternalInvoice], by: Actor, at: datetime
) -> list[InternalInvoice]:
    """
    Let invoices go that an adviser looked at: the buyers are asked.

    :raises AlreadyAnswered: if one waits for no adviser
    """
    held = _held(invoices)
    check_all(_not_in(held, [State.CHECKING]))
    for invoice in held:
        invoice.state, invoice.asked_at = State.SENT, invoice.asked_at or at
    InternalInvoice.objects.bulk_update(held, ["state", "asked_at"])
    _ask(held, by, at)
    return held


@action
def approve_internal_invoices(
    *, invoices: Sequence[InternalInvoice], by: Actor, at: datetime
) -> list[InternalInvoice]:
    """
    Say “good to pay” for the buyers, of these amounts: the budget leaves them and is the sellers'
    at once.

    :raises AmountChanged: if one was changed since `by` saw it
    :raises AlreadyAnswered: if one waits for no answer
    :raises MakerIsNotChecker: if `by` sent one, and somebody else answers for the buyer too
    :raises CannotPayYet: if a buyer cannot spend as much; everything stays as it was
    :raises UnitClosed: if a side was closed meanwhile
    """
    sides.hold({unit for each in invoices for unit in (each.seller_id, each.buyer_id)})
    held = _held(invoices)
    sellers = {invoice.seller_id for invoice in held}
    closed = sides.closed(sellers, sides.today(at))
    check_all([*_not_in(held, [State.SENT]), *_changed(held, invoices), *_own_work(held, by),
               *closed])  # fmt: skip
    try:
        spend(spends=[Spend(each.buyer_id, each.ref, each.cents) for each in held], by=by, at=at)
    except BudgetTooSmall as short:
        raise CannotPayYet("amount", **short.values) from short
    sides.post([_move(invoice) for invoice in held], by, at)
    _answer(held, State.PAID, "", by, at)
    _tell([(each, each.seller_id) for each in held], "internal_invoice_paid", by, at)
    return held


@action
def dispute_internal_invoice(
    *, invoice: InternalInvoice, reason: str, by: Actor, at: datetime
) -> InternalInvoice:
    """
    Send an invoice back to its seller, with the reason.

    :raises NoReason: if no reason is given
    :raises AlreadyAnswered: if it waits for no answer
    """
    reason = sides.said(reason)
    (held,) = _held([invoice])
    check_all(_not_in([held], [State.SENT]))
    _answer([held], State.DISPUTED, reason, by, at)
    sides.keep_reason(held.ref, reason, by, at)
    _tell([(held, held.seller_id)], "internal_invoice_disputed", by, at)
    return held


@action
def resend_internal_invoice(
    *,
    invoice: InternalInvoice,
    title: str,
    lines: Lines,
    by: Actor,
    at: datetime,
    checking: bool = False,
) -> InternalInvoice:
    """
    Send an invoice that came back once more, with other lines, under the same number. What it
    asked before stays in the log.

    :raises NoTitle, NoLines, LineIncomplete, AmountNotPositive: if something is missing
    :raises AlreadyAnswered: if it was not sent back
    """
    (held,) = _held([invoice])
    check_all([*_not_in([held], [State.DISPUTED]), *_incomplete(title, lines)])
    before = {"title": held.title, "lines": held.lines, "cents": held.cents}
    record(verb="activities.change_lines", subjects=[held.ref], by=by, at=at, data=before)
    held.title, held.lines = _title(title), _lines(lines)
    held.cents = sum(cents for _text, cents in lines)
    held.sent_by, held.sent_by_name, held.sent_at = by.id, by.name, at
    held.answered_by_name, held.answered_at, held.answer = "", None, ""
    held.state = State.CHECKING if checking else State.SENT
    held.save()
    _ask([held] if held.state == State.SENT else [], by, at)
    return held


@action
def withdraw_internal_invoice(
    *, invoice: InternalInvoice, by: Actor, at: datetime, reason: str = ""
) -> InternalInvoice:
    """
    Take an invoice back for its seller; its number stays taken. A buyer who was asked hears it.

    :raises AlreadyAnswered: if it is paid or was taken back before
    """
    reason = " ".join(reason.split())
    call_off(origins=[invoice.ref], by=by, at=at)
    (held,) = _held([invoice])
    check_all(_not_in([held], OPEN))
    _answer([held], State.WITHDRAWN, reason, by, at)
    sides.keep_reason(held.ref, reason, by, at)
    pairs = [(held, held.buyer_id)] if held.asked_at else []
    _tell(pairs, "internal_invoice_withdrawn", by, at)
    return held


def _held_series(year: int) -> InternalSeries:
    """Lock the counter of a year: numbers have no gap, and a second click finds the first."""
    InternalSeries.objects.bulk_create([InternalSeries(year=year)], ignore_conflicts=True)
    return InternalSeries.objects.select_for_update().get(year=year)


def _sent_before(invoices: Sequence[NewInternalInvoice]) -> dict[str | None, InternalInvoice]:
    keys = [new.key for new in invoices if new.key]
    rows = InternalInvoice.objects.filter(key__in=keys) if keys else []
    return {each.key: each for each in rows}


def _refusals(new: Sequence[NewInternalInvoice], on: date) -> Iterator[Refusal]:
    units = sides.units_of({id for each in new for id in (each.seller_id, each.buyer_id)})
    for each in new:
        yield from sides.objections(each.seller_id, each.buyer_id, units, on)
        yield from _incomplete(each.title, each.lines)


def _incomplete(title: str, lines: Lines) -> Iterator[Refusal]:
    if not title.strip():
        yield NoTitle()
    if not lines:
        yield NoLines()
        return
    for number, (text, cents) in enumerate(lines, 1):
        if not text.strip() or not cents:
            yield LineIncomplete(line=number)
    if sum(cents for _text, cents in lines) <= 0:
        yield AmountNotPositive()


def _numbered(
    new: NewInternalInvoice, series: InternalSeries, nth: int, by: Actor, at: datetime
) -> InternalInvoice:
    return InternalInvoice(
        number=f"I{series.year}-{series.last_number + nth:06}",
        seller_id=new.seller_id,
        buyer_id=new.buyer_id,
        title=_title(new.title),
        lines=_lines(new.lines),
        cents=new.cents,
        state=State.CHECKING if new.checking else State.SENT,
        key=new.key,
        sent_by=by.id,
        sent_by_name=by.name,
        sent_at=at,
        asked_at=None if new.checking else at,
    )


def _title(text: str) -> str:
    return " ".join(text.split())


def _lines(lines: Lines) -> list[list[object]]:
    return [[_title(text), cents] for text, cents in lines]


def _held(invoices: Sequence[InternalInvoice]) -> list[InternalInvoice]:
    """Lock the invoices as they stand now: of two answers at once, one finds it answered."""
    rows = InternalInvoice.objects.select_for_update()
    return list(rows.filter(pk__in=[each.pk for each in invoices]).order_by("pk"))


def _not_in(held: Sequence[InternalInvoice], states: Sequence[State]) -> Iterator[Refusal]:
    for invoice in held:
        if invoice.state not in states:
            yield AlreadyAnswered(what=invoice.number, state=invoice.get_state_display())


def _changed(held: Sequence[InternalInvoice], seen: Sequence[InternalInvoice]) -> Iterator[Refusal]:
    """An invoice keeps its number when its lines change: who saw the old ones said no more."""
    agreed = {invoice.pk: invoice.cents for invoice in seen}
    for invoice in held:
        if invoice.cents != agreed[invoice.pk]:
            yield AmountChanged(number=invoice.number, amount=show(invoice.cents))


def _own_work(held: Sequence[InternalInvoice], by: Actor) -> Iterator[Refusal]:
    """Who sent it may answer it only where nobody else could: then it is the own money."""
    own = [invoice for invoice in held if invoice.sent_by == by.id]
    readers = sides.people({invoice.buyer_id for invoice in own}) if own else {}
    for invoice in own:
        others = [
            mandate.member.full_name
            for mandate in readers.get(invoice.buyer_id, [])
            if f"user:{mandate.member.user_id}" != by.id
        ]
        if others:
            yield MakerIsNotChecker(names=", ".join(others), number=invoice.number)


def _move(invoice: InternalInvoice) -> Move:
    text = f"{invoice.number} {invoice.title}"
    return Move(invoice.ref, text, invoice.buyer_id, invoice.seller_id, invoice.cents)


def _answer(
    held: Sequence[InternalInvoice], state: State, answer: str, by: Actor, at: datetime
) -> None:
    for invoice in held:
        invoice.state, invoice.answer = state, answer
        invoice.answered_by_name, invoice.answered_at = by.name, at
    InternalInvoice.objects.bulk_update(
        held, ["state", "answer", "answered_by_name", "answered_at"]
    )


def _ask(invoices: Sequence[InternalInvoice], by: Actor, at: datetime) -> None:
    _tell([(each, each.buyer_id) for each in invoices], "internal_invoice_sent", by, at)


def _tell(pairs: Sequence[tuple[InternalInvoice, int]], kind: str, by: Actor, at: datetime) -> None:
    """Write of each invoice to the people of a unit."""
    names = queries.names(
        units={unit for each, _to in pairs for unit in (each.seller_id, each.buyer_id)}
    )
    words = [
        Word(
            unit,
            kind,
            {
                "number": each.number,
                "title": each.title,
                "seller": names[each.seller_id],
                "buyer": names[each.buyer_id],
                "cents": each.cents,
                "reason": each.answer,
            },
            f"invoice/{each.number}",
            each.ref,
        )
        for each, unit in pairs
    ]
    sides.tell(words, by, at)
