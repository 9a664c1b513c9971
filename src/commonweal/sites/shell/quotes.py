"""A quote as client and member read it: lines, options, totals, when it is invoiced."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Quote, QuoteComment, QuoteLine, show_quantity, show_rate
from commonweal.sites.shell.kit import MoneyLine, TimelineEntry

TONES = {
    "checking": "warn",
    "sent": "info",
    "change_asked": "warn",
    "accepted": "good",
    "declined": "bad",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line, its numbers written out."""

    line: QuoteLine
    quantity: str
    vat: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the price that is invoiced apart."""

    label: str
    when: str
    share: str
    cents: int


@dataclass(frozen=True, slots=True)
class Paper:
    """All that stands on a quote, with the options that are chosen."""

    quote: Quote
    rows: list[Row]
    money: list[MoneyLine]
    parts: list[Part]

    @property
    def has_options(self) -> bool:
        return any(row.line.is_optional for row in self.rows)


def paper(
    quote: Quote, *, lines: Sequence[QuoteLine] = (), chosen: Collection[int] | None = None
) -> Paper:
    """Lay a quote out; `chosen` (positions of options) shows another choice than the one kept."""
    lines = lines or invoicing.quote_lines(quote=quote)
    rows = [_row(line, chosen) for line in lines]
    taken = [row.line for row in rows if row.is_chosen]
    found = invoicing.totals_of(lines=taken)
    return Paper(quote, rows, money(found), _parts(quote, found.net_cents))


def money(found: invoicing.Totals) -> list[MoneyLine]:
    """From the price without VAT to the total, VAT by rate."""
    vat = [_vat_line(row) for row in found.vat if row.vat_cents or row.vat != "standard"]
    return [
        MoneyLine(_("Price without VAT"), found.net_cents, kind="start"),
        *vat,
        MoneyLine(_("Total"), found.total_cents, kind="total"),
    ]


def _vat_line(row: invoicing.Subtotal) -> MoneyLine:
    if row.vat != "standard":
        return MoneyLine(_("VAT"), 0, str(invoicing.VAT_LABELS[row.vat]), "plus")
    return MoneyLine(
        _("VAT %(rate)s") % {"rate": show_rate(row.vat, row.rate_bp)}, row.vat_cents, kind="plus"
    )


def _row(line: QuoteLine, chosen: Collection[int] | None) -> Row:
    is_chosen = line.is_chosen if chosen is None else line.position in chosen
    return Row(
        line,
        show_quantity(line.thousandths, line.unit_code),
        show_rate(line.vat, line.rate_bp),
        is_chosen or not line.is_optional,
    )


def _parts(quote: Quote, price_cents: int) -> list[Part]:
    return [
        Part(
            part.label,
            invoicing.show_when(part=part),
            show_rate("standard", part.share_bp),
            cents,
        )
        for part, cents in invoicing.planned_parts(quote=quote, price_cents=price_cents)
    ]


def thread(comments: Sequence[QuoteComment]) -> list[TimelineEntry]:
    """What was said, with who and when, as a line of a story each."""
    return [TimelineEntry(said.text, said.by_name, said.said_at) for said in comments]


def is_open(quote: Quote, on: date) -> bool:
    """Whether the client can accept it on a day."""
    return quote.state in ("sent", "change_asked") and quote.valid_until >= on
