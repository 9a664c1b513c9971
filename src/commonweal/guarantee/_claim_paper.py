"""The claim on a bankrupt client, a letter to its trustee in the trustee's language."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonweal.documents import queries as documents
from commonweal.guarantee.models import Bankruptcy, Loss
from commonweal.invoicing.queries import show_reference
from commonweal.kernel.models import LegalEntity

TEMPLATE = Path(__file__).parent / "typst" / "claim.typ"


def pdf(bankruptcy: Bankruptcy, losses: Sequence[Loss], entity: LegalEntity, at: datetime) -> bytes:
    """Return the tagged PDF of the claim: every invoice with what is open of it."""
    with translation.override(bankruptcy.language):
        data = _page(bankruptcy, losses, entity, at.date())
    return documents.typeset(template=TEMPLATE, data=data, at=at)


def _page(
    bankruptcy: Bankruptcy, losses: Sequence[Loss], entity: LegalEntity, on: date
) -> dict[str, Any]:
    client, place = bankruptcy.client, f"{entity.postcode} {entity.city}"
    heading = _("Claim in the bankruptcy of %(name)s") % {"name": client.name}
    return {
        "lang": bankruptcy.language,
        "title": heading,
        "heading": heading,
        "seller": [entity.name, f"{entity.street}, {place}", _number(entity.enterprise_number)],
        "house": [entity.street, place, entity.email, entity.phone],
        "trustee": [bankruptcy.trustee_name, *_lines(bankruptcy.trustee_address)],
        "facts": _facts(bankruptcy, on),
        "paragraphs": _letter(bankruptcy, entity),
        "rows": [_row(loss) for loss in losses],
        "net": sum(loss.net_cents for loss in losses),
        "vat": sum(loss.vat_cents for loss in losses),
        "total": sum(loss.open_cents for loss in losses),
        "closing": [
            _("Please confirm that this claim is entered among the debts."),
            _("Dividends are to be paid to account %(iban)s of %(name)s.")
            % {"iban": _grouped(entity.iban), "name": entity.name},
        ],
        "signed": [_("With kind regards,"), bankruptcy.marked_by_name, entity.name],
        "words": {
            "invoice": _("Invoice"), "issued": _("Date"), "due": _("Due"),
            "reference": _("Reference"), "net": _("Net"), "vat": _("VAT"), "open": _("Open"),
            "total": _("Total claim"),
        },
    }  # fmt: skip


def _letter(bankruptcy: Bankruptcy, entity: LegalEntity) -> list[str]:
    words = {"client": bankruptcy.client.name, "day": _day(bankruptcy.on), "house": entity.name}
    return [
        _("Dear trustee,"),
        _(
            "By judgment of %(day)s %(client)s was declared bankrupt. It owes %(house)s the "
            "invoices below for work that was done. Please enter the total among its debts."
        )
        % words,
        _(
            "The VAT on what is lost is taken back from the State from the day of the judgment. "
            "Of any dividend the VAT in it is paid to the State again."
        ),
    ]


def _facts(bankruptcy: Bankruptcy, on: date) -> list[list[str]]:
    client = bankruptcy.client
    facts = [
        (_("Date"), _day(on)),
        (_("Bankrupt"), client.name),
        (_("Enterprise number"), _number(client.enterprise_number or "")),
        (_("Judgment"), _day(bankruptcy.on)),
        (_("Court"), bankruptcy.court),
        (_("File"), bankruptcy.file_number),
    ]
    return [[label, text] for label, text in facts if text]


def _row(loss: Loss) -> list[object]:
    invoice = loss.invoice
    return [
        invoice.number,
        _day(invoice.issued_on),
        _day(invoice.due_on),
        show_reference(invoice.reference or ""),
        loss.net_cents,
        loss.vat_cents,
        loss.open_cents,
    ]


def _number(digits: str) -> str:
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}" if len(digits) == len("0123456789") else ""


def _grouped(iban: str) -> str:
    return " ".join(iban[first : first + 4] for first in range(0, len(iban), 4))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
