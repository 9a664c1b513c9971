"""What the books know of an invoice: is it paid, late, taken back?"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Sum

from commonweal.invoicing.models import Invoice, InvoiceLine
from commonweal.ledger import queries as ledger

State = Literal[
    "open", "overdue", "partly_paid", "paid", "overpaid", "lost", "credited", "credit_note"
]


@dataclass(frozen=True, slots=True)
class Standing:
    """
    An issued invoice as the books see it: `open_cents` is what the client still owes (negative
    when it paid too much), `credits` the numbers of its credit notes, `credited_cents` what they
    took back, `lost_cents` what was written off when the client failed, both VAT included.
    """

    invoice: Invoice
    open_cents: int
    credits: tuple[str, ...]
    credited_cents: int
    lost_cents: int
    state: State

    @property
    def credited_by(self) -> str | None:
        """The credit note after which nothing was left."""
        return self.credits[-1] if self.state == "credited" else None


@dataclass(frozen=True, slots=True)
class Credited:
    """What the credit notes of an invoice took back so far, in cents."""

    net_cents: int = 0
    vat_cents: int = 0
    contribution_cents: int = 0

    @property
    def total_cents(self) -> int:
        return self.net_cents + self.vat_cents


def credited(*, invoices: Collection[int]) -> dict[int, Credited]:
    """Return what was credited of each of these invoices (ids) that has credit notes."""
    notes = Invoice.objects.filter(corrects__in=invoices, number__isnull=False)
    sums = notes.values_list("corrects").annotate(
        Sum("net_cents"), Sum("vat_cents"), Sum("contribution_cents")
    )
    return {invoice: Credited(*cents) for invoice, *cents in sums}


@dataclass(frozen=True, slots=True)
class Left:
    """A line of an invoice, and what of it is not credited yet, in cents without VAT."""

    line: InvoiceLine
    cents: int


def left(*, invoice: Invoice) -> list[Left]:
    """Return the lines of an issued invoice with what is left of each after its credit notes."""
    notes = InvoiceLine.objects.filter(invoice__corrects=invoice, invoice__number__isnull=False)
    taken = dict(notes.values_list("position").annotate(Sum("net_cents")))
    lines = InvoiceLine.objects.filter(invoice=invoice).order_by("position")
    return [Left(line, line.net_cents - taken.get(line.position, 0)) for line in lines]


def standings(*, invoices: Sequence[Invoice], on: date) -> list[Standing]:
    """Say of each of these issued invoices what the books know on a day, in three queries."""
    refs = [invoice.ref for invoice in invoices if not invoice.corrects_id]
    still_open = ledger.open_amounts(account="400", items=refs)
    lost = ledger.lost(items=refs)
    notes = defaultdict(list)
    found = Invoice.objects.filter(corrects__in=[invoice.pk for invoice in invoices])
    for note in found.only("corrects_id", "number", "net_cents", "vat_cents").order_by("id"):
        notes[note.corrects_id].append(note)
    return [
        _standing(
            invoice, still_open.get(invoice.ref, 0), notes[invoice.pk], lost.get(invoice.ref, 0), on
        )
        for invoice in invoices
    ]


def _standing(
    invoice: Invoice, cents: int, notes: Sequence[Invoice], lost: int, on: date
) -> Standing:
    back = sum(note.total_cents for note in notes)
    numbers = tuple(f"{note.number}" for note in notes)
    late = invoice.due_on is not None and invoice.due_on < on
    is_note = bool(invoice.corrects_id)
    state = state_of(is_note, invoice.total_cents, back, cents, late, is_lost=lost > 0)
    return Standing(invoice, cents, numbers, back, lost, state)


def state_of(
    is_credit_note: bool,
    total_cents: int,
    credited_cents: int,
    open_cents: int,
    late: bool,
    *,
    is_lost: bool,
) -> State:
    """Say what state the amounts make, in the order in which one state hides another."""
    if is_credit_note:
        return "credit_note"
    if credited_cents >= total_cents:
        return "credited"
    if is_lost and open_cents <= 0:  # a payment that bounced since is owed again
        return "lost"
    if open_cents <= 0:
        return "overpaid" if open_cents else "paid"
    if late:
        return "overdue"
    return "partly_paid" if open_cents < total_cents - credited_cents else "open"
