"""Make drafts: everything an invoice says, except its number and its day."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonweal.clients import queries as clients
from commonweal.clients.actions import Client
from commonweal.einvoice.values import Item, Subtotal, Vat, breakdown, net
from commonweal.invoicing.accounts import UnknownVatRate, turnover_account
from commonweal.invoicing.actions._insert import insert
from commonweal.invoicing.actions._issue import AlreadyIssued
from commonweal.invoicing.models import Invoice, InvoiceLine, Rounding
from commonweal.invoicing.values import NewInvoice, NewLine
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all

BUYER = (
    "name", "kind", "street", "postcode", "city", "country", "vat_number", "email",
)  # fmt: skip


HOUSE = 1
FIELDS = [field.attname for field in Invoice._meta.concrete_fields]


class MissingLines(Refusal):
    message = _("Add at least one line to the invoice.")
    field = "lines"


class MissingDescription(Refusal):
    message = _("Say on each line what is invoiced.")
    field = "description"


class WrongQuantity(Refusal):
    message = _("Give a quantity other than zero and a price of zero or more; a discount has a "
                "negative quantity.")  # fmt: skip
    field = "price"


class NothingToInvoice(Refusal):
    message = _("Invoice an amount above zero; to give money back, make a credit note.")
    field = "price"


class OutsideScopeStandsAlone(Refusal):
    message = _("Put what is outside the scope of VAT on an invoice of its own.")
    field = "vat"


class WrongContribution(Refusal):
    message = _("Compute the contribution again: it lies between zero and the net amount.")


class PaymentTermNegative(Refusal):
    message = _("Give the client zero or more days to pay.")
    field = "payment_days"


@action
def draft(*, invoices: Sequence[NewInvoice], by: Actor, at: datetime) -> list[Invoice]:
    """
    Draft invoices, in the same order. The client's details are copied: they stay as they are
    today whatever is corrected later.

    :raises MissingLines, MissingDescription, WrongQuantity, NothingToInvoice, UnknownVatRate,
        OutsideScopeStandsAlone, WrongContribution, PaymentTermNegative: with the remedy
    :raises Refusal: what `clients.queries.missing` still lacks of the client
    """
    items = [[_item(line) for line in new.lines] for new in invoices]
    tables = [breakdown(rows) for rows in items]
    check_all(
        refusal
        for new, table in zip(invoices, tables, strict=True)
        for refusal in _refusals(new, table)
    )
    drafts = [_row(new, table, by, at) for new, table in zip(invoices, tables, strict=True)]
    ids = insert(Invoice, drafts)
    insert(
        InvoiceLine,
        [
            _line(id, row["unit_id"], position, item)
            for id, row, rows in zip(ids, drafts, items, strict=True)
            for position, item in enumerate(rows, 1)
        ],
    )
    return [_invoice({**row, "id": id}) for id, row in zip(ids, drafts, strict=True)]


@action
def discard(*, drafts: Sequence[Invoice], by: Actor, at: datetime) -> list[Invoice]:
    """
    Throw drafts away; they have no number, so nothing is missed.

    :raises AlreadyIssued: if one of them carries a number
    """
    ids = [invoice.pk for invoice in drafts]
    found = list(Invoice.objects.select_for_update().filter(id__in=ids, number=None))
    check_all([AlreadyIssued()] if len(found) < len(set(ids)) else [])
    InvoiceLine.objects.filter(invoice__in=ids).delete()
    Invoice.objects.filter(id__in=ids).delete()
    return found


def _item(line: NewLine) -> Item:
    return Item(
        line.description.strip(),
        line.price_cents,
        net(price_cents=line.price_cents, thousandths=line.thousandths),
        line.vat,
        line.rate_bp,
        line.thousandths,
        line.unit_code,
    )


def _refusals(new: NewInvoice, table: tuple[Subtotal, ...]) -> Iterator[Refusal]:
    net_cents = sum(row.net_cents for row in table)
    yield from clients.missing(client=new.client, purchase_order=new.purchase_order)
    if not new.lines:
        yield MissingLines()
    elif net_cents <= 0 or sum(row.vat_cents for row in table) < 0:
        yield NothingToInvoice()
    elif not 0 <= new.contribution_cents <= net_cents:
        yield WrongContribution()
    if any(not line.description.strip() for line in new.lines):
        yield MissingDescription()
    if any(line.price_cents < 0 or not line.thousandths for line in new.lines):
        yield WrongQuantity()
    for row in table:
        if not turnover_account(row.vat, row.rate_bp):
            yield UnknownVatRate(rate=row.rate_bp / 100)
    if len(table) > 1 and any(row.vat is Vat.OUTSIDE_SCOPE for row in table):
        yield OutsideScopeStandsAlone()
    if new.payment_days < 0:
        yield PaymentTermNegative()


def _row(new: NewInvoice, table: tuple[Subtotal, ...], by: Actor, at: datetime) -> dict[str, Any]:
    return {
        "unit_id": new.unit_id,
        "client_id": new.client.pk,
        "entity_id": HOUSE,
        "order_id": new.order_id,
        "recurrence_id": new.recurrence_id,
        "title": " ".join(new.title.split()) or new.lines[0].description,
        "buyer": _buyer(new.client),
        "language": new.language or new.client.language,
        "purchase_order": new.purchase_order.strip(),
        "note": new.note.strip(),
        "work_starts_on": new.work_starts_on,
        "work_ends_on": new.work_starts_on and (new.work_ends_on or new.work_starts_on),
        "payment_days": new.payment_days,
        "net_cents": sum(row.net_cents for row in table),
        "vat_cents": sum(row.vat_cents for row in table),
        "vat_table": [[row.vat, row.rate_bp, row.net_cents, row.vat_cents] for row in table],
        "currency": "EUR",
        "rounding": Rounding.TOTAL.value,
        "issue_on": new.issue_on,
        "held_by": "",
        "held_because": "",
        "contribution_cents": new.contribution_cents,
        "guaranteed": new.guaranteed,
        "drafted_by": by.id,
        "drafted_at": at,
    }


def _invoice(row: dict[str, Any]) -> Invoice:
    """The row as a model instance that knows it is stored."""
    return Invoice.from_db("default", FIELDS, [row.get(name) for name in FIELDS])


def _buyer(client: Client) -> dict[str, str]:
    details = {name: getattr(client, name) for name in BUYER}
    return {**details, "enterprise_number": client.enterprise_number or ""}


def _line(invoice_id: int, unit_id: int, position: int, item: Item) -> dict[str, Any]:
    return {
        "invoice_id": invoice_id,
        "position": position,
        "unit_id": unit_id,
        "description": item.description,
        "thousandths": item.thousandths,
        "unit_code": item.unit_code,
        "price_cents": item.price_cents,
        "net_cents": item.net_cents,
        "vat": item.vat,
        "rate_bp": item.rate_bp,
    }
