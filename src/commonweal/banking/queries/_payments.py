"""Reads of what left: handovers, those of which nobody knows, and what the bank says of each."""

from django.db.models import Exists, OuterRef, QuerySet

from commonweal.banking import gateways
from commonweal.banking._payments import CLAIMED, LEFT
from commonweal.banking.models import Handover, PaymentBatch, PaymentStatus
from commonweal.banking.queries._reads import ORDERS
from commonweal.ledger import queries as ledger


def handover_of(*, batch: PaymentBatch) -> Handover | None:
    """Return the last handover of a batch, if its file was ever given to the bank."""
    return Handover.objects.filter(batch=batch).order_by("-id").first()


def gone_astray() -> "QuerySet[Handover]":
    """Return the handovers of which nobody knows whether they arrived, the oldest first."""
    unknown = Handover.objects.filter(state="unknown", batch__state="unknown")
    return unknown.select_related("batch").order_by("began_at", "id")


def under_way() -> list[tuple[PaymentBatch, int]]:
    """Return the batches whose file was made, with the cents that no statement executed yet."""
    batches = list(PaymentBatch.objects.filter(state__in=LEFT).order_by("id"))
    cents = ledger.open_amounts(account=ORDERS, items=[batch.ref for batch in batches])
    return [(batch, -cents[batch.ref]) for batch in batches if batch.ref in cents]


def statuses(*, batch: PaymentBatch) -> "QuerySet[PaymentStatus]":
    """Return what was said of a batch and of its payments, the earliest first."""
    return PaymentStatus.objects.filter(batch=batch).select_related("document").order_by("id")


def claimed_refusals(*, batch: PaymentBatch) -> "QuerySet[PaymentStatus]":
    """
    Return what reports that a person brought say the bank refused of a batch, and that nobody
    else confirmed: its payments are still under way.
    """
    said = PaymentStatus.objects.filter(batch=batch, code__in=CLAIMED, payment__live=True)
    return said.select_related("payment", "document").order_by("id")


def batches_to_confirm() -> "QuerySet[PaymentBatch]":
    """Return the batches of which a report that a person brought waits for a second, by age."""
    said = PaymentStatus.objects.filter(batch=OuterRef("pk"), code__in=CLAIMED, payment__live=True)
    return PaymentBatch.objects.filter(Exists(said), state__in=LEFT).order_by("id")


def bank_is_connected() -> bool:
    """Whether files leave over a line; without one, a person uploads them at the bank."""
    return gateways.is_connected()
