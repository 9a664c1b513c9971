"""Reads of invoices and their papers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, Q, QuerySet, Sum, When

from commonweal.invoicing.models import Invoice, InvoiceLine, Rendering


@dataclass(frozen=True, slots=True)
class Papers:
    """An issued invoice with the ids of its documents: PDF first, then the electronic invoice."""

    invoice: Invoice
    documents: tuple[int, ...]


def papers(*, refs: Iterable[str]) -> list[Papers]:
    """Return the papers of these invoices ("invoice:2026-000012") that are ready, none parked."""
    numbers = [ref.removeprefix("invoice:") for ref in refs]
    ready = Rendering.objects.filter(invoice__number__in=numbers, state=Rendering.State.READY)
    return [
        Papers(row.invoice, (row.pdf_id or 0, row.xml_id or 0))
        for row in ready.select_related("invoice__corrects").order_by("invoice")
    ]


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
