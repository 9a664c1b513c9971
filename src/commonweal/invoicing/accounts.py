"""From an invoice to its ledger entry: the accounts of MONEY.md section 2."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from commonweal.einvoice.values import Vat
from commonweal.invoicing.models import Invoice
from commonweal.kernel.refusals import Refusal
from commonweal.ledger.actions import Entry, Line

CLIENTS = "400"
OUTPUT_VAT = "4510"
CONTRIBUTION_PAID, CONTRIBUTION_EARNED = "6199", "7040"
BUDGETS_OWED, HELD_UNTIL_COLLECTED = "4890", "4894"
TURNOVER_BY_RATE = {2100: "7000", 1200: "7006", 600: "7001"}
TURNOVER_BY_KIND = {
    Vat.ZERO: "7007",
    Vat.EXEMPT: "7002",
    Vat.REVERSE_CHARGE: "7008",
    Vat.EU_SERVICE: "7003",
    Vat.EU_GOODS: "7009",
    Vat.EXPORT: "7004",
    Vat.OUTSIDE_SCOPE: "7004",
}


class UnknownVatRate(Refusal):
    message = _("Choose a VAT rate of this country: the books have no account for %(rate)s %%.")
    field = "vat"


def turnover_account(vat: str, rate_bp: int) -> str | None:
    """Return the turnover account of a kind and rate (basis points), None if there is none."""
    if vat == Vat.STANDARD:
        return TURNOVER_BY_RATE.get(rate_bp)
    return TURNOVER_BY_KIND[Vat(vat)] if rate_bp == 0 else None


def entry(invoice: Invoice, *, on: date, number: str, reference: str | None) -> Entry:
    """Return what the client owes, the turnover and the shared contribution on it."""
    return Entry(
        "sales",
        on,
        f"{number} {invoice.buyer['name']}",
        f"invoice:{number}",
        f"invoice:{number}",
        _lines(invoice, f"invoice:{number}", reference, held=_held(invoice)),
        entity=invoice.entity_id or 1,
    )


def reversal(note: Invoice, *, on: date, original: Invoice, entry_id: int, held: int) -> Entry:
    """
    Return the entry of a credit note: lines like those of its invoice with the opposite sign, on
    the item of the invoice.

    `held` is what it takes of the budget that is still held, in cents: what was released is not
    held again.
    """
    item = f"invoice:{original.number}"
    lines = [line._replace(cents=-line.cents) for line in _lines(note, item, None, held=held)]
    text = f"{note.number} {note.buyer['name']} ({original.number})"
    return Entry("sales", on, text, note.ref, note.ref, lines, entry_id, note.entity_id or 1)


def _held(invoice: Invoice) -> int:
    """The budget that waits until the client pays, when nothing guarantees it."""
    return 0 if invoice.guaranteed else invoice.net_cents - invoice.contribution_cents


def _lines(invoice: Invoice, item: str, reference: str | None, *, held: int) -> Sequence[Line]:
    unit, contribution = invoice.unit_id, invoice.contribution_cents
    lines = [Line(CLIENTS, invoice.total_cents, unit, item, reference)]
    lines += [
        Line(turnover_account(vat, rate) or "", -net, unit)
        for vat, rate, net, _vat_cents in invoice.vat_table
        if net
    ]
    if invoice.vat_cents:
        lines.append(Line(OUTPUT_VAT, -invoice.vat_cents))
    if contribution:
        lines.append(Line(CONTRIBUTION_PAID, contribution, unit))
        lines.append(Line(CONTRIBUTION_EARNED, -contribution))
    if held:
        lines.append(Line(BUDGETS_OWED, held, unit))
        lines.append(Line(HELD_UNTIL_COLLECTED, -held, unit, item))
    return lines
