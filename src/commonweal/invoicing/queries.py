"""Reads of orders, invoices and their papers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from commonweal.invoicing.models import Invoice, Order, Rendering

__all__ = [
    "Order",
    "Papers",
    "find_order",
    "get_order",
    "invoices_of_orders",
    "orders",
    "orders_of_assignments",
    "papers",
    "to_bill",
]


@dataclass(frozen=True, slots=True)
class Papers:
    """An issued invoice with the ids of its documents: PDF first, then the electronic invoice."""

    invoice: Invoice
    documents: tuple[int, ...]


def get_order(*, id: int) -> Order:
    """
    Return one order with its client.

    :raises Order.DoesNotExist: if there is none within the scope of the connection
    """
    return Order.objects.select_related("client").get(id=id)


def find_order(*, key: str) -> Order | None:
    """Return the order placed with this key, if it is already there."""
    return Order.objects.select_related("client").filter(key=key).first()


def orders(*, units: Collection[int] | None = None) -> "QuerySet[Order]":
    """Return the orders of these units (or all) with their clients, the newest first."""
    found = Order.objects.select_related("client").order_by("-id")
    return found if units is None else found.filter(unit__in=units)


def orders_of_assignments(*, assignments: Collection[int]) -> dict[int, Order]:
    """Return the order of each of these jobs, by job."""
    return {
        order.assignment_id or 0: order
        for order in Order.objects.filter(assignment__in=assignments)
    }


def to_bill(*, before: date) -> "QuerySet[Order]":
    """Return the confirmed orders whose last work day is before this day, oldest first."""
    confirmed = Order.objects.filter(state=Order.State.CONFIRMED, ends_on__lt=before)
    return confirmed.select_related("client").order_by("ends_on", "id")


def invoices_of_orders(*, orders: Collection[int]) -> dict[int, Invoice]:
    """Return the issued invoice of each of these orders that has one, by order."""
    found = Invoice.objects.filter(order__in=orders, corrects=None, number__isnull=False)
    return {invoice.order_id or 0: invoice for invoice in found}


def papers(*, refs: Iterable[str]) -> list[Papers]:
    """Return the papers of these invoices ("invoice:2026-000012") that are ready, none parked."""
    numbers = [ref.removeprefix("invoice:") for ref in refs]
    ready = Rendering.objects.filter(invoice__number__in=numbers, state=Rendering.State.READY)
    return [
        Papers(row.invoice, (row.pdf_id or 0, row.xml_id or 0))
        for row in ready.select_related("invoice").order_by("invoice")
    ]
