"""What the paper of a quote says, in the client's language."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonweal.documents import queries as documents
from commonweal.einvoice.values import Vat
from commonweal.invoicing.models import Quote, QuoteLine
from commonweal.invoicing.numbers import show_quantity, show_rate, show_vat
from commonweal.invoicing.quote_values import PlannedPart, cents_of_parts, totals
from commonweal.kernel.models import LegalEntity

TEMPLATE = Path(__file__).parent / "typst" / "quote.typ"


def pdf(
    quote: Quote, lines: Sequence[QuoteLine], entity: LegalEntity, *, member: str, at: datetime
) -> bytes:
    """Return the tagged PDF of a quote; its totals count the options that are chosen."""
    with translation.override(quote.language):
        data = _page(quote, lines, entity, member)
    return documents.typeset(template=TEMPLATE, data=data, at=at)


def _page(
    quote: Quote, lines: Sequence[QuoteLine], entity: LegalEntity, member: str
) -> dict[str, Any]:
    found = totals(line for line in lines if line.is_chosen)
    name = _("Quote %(number)s") % {"number": quote.number}
    place = f"{entity.postcode} {entity.city}"
    return {
        "lang": quote.language,
        "title": f"{name} · {quote.title}",
        "heading": name,
        "number": f"{quote.number} · {quote.version}",
        "about": quote.title,
        "seller": [entity.name, f"{entity.street}, {place}", _vat_number(entity)],
        "house": [entity.street, place, entity.email, entity.phone],
        "buyer": _address(quote),
        "facts": _facts(quote, member),
        "introduction": _paragraphs(quote.introduction),
        "lines": [_row(line) for line in lines],
        "net": found.net_cents,
        "vat": [[show_vat(row.vat, row.rate_bp), row.vat_cents] for row in found.vat],
        "total": found.total_cents,
        "parts": _parts(quote, found.net_cents),
        "terms": _paragraphs(quote.terms),
        "words": _words(),
    }


def _vat_number(entity: LegalEntity) -> str:
    number = entity.enterprise_number
    return f"{_('VAT')} BE {number[:4]}.{number[4:7]}.{number[7:]}"


def _address(quote: Quote) -> list[str]:
    client = quote.client
    place = f"{client.postcode} {client.city}".strip()
    abroad = "" if client.country == "BE" else client.country
    number = client.vat_number or client.enterprise_number or ""
    shown = f"{_('VAT')} {number}" if number else ""
    return [line for line in (client.name, client.street, place, abroad, shown) if line]


def _facts(quote: Quote, member: str) -> list[list[str]]:
    facts = [
        (_("Version"), f"{quote.version}"),
        (_("Valid until"), _day(quote.valid_until)),
        (_("Work by"), member),
    ]
    if quote.starts_on:
        last = "" if quote.ends_on in (None, quote.starts_on) else _day(quote.ends_on)
        days = " \N{EN DASH} ".join(filter(None, [_day(quote.starts_on), last]))
        facts.append((_("Work"), days))
    if quote.purchase_order:
        facts.append((_("Your reference"), quote.purchase_order))
    return [list(fact) for fact in facts]


def _row(line: QuoteLine) -> dict[str, Any]:
    option = _("Option") if line.is_chosen else _("Option, not in the total")
    return {
        "description": line.description,
        "option": option if line.is_optional else "",
        "quantity": show_quantity(line.thousandths, line.unit_code),
        "price": line.price_cents,
        "vat": show_rate(line.vat, line.rate_bp),
        "net": line.net_cents,
    }


def _parts(quote: Quote, price_cents: int) -> list[list[object]]:
    parts = [PlannedPart.of(row) for row in quote.schedule]
    if not parts:
        return []
    cents = cents_of_parts(price_cents=price_cents, shares=[part.share_bp for part in parts])
    return [
        [part.label, when(part), show_rate(Vat.STANDARD, part.share_bp), amount]
        for part, amount in zip(parts, cents, strict=True)
    ]


def when(part: PlannedPart) -> str:
    """Say in the active language when a part of the price is invoiced."""
    if part.kind == "deposit":
        return _("once you accept")
    return _("on %(day)s") % {"day": _day(part.on)} if part.on else _("once it is reached")


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n") if part.strip()]


def _words() -> dict[str, str]:
    return {
        "description": _("Description"),
        "quantity": _("Quantity"),
        "price": _("Price"),
        "vat": _("VAT"),
        "amount": _("Amount"),
        "net": _("Total without VAT"),
        "total": _("Total"),
        "parts": _("When it is invoiced"),
        "parts_note": _("Amounts without VAT."),
        "terms": _("Conditions"),
    }


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""
