"""Reads of orders, invoices and their papers."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db import connection
from django.db.models import Case, F, Q, QuerySet, Sum, When

from commonweal.invoicing.models import VAT_LABELS, Invoice, InvoiceLine, Order, Rendering
from commonweal.invoicing.numbers import show_quantity, show_rate, show_reference, show_vat
from commonweal.ledger import queries as ledger

__all__ = [
    "VAT_LABELS",
    "Invoice",
    "InvoiceLine",
    "Order",
    "Papers",
    "Rendering",
    "Standing",
    "find_order",
    "find_rendering",
    "get_invoice",
    "get_order",
    "invoices",
    "invoices_of_orders",
    "lines",
    "orders",
    "orders_of_assignments",
    "papers",
    "parked",
    "search",
    "show_quantity",
    "show_rate",
    "show_reference",
    "show_vat",
    "standings",
    "to_bill",
    "turnover_by_client",
    "unit_of_order",
]

State = Literal["open", "overdue", "partly_paid", "paid", "overpaid", "credited", "credit_note"]


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
        for row in ready.select_related("invoice__corrects").order_by("invoice")
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """
    An issued invoice as the books see it: `open_cents` is what the client still owes (negative
    when it paid too much), `credited_by` the number of the credit note that took it back.
    """

    invoice: Invoice
    open_cents: int
    credited_by: str | None
    state: State


def get_invoice(*, number: str) -> Invoice:
    """
    Return one issued invoice or credit note.

    :raises Invoice.DoesNotExist: if there is none within the scope of the connection
    """
    return Invoice.objects.select_related("corrects", "order", "unit").get(number=number)


def turnover_by_client(
    *, units: Collection[int], start: date, end: date
) -> dict[tuple[int, int], int]:
    """
    Return what was invoiced from `start` on and before `end`, in cents without VAT less what was
    credited, by unit and client.
    """
    issued = Invoice.objects.filter(unit__in=units, issued_on__gte=start, issued_on__lt=end)
    signed = Case(When(corrects=None, then=F("net_cents")), default=-F("net_cents"))
    rows = issued.values("unit", "client").annotate(sum=Sum(signed))
    return {(row["unit"], row["client"]): row["sum"] for row in rows}


def invoices() -> "QuerySet[Invoice]":
    """Return what is issued, credit notes too."""
    return Invoice.objects.filter(number__isnull=False)


def search(*, text: str) -> "QuerySet[Invoice]":
    """Return what is issued under a number that ends so, or to a buyer with this in its name."""
    digits = "".join(char for char in text if char.isdigit())
    named = Q(buyer__name__icontains=text) | Q(number__iendswith=text)
    paid_by = Q(reference=digits) if len(digits) == len("000000000000") else Q()
    return invoices().filter(named | paid_by)


def parked() -> "QuerySet[Invoice]":
    """Return what is issued but whose papers break a rule, so that nothing was sent."""
    return invoices().filter(rendering__state=Rendering.State.PARKED)


def lines(*, invoice: Invoice) -> "QuerySet[InvoiceLine]":
    """Return the lines of an invoice in their order."""
    return InvoiceLine.objects.filter(invoice=invoice).order_by("position")


def find_rendering(*, invoice: Invoice) -> Rendering | None:
    """Return the papers of an invoice, None while they are being set."""
    found = Rendering.objects.filter(invoice=invoice).select_related("pdf", "xml")
    return found.first()


def standings(*, invoices: Sequence[Invoice], on: date) -> list[Standing]:
    """Say of each of these issued invoices what the books know on a day, in two queries."""
    refs = [invoice.ref for invoice in invoices if not invoice.corrects_id]
    still_open = ledger.open_amounts(account="400", items=refs)
    credited = dict(
        Invoice.objects.filter(corrects__in=[invoice.pk for invoice in invoices]).values_list(
            "corrects_id", "number"
        )
    )
    return [
        _standing(invoice, still_open.get(invoice.ref, 0), credited.get(invoice.pk), on)
        for invoice in invoices
    ]


def _standing(invoice: Invoice, cents: int, credited_by: str | None, on: date) -> Standing:
    return Standing(invoice, cents, credited_by, _state(invoice, cents, credited_by, on))


def _state(invoice: Invoice, cents: int, credited_by: str | None, on: date) -> State:
    if invoice.corrects_id:
        return "credit_note"
    if credited_by:
        return "credited"
    if cents <= 0:
        return "overpaid" if cents else "paid"
    if invoice.due_on and invoice.due_on < on:
        return "overdue"
    return "partly_paid" if cents < invoice.total_cents else "open"
