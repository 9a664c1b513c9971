"""
What the bank refused is owed again, and can be paid again.

A report that a person brings is a file anybody may have written: who forges one would have a paid
wage paid twice. So it is a claim, until a second person who looked at the bank confirms it, the
bank says it over its line, or a statement takes exactly the rest of the batch in one sum.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from commonweal.banking import queries
from commonweal.banking.actions import _booking
from commonweal.banking.actions._leaving import executed_on
from commonweal.banking.actions._locks import lock
from commonweal.banking.models import LEFT, Move, Payment, PaymentBatch, PaymentStatus
from commonweal.banking.queries import CLAIM, CLAIMED, ORDERS
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

__all__ = ["CLAIM", "CLAIMED", "TURNED_DOWN"]

# The money will not leave; what we owe is owed again.
TURNED_DOWN = frozenset(CLAIM)
OUR_NAMES = re.compile(r"\bCW\d+-\d+\b", re.ASCII)
CERTAIN = {claim: code for code, claim in CLAIM.items()}


class NothingToConfirm(Refusal):
    message = _("Look at batch %(batch)s again: no refused payment of it waits to be confirmed.")


class BroughtBySameHands(Refusal):
    message = _(
        "Ask a colleague to look at the bank and confirm: you brought the report that says so."
    )


class ExecutedMeanwhile(Refusal):
    message = _(
        "Ask the bank: a statement executed payments of batch %(batch)s that the report refuses."
    )


@action
def confirm_refusals(*, batch: PaymentBatch, by: Actor, at: datetime) -> PaymentBatch:
    """
    Say, as a second person who looked at the bank, that it refused what a report says: that is
    owed again, and can be paid again. What this person's own reports say goes on waiting.

    :raises NothingToConfirm: if no report of a person waits
    :raises BroughtBySameHands: if this person brought all that do
    :raises ExecutedMeanwhile: if a statement executed these, or more than what is left
    """
    lock()
    batch = PaymentBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    said = list(queries.claimed_refusals(batch=batch))
    if not said or batch.state not in LEFT:
        raise NothingToConfirm(batch=batch.pk)
    of_others = [claim for claim in said if claim.by != by.id]
    if not of_others:
        raise BroughtBySameHands
    alone = paid_alone(batch)
    claims = [each for each in of_others if each.payment_id not in alone]
    if not claims or _sum_of(claims) > -books.open_amount(account=ORDERS, item=batch.ref):
        raise ExecutedMeanwhile(batch=batch.pk)
    _believe(batch, claims, PaymentStatus.Source.PERSON, by, at)
    return batch


def heard_on_statement(*, moves: Iterable[Move], by: Actor, at: datetime) -> None:
    """
    Believe the claims of batches of which a statement left exactly what they refuse, in one sum
    with what it paid: the bank paid the others, and not these. Of payments that are booked one by
    one, those that are not there yet may come tomorrow: they prove nothing.
    """
    told: dict[str, str] = defaultdict(str)
    for move in moves:
        if move.item.startswith("batch:"):
            told[move.item] += f" {move.order_reference} {move.communication}"
    under_way = books.open_amounts(account=ORDERS, items=sorted(told))
    numbers = [int(item.removeprefix("batch:")) for item in under_way]
    for batch in PaymentBatch.objects.filter(id__in=numbers, state__in=LEFT).order_by("id"):
        claims = list(queries.claimed_refusals(batch=batch))
        is_whole = _sum_of(claims) == -under_way[batch.ref]
        if claims and is_whole and _in_one_sum(batch, claims, told[batch.ref]):
            _believe(batch, claims, PaymentStatus.Source.STATEMENT, by, at)


def _in_one_sum(batch: PaymentBatch, claims: Sequence[PaymentStatus], told: str) -> bool:
    """Whether the bank booked the file, or each block with a refused payment, as a whole."""
    blocks = {block_of(batch, claim.payment) for claim in claims if claim.payment}
    names = set(OUR_NAMES.findall(told))
    return batch.message_id in names or blocks <= names


def paid_alone(batch: PaymentBatch) -> set[int]:
    """Return the payments a statement names one by one: they left, whatever a report says."""
    told = Move.objects.filter(item=batch.ref).values_list("order_reference", "communication")
    names = {name for words in told for text in words for name in OUR_NAMES.findall(text)}
    first = f"CW{batch.pk}-"
    return {int(name.removeprefix(first)) for name in names if name.startswith(first)}


def block_of(batch: PaymentBatch, payment: Payment) -> str:
    """Return how the file names the payments that are executed on the same day as this one."""
    assert batch.exported_at
    return f"CW{batch.pk}-{executed_on(batch, payment, batch.exported_at):%Y%m%d}"


def owe_again(batch: PaymentBatch, payments: Sequence[Payment], by: Actor, at: datetime) -> None:
    """Enter that these payments will not leave; close a batch of which nothing is under way."""
    if not payments:
        return
    on = max(at.date(), _booking.first_open_day())
    undone = books.undone(keys=[key_of(payment) for payment in payments])
    entries = [entry_of(batch, each, on, again=key_of(each) in undone) for each in payments]
    ledger.post_across(entries=entries, by=by, at=at)
    Payment.objects.filter(pk__in=[payment.pk for payment in payments]).update(live=False)
    _close(batch, on)


def key_of(payment: Payment) -> str:
    """Return the key of the entry that makes a payment a debt again: it is written once."""
    return f"status:{payment.pk}"


def entry_of(
    batch: PaymentBatch, payment: Payment, on: date, *, again: bool = False
) -> ledger.Entry:
    """Return the entry that makes a payment a debt; `again` when the first was undone."""
    return ledger.Entry(
        journal="orders",
        on=on,
        text=f"{payment.end_to_end_id}: {payment.name}",
        key=f"{key_of(payment)}:again" if again else key_of(payment),
        origin=batch.ref,
        lines=(
            ledger.Line(ORDERS, payment.cents, None, batch.ref),
            ledger.Line(payment.account, -payment.cents, payment.unit, payment.item),
        ),
    )


def _sum_of(claims: Sequence[PaymentStatus]) -> int:
    return sum({claim.payment: claim.payment.cents for claim in claims if claim.payment}.values())


def _believe(
    batch: PaymentBatch, claims: Sequence[PaymentStatus], source: str, by: Actor, at: datetime
) -> None:
    rows = {
        (claim.payment_id, CERTAIN[claim.code], claim.reason): PaymentStatus(
            batch=batch, payment=claim.payment, source=source, code=CERTAIN[claim.code],
            reason=claim.reason, document=claim.document, by=by.id, at=at,
        )
        for claim in claims
    }  # fmt: skip
    PaymentStatus.objects.bulk_create(rows.values())
    payments = {claim.payment.pk: claim.payment for claim in claims if claim.payment}
    owe_again(batch, list(payments.values()), by, at)


def _close(batch: PaymentBatch, on: date) -> None:
    """Nothing under way any more: all of it was refused, or the rest was executed before."""
    if books.open_amount(account=ORDERS, item=batch.ref):
        return
    refused = PaymentStatus.objects.filter(batch=batch, payment__isnull=False, code__in=TURNED_DOWN)
    whole = refused.values("payment").distinct().count() == batch.count
    found = PaymentBatch.objects.filter(pk=batch.pk)
    if whole:
        found.update(state=PaymentBatch.State.REJECTED)
    else:
        found.update(state=PaymentBatch.State.EXECUTED, executed_on=on)
    Payment.objects.filter(batch=batch).update(live=False)
    batch.refresh_from_db()
