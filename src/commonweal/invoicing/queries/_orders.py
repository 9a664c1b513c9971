"""Reads of orders."""

from collections.abc import Collection
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from commonweal.invoicing.models import Instalment, Invoice, Order

RECENT = 5000


def get_order(*, id: int) -> Order:
    """
    Return one order with its client.

    :raises Order.DoesNotExist: if there is none within the scope of the connection
    """
    return Order.objects.select_related("client").get(id=id)


def unit_of_order(*, id: int) -> list[int]:
    """Return the unit of an order, in a list, whatever the scope: a signed link opens it."""
    with connection.cursor() as cursor:
        cursor.execute("select unit_of_order(%s)", [id])
        return [unit for (unit,) in cursor.fetchall()]


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
    """
    Return the confirmed orders whose last work day is before this day, oldest first, without
    those that are invoiced in parts and those whose draft somebody holds.
    """
    held = Invoice.objects.filter(order=OuterRef("pk"), number=None).exclude(held_by="")
    return _whole().filter(~Exists(held), ends_on__lt=before)


def to_prepare(*, until: date) -> "QuerySet[Order]":
    """Return the confirmed orders whose last work day is before this day and that have no draft."""
    drafted = Invoice.objects.filter(order=OuterRef("pk"), corrects=None, number=None)
    return _whole().filter(~Exists(drafted), ends_on__lt=until)


def _whole() -> "QuerySet[Order]":
    """Confirmed orders that are invoiced at once."""
    in_parts = Instalment.objects.filter(order=OuterRef("pk"))
    confirmed = Order.objects.filter(~Exists(in_parts), state=Order.State.CONFIRMED)
    return confirmed.select_related("client").order_by("ends_on", "id")


def invoices_of_orders(*, orders: Collection[int]) -> dict[int, Invoice]:
    """Return the issued invoice of each of these orders that has one, by order."""
    found = Invoice.objects.filter(order__in=orders, corrects=None, number__isnull=False)
    return {invoice.order_id or 0: invoice for invoice in found}


def orders_named(*, text: str) -> "QuerySet[Order]":
    """
    Return the orders with this purchase order, or this in their title, the newest first.

    Titles are looked through of the newest ones only: behind row security no index reads them.
    """
    recent = Order.objects.order_by("-id").values("pk")[:RECENT]
    named = Q(pk__in=recent, title__icontains=text.strip())
    return orders().filter(named | Q(purchase_order=text.strip()))
