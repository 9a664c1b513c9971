"""When a batch is executed: by a statement that names it, or by a person who placed what left."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import QuerySet

from commonweal.banking.actions import _handing
from commonweal.banking.models import LEFT, NOT_PAID, Payment, PaymentBatch, PaymentStatus
from commonweal.banking.queries import ORDERS
from commonweal.ledger import queries as books

BATCH = "batch:"


def close_executed(*, days: Mapping[str, date], at: datetime) -> None:
    """
    Note of batches, by their items, that the bank executed something of them on a day. A file of
    which a part was executed is at the bank: nobody sends it again. One of which nothing is under
    way any more is executed, and its items may be paid again.
    """
    if not days:
        return
    batches = list(_batches(days).filter(state__in=LEFT).order_by("id"))
    _handing.heard_of(batches=batches, answer=str(PaymentStatus.Source.STATEMENT.label), at=at)
    under_way = books.open_amounts(account=ORDERS, items=sorted(days))
    done = [
        PaymentBatch(pk=_number(item), state=PaymentBatch.State.EXECUTED, executed_on=on)
        for item, on in days.items()
        if item not in under_way
    ]
    PaymentBatch.objects.bulk_update(done, ["state", "executed_on"])
    Payment.objects.filter(batch__in=done).update(live=False)


def reopen(*, items: Collection[str]) -> None:
    """Take back that batches were executed: what was not refused or returned is under way again."""
    if not items:
        return
    executed = _batches(items).filter(state=PaymentBatch.State.EXECUTED)
    numbers = list(executed.values_list("pk", flat=True))
    payments = Payment.objects.filter(batch__in=numbers)
    payments.exclude(statuses__code__in=NOT_PAID).update(live=True)
    executed.update(state=PaymentBatch.State.HANDED, executed_on=None)


def _batches(items: Iterable[str]) -> "QuerySet[PaymentBatch]":
    return PaymentBatch.objects.filter(id__in=[_number(item) for item in items])


def _number(item: str) -> int:
    return int(item.removeprefix(BATCH))
