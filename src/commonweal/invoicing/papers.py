"""What the papers of an invoice say: the electronic invoice, and the page a person reads."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonweal.documents import queries as documents
from commonweal.einvoice import ubl
from commonweal.einvoice.addresses import endpoint
from commonweal.einvoice.validator import RuleSet
from commonweal.einvoice.values import Embedded, Item, Original, Paper, Party, Subtotal, Vat
from commonweal.invoicing import paycode
from commonweal.invoicing.models import Invoice, InvoiceLine
from commonweal.invoicing.numbers import show_quantity, show_rate, show_reference, show_vat
from commonweal.kernel.models import LegalEntity

TEMPLATE = Path(__file__).parent / "typst" / "invoice.typ"
PARTY = {field.name for field in fields(Party)}


def electronic(invoice: Invoice, entity: LegalEntity) -> bytes:
    """Return the UBL document of an issued invoice, its sentences in the client's language."""
    with translation.override(invoice.language):
        return ubl.build(_paper(invoice, entity))


def rules_for(invoice: Invoice) -> RuleSet:
    """Say which rules judge it: who has no address on Peppol gets the European norm alone."""
    return "peppol" if endpoint(_party(invoice.buyer)) else "cen"


def page(invoice: Invoice, entity: LegalEntity, *, xml: bytes, at: datetime) -> Callable[[], bytes]:
    """
    Return what sets the tagged PDF/A-3 in the client's language, with the UBL document inside.
    It holds all it needs, so that another process can do it.
    """
    with translation.override(invoice.language):
        data = _page(invoice, entity)
    return partial(
        documents.typeset,
        template=TEMPLATE,
        data=data,
        attachments={file_name(invoice, "xml"): xml}
        | {file.name: file.content for file in _attached(invoice)},
        at=at,
    )


def file_name(invoice: Invoice, ending: str) -> str:
    """Return a name that a client can file it under."""
    return f"{invoice.number}.{ending}"


def mention(vat: str) -> str:
    """Return the sentence the law wants where no VAT is charged, in the active language."""
    return {
        Vat.EXEMPT: _("Exempt from VAT: article 44 of the Belgian VAT code."),
        Vat.REVERSE_CHARGE: _(
            "Reverse charge. Unless the client objects in writing within one month after "
            "receiving this invoice, it is deemed to acknowledge that it is a taxable person "
            "bound to file periodic returns; if that is not so, the client is liable for the "
            "tax, interest and fines due (article 20 of royal decree no. 1)."
        ),
        Vat.EU_SERVICE: _("Reverse charge: article 196 of directive 2006/112/EC."),
        Vat.EU_GOODS: _("Exempt intra-Community supply: article 138 of directive 2006/112/EC."),
        Vat.EXPORT: _("Exempt export: article 146 of directive 2006/112/EC."),
        Vat.OUTSIDE_SCOPE: _(
            "Not subject to Belgian VAT: the service takes place where the client is "
            "established (article 44 of directive 2006/112/EC)."
        ),
    }.get(Vat(vat), "")


# ---- the electronic invoice ---------------------------------------------------------------


def _paper(invoice: Invoice, entity: LegalEntity) -> Paper:
    assert invoice.number and invoice.issued_on and invoice.due_on
    original = invoice.corrects
    return Paper(
        number=invoice.number,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        seller=_seller(entity),
        buyer=_party(invoice.buyer),
        iban=entity.iban,
        bic=entity.bic,
        reference=show_reference(invoice.reference or ""),
        buyer_reference="" if invoice.purchase_order else invoice.number,
        purchase_order=invoice.purchase_order,
        items=tuple(_item(line) for line in _lines(invoice)),
        subtotals=tuple(Subtotal(Vat(kind), *sums) for kind, *sums in invoice.vat_table),
        exemptions=tuple((Vat(row[0]), mention(row[0])) for row in invoice.vat_table),
        delivered_on=invoice.work_ends_on,
        note=invoice.note,
        terms=_credit_terms(original) if original else "",
        corrects=_original(original) if original else None,
        accounting=invoice.buyer.get("cost_centre", ""),
        currency=invoice.currency,
        attachments=_attached(invoice),
    )


def _seller(entity: LegalEntity) -> Party:
    return Party(
        entity.name,
        entity.street,
        entity.postcode,
        entity.city,
        entity.country,
        entity.enterprise_number,
        f"BE{entity.enterprise_number}",
        entity.email,
    )


def _party(buyer: dict[str, str]) -> Party:
    return Party(**{name: value for name, value in buyer.items() if name in PARTY})


def _item(line: InvoiceLine) -> Item:
    return Item(
        line.description,
        line.price_cents,
        line.net_cents,
        Vat(line.vat),
        line.rate_bp,
        line.thousandths,
        line.unit_code,
    )


def _attached(invoice: Invoice) -> tuple[Embedded, ...]:
    """The files that go with it, each under a name of its own."""
    rows = sorted(invoice.attachments.all(), key=lambda each: each.pk)
    return tuple(
        Embedded(
            f"{place}-{each.document.name}",
            each.document.media_type,
            documents.content(document=each.document),
            each.description,
        )
        for place, each in enumerate(rows, 1)
    )


def _original(invoice: Invoice) -> Original:
    assert invoice.number and invoice.issued_on
    return Original(invoice.number, invoice.issued_on)


def _credit_terms(original: Invoice) -> str:
    return _("Set off against invoice %(number)s, or paid back if that was paid.") % {
        "number": original.number
    }


def _lines(invoice: Invoice) -> list[InvoiceLine]:
    """The lines in their order; sorted here, so that prefetched lines serve."""
    return sorted(invoice.lines.all(), key=lambda line: line.position)


# ---- the page -----------------------------------------------------------------------------


def _page(invoice: Invoice, entity: LegalEntity) -> dict[str, Any]:
    name = _("Credit note") if invoice.corrects else _("Invoice")
    return {
        "lang": invoice.language,
        "title": f"{name} {invoice.number}",
        "heading": f"{name} {invoice.number}",
        "number": invoice.number,
        "about": invoice.title,
        "seller": _imprint(entity),
        "house": [entity.street, f"{entity.postcode} {entity.city}", entity.email, entity.phone],
        "buyer": _address(invoice.buyer),
        "facts": _facts(invoice),
        "lines": [_row(line) for line in _lines(invoice)],
        "net": invoice.net_cents,
        "vat": [[show_vat(kind, rate), vat] for kind, rate, _net, vat in invoice.vat_table],
        "total": invoice.total_cents,
        "mentions": _mentions(invoice),
        "note": invoice.note,
        "payment": None if invoice.corrects else _payment(invoice, entity),
        "words": _words(),
    }


def _mentions(invoice: Invoice) -> list[str]:
    terms = [_credit_terms(invoice.corrects)] if invoice.corrects else []
    return [*terms, *filter(None, (mention(row[0]) for row in invoice.vat_table))]


def _imprint(entity: LegalEntity) -> list[str]:
    number = entity.enterprise_number
    shown = f"BE {number[:4]}.{number[4:7]}.{number[7:]}"
    place = f"{entity.street}, {entity.postcode} {entity.city}"
    return [entity.name, place, f"{_('VAT')} {shown}", _show_iban(entity.iban)]


def _address(buyer: dict[str, str]) -> list[str]:
    place = f"{buyer['postcode']} {buyer['city']}".strip()
    abroad = [] if buyer["country"] == "BE" else [buyer["country"]]
    number = buyer["vat_number"] or buyer["enterprise_number"]
    shown = [f"{_('VAT')} {number}"] if number else []
    return [line for line in (buyer["name"], buyer["street"], place, *abroad, *shown) if line]


def _facts(invoice: Invoice) -> list[list[str]]:
    facts = [(_("Date"), _day(invoice.issued_on))]
    if invoice.corrects:
        facts.append((_("Credits invoice"), str(invoice.corrects.number)))
    else:
        facts.append((_("Due"), _day(invoice.due_on)))
    if invoice.work_starts_on:
        facts.append((_("Work"), _period(invoice.work_starts_on, invoice.work_ends_on)))
    if invoice.purchase_order:
        facts.append((_("Your reference"), invoice.purchase_order))
    return [list(fact) for fact in facts]


def _row(line: InvoiceLine) -> dict[str, Any]:
    return {
        "description": line.description,
        "quantity": show_quantity(line.thousandths, line.unit_code),
        "price": line.price_cents,
        "vat": show_rate(line.vat, line.rate_bp),
        "net": line.net_cents,
    }


def _payment(invoice: Invoice, entity: LegalEntity) -> dict[str, Any]:
    reference = show_reference(invoice.reference or "")
    return {
        "heading": _("Please pay by %(day)s") % {"day": _day(invoice.due_on)},
        "amount": invoice.total_cents,
        "amount_says": _("Amount"),
        "rows": [
            [_("Account"), f"{_show_iban(entity.iban)}  {entity.bic}"],
            [_("In the name of"), entity.name],
            [_("Reference"), reference],
        ],
        "code": paycode.svg(
            name=entity.name,
            iban=entity.iban,
            bic=entity.bic,
            cents=invoice.total_cents,
            reference=reference,
        ),
        "code_says": _("Code to pay with a banking app: amount, account and reference"),
        "scan": _("Scan to pay"),
    }


def _words() -> dict[str, str]:
    return {
        "description": _("Description"),
        "quantity": _("Quantity"),
        "price": _("Price"),
        "vat": _("VAT"),
        "amount": _("Amount"),
        "net": _("Total without VAT"),
        "total": _("Total"),
        "attached": _("The same invoice as structured data (UBL)"),
    }


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _period(first: date, last: date | None) -> str:
    return _day(first) if last in (None, first) else f"{_day(first)} \N{EN DASH} {_day(last)}"


def _show_iban(iban: str) -> str:
    return " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))
