"""Entering the moves of our accounts in the books: what settles what, and one posting."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from commonweal.banking.actions._closing import BATCH, close_executed
from commonweal.banking.actions._placing import Standing, standings_of
from commonweal.banking.actions._verdicts import Verdict
from commonweal.banking.matching import Open, Settlement, batch_named, match, payment_named
from commonweal.banking.models import LEFT, Account, Move, Payment, PaymentBatch, PaymentStatus
from commonweal.banking.queries import CLAIMS, ORDERS, SUSPENSE
from commonweal.banking.scoring import Part
from commonweal.banking.values import ReadMove
from commonweal.kernel.actor import Actor
from commonweal.kernel.period import next_month
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

WORDS = 120
CAME_BACK = "RTRN"
# Such a payment is owed again already, whatever was paid of its item since.
OWED_AGAIN = (CAME_BACK, "RJCT", "CANC")


def place(moves: Sequence[ReadMove]) -> list[Settlement]:
    """Return what each move settles, in order, from what is open in the books now."""
    return match(moves, _claims(moves), _orders(moves), _sent(moves))


def _claims(moves: Sequence[ReadMove]) -> dict[str, Open]:
    references = {move.reference for move in moves if move.cents > 0 and move.reference}
    found = books.open_items(account=CLAIMS, references=sorted(references))
    # Two references may name one item: they share what is open of it.
    shared: dict[str, Open] = {}
    return {
        reference: shared.setdefault(row.item, Open(CLAIMS, row.item, row.unit, row.cents))
        for reference, row in found.items()
    }


def _orders(moves: Sequence[ReadMove]) -> dict[int, Open]:
    numbers = {number for move in moves if (number := batch_named(move))}
    batches = PaymentBatch.objects.filter(id__in=numbers, state__in=LEFT)
    items = {batch.pk: batch.ref for batch in batches}
    amounts = books.open_amounts(account=ORDERS, items=list(items.values()))
    return {pk: Open(ORDERS, item, None, amounts.get(item, 0)) for pk, item in items.items()}


def _sent(moves: Sequence[ReadMove]) -> dict[tuple[int, int], Open]:
    """
    Payments that left and may come back, with all of their amount: a part is looked at. What the
    bank rejected, or a person placed as come back, is owed already and comes back no more.
    """
    named = {pair for move in moves if (pair := payment_named(move))}
    if not named:
        return {}
    left = Payment.objects.filter(
        id__in=[payment for _batch, payment in named], batch__state__in=[*LEFT, "executed"]
    )
    payments = list(left.exclude(statuses__code__in=OWED_AGAIN))
    stand = standings_of([Part(pay.account, pay.item, pay.unit, pay.cents) for pay in payments])
    return {
        (pay.batch_id, pay.pk): Open(pay.account, pay.item, pay.unit, pay.cents)
        for pay in payments
        if stand.get((pay.account, pay.item), Standing()).paid_out_cents >= pay.cents
    }


def enter(
    verdicts: Sequence[Verdict],
    settlements: Sequence[Settlement],
    moves: Sequence[Move],
    by: Actor,
    at: datetime,
) -> None:
    """Post the moves of our accounts, all at once, and close the batches that are executed."""
    accounts = {
        verdict.statement.pk: verdict.account
        for verdict in verdicts
        if verdict.statement and verdict.account
    }
    first = first_open_day()
    entries = [
        _entry(move, accounts[move.statement_id], settlement, max(move.booked_on, first))
        for move, settlement in zip(moves, settlements, strict=True)
        if move.cents
    ]
    ledger.post_across(entries=entries, by=by, at=at)
    close_executed(days=_executed(moves), at=at)
    _note_returns(moves, by, at)


def _note_returns(moves: Sequence[Move], by: Actor, at: datetime) -> None:
    """Say of each payment that came back that it did, and why: its item may be paid again."""
    back: dict[int, Move] = {}
    for move in moves:
        pair = payment_named(move) if move.settled_cents > 0 else None
        if pair and not move.item.startswith("invoice:"):
            back[pair[1]] = move
    if not back:
        return
    found = Payment.objects.filter(id__in=back)
    rows = [
        PaymentStatus(
            batch_id=payment.batch_id,
            payment=payment,
            source=PaymentStatus.Source.STATEMENT,
            code=CAME_BACK,
            reason=back[payment.pk].return_reason,
            by=by.id,
            at=at,
        )
        for payment in found
        if payment.item == back[payment.pk].item
    ]
    PaymentStatus.objects.bulk_create(rows)
    found.filter(id__in=[row.payment_id for row in rows]).update(live=False)


def first_open_day() -> date:
    """Return the first day on which the books are open."""
    closed = books.closed_up_to()
    return next_month(closed) if closed else date.min


def _entry(move: Move, account: Account, settlement: Settlement, on: date) -> ledger.Entry:
    words = " ".join(part for part in (move.counterparty, move.communication) if part)
    return ledger.Entry(
        journal="bank",
        on=on,
        text=words[:WORDS] or move.bank_reference or move.ref,
        key=move.ref,
        origin=f"statement:{move.statement_id}",
        lines=tuple(_lines(move, account.ledger_account, settlement)),
        entity=account.entity,
    )


def _lines(move: Move, account: str, settlement: Settlement) -> Iterator[ledger.Line]:
    yield ledger.Line(account, move.cents)
    if target := settlement.settles:
        yield ledger.Line(target.account, -settlement.settled_cents, target.unit, target.item)
    if settlement.suspense_cents:
        yield ledger.Line(SUSPENSE, -settlement.suspense_cents, None, move.ref)


def batches_of(moves: Sequence[Move]) -> set[str]:
    """Return the items of the batches that these moves execute."""
    return {move.item for move in moves if move.item.startswith(BATCH)}


def _executed(moves: Sequence[Move]) -> dict[str, date]:
    """The last day on which the bank executed something of each batch, by its item."""
    days: dict[str, date] = {}
    for move in moves:
        if move.item.startswith(BATCH):
            days[move.item] = max(move.booked_on, days.get(move.item, move.booked_on))
    return days
