"""The claim on a bankrupt client, a letter to its trustee in the trustee's language."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonweal.documents import queries as documents
from commonweal.guarantee.models import Bankruptcy
from commonweal.invoicing.queries import Invoice, show_reference
from commonweal.kernel import money
from commonweal.kernel.clock import ZONE
from commonweal.kernel.models import LegalEntity

TEMPLATE = Path(__file__).parent / "typst" / "claim.typ"


class ClaimWages(NamedTuple):
    """The wages of the work that is claimed: how many are paid and due, net and in cents."""

    paid: int
    paid_cents: int
    due: int
    due_cents: int


class Debt(NamedTuple):
    """An invoice that is claimed: what is left of it after credit notes, and what is open."""

    invoice: Invoice
    net_cents: int
    vat_cents: int
    open_cents: int

    @property
    def paid_cents(self) -> int:
        return self.net_cents + self.vat_cents - self.open_cents


def pdf(
    bankruptcy: Bankruptcy,
    debts: Sequence[Debt],
    wages: ClaimWages,
    entity: LegalEntity,
    at: datetime,
) -> bytes:
    """Return the tagged PDF of the claim: every invoice with what is paid and open of it."""
    with translation.override(bankruptcy.language):
        data = page(bankruptcy, debts, wages, entity, at.astimezone(ZONE).date())
    return documents.typeset(template=TEMPLATE, data=data, at=at)


def page(
    bankruptcy: Bankruptcy,
    debts: Sequence[Debt],
    wages: ClaimWages,
    entity: LegalEntity,
    on: date,
) -> dict[str, Any]:
    """Return what stands on the letter, in the active language; amounts of the table in cents."""
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
        "paragraphs": [*_letter(bankruptcy, entity), *_of_wages(wages)],
        "rows": [_row(debt) for debt in debts],
        "net": sum(debt.net_cents for debt in debts),
        "vat": sum(debt.vat_cents for debt in debts),
        "paid": sum(debt.paid_cents for debt in debts),
        "total": sum(debt.open_cents for debt in debts),
        "closing": [
            _("Please confirm that this claim is entered among the debts."),
            _("Dividends are to be paid to account %(iban)s of %(name)s.")
            % {"iban": _grouped(entity.iban), "name": entity.name},
        ],
        "signed": [_("With kind regards,"), bankruptcy.marked_by_name, entity.name],
        "words": {
            "invoice": _("Invoice"), "issued": _("Date"), "due": _("Due"),
            "net": _("Excl. VAT"), "vat": _("VAT"), "paid": _("Paid"), "open": _("Open"),
            "total": _("Total claim"),
        },
    }  # fmt: skip


def _of_wages(wages: ClaimWages) -> list[str]:
    """Why the house claims: it paid, or will pay, who did the work."""
    told = []
    if wages.paid:
        words = {"count": wages.paid, "amount": money.show(wages.paid_cents)}
        told.append(
            ngettext(
                "For this work %(count)d net wage of € %(amount)s is paid.",
                "For this work %(count)d net wages are paid, € %(amount)s in all.",
                wages.paid,
            )
            % words
        )
    if wages.due:
        words = {"count": wages.due, "amount": money.show(wages.due_cents)}
        told.append(
            ngettext(
                "%(count)d net wage of € %(amount)s is still due: we pay it on its day.",
                "%(count)d net wages are still due, € %(amount)s in all: we pay them on their day.",
                wages.due,
            )
            % words
        )
    return [" ".join(told)] if told else []


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


def _row(debt: Debt) -> list[object]:
    invoice = debt.invoice
    return [
        invoice.number,
        show_reference(invoice.reference or ""),
        _day(invoice.issued_on),
        _day(invoice.due_on),
        debt.net_cents,
        debt.vat_cents,
        debt.paid_cents,
        debt.open_cents,
    ]


def _number(digits: str) -> str:
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}" if len(digits) == len("0123456789") else ""


def _grouped(iban: str) -> str:
    return " ".join(iban[first : first + 4] for first in range(0, len(iban), 4))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
