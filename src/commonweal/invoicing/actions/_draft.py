"""Make drafts: everything an invoice says, except its number and its day."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonweal.activities import queries as units
from commonweal.clients.actions import Client
from commonweal.einvoice.values import Item, Subtotal, breakdown, net
from commonweal.invoicing.actions._demands import Setting, refusals
from commonweal.invoicing.actions._files import files_refused, keep
from commonweal.invoicing.actions._insert import insert, throw_away
from commonweal.invoicing.actions._issue import AlreadyIssued
from commonweal.invoicing.models import Instalment, Invoice, InvoiceLine
from commonweal.invoicing.values import NewInvoice, NewLine
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.models import LegalEntity
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.rules import vat

BUYER = (
    "name", "kind", "street", "postcode", "city", "country", "vat_number", "email",
    "invoice_email", "peppol_id", "cost_centre",
)  # fmt: skip


FIELDS = [field.attname for field in Invoice._meta.concrete_fields if not field.generated]


class DraftedBefore(Refusal):
    message = _("Nothing more to do: this invoice was drafted before.")


@action
def draft(*, invoices: Sequence[NewInvoice], by: Actor, at: datetime) -> list[Invoice]:
    """
    Draft invoices, in the same order. The client's details are copied: they stay as they are
    today until the day of issue (`refresh`). What the law, the official rules or the house would
    refuse later is refused here.

    :raises Refusal: everything that is wrong, each with its remedy (`_demands`, `_files`)
    :raises DraftedBefore: if one was drafted with this key before
    """
    setting = Setting.of(at.astimezone(ZONE).date())
    sellers = sellers_of(invoices)
    added = [table_of(new, setting) for new in invoices]
    items, tables = [rows for rows, _table in added], [table for _rows, table in added]
    check_all(
        refusal
        for new, table in zip(invoices, tables, strict=True)
        for refusal in (
            *refusals(new, table, sellers[new.unit_id], setting),
            *files_refused(new.attachments, on=setting.on),
        )
    )
    _refuse_drafted([new.key for new in invoices if new.key])
    drafts = [
        row_of(new, table, sellers[new.unit_id], setting, by, at)
        for new, table in zip(invoices, tables, strict=True)
    ]
    ids = insert(Invoice, drafts)
    insert_lines(ids, drafts, items)
    made = [_invoice({**row, "id": id}) for id, row in zip(ids, drafts, strict=True)]
    for invoice, new in zip(made, invoices, strict=True):
        if new.attachments:
            keep(invoice, new.attachments, by, at)
    return made


@action
def discard(*, drafts: Sequence[Invoice], by: Actor, at: datetime) -> list[Invoice]:
    """
    Throw drafts away; they have no number, so nothing is missed.

    :raises AlreadyIssued: if one of them carries a number
    """
    found = hold_drafts(drafts)
    throw_away([invoice.pk for invoice in found])
    return found


def hold_drafts(drafts: Sequence[Invoice]) -> list[Invoice]:
    """
    Return these drafts as they are now, by id, locked until the transaction ends.

    :raises AlreadyIssued: if one of them carries a number, or is gone
    """
    ids = {invoice.pk for invoice in drafts}
    rows = Invoice.objects.select_for_update().filter(id__in=ids, number=None).order_by("id")
    found = list(rows)
    check_all([AlreadyIssued()] if len(found) < len(ids) else [])
    return found


def hold_due(*, drafts: Sequence[Invoice], on: date) -> list[Invoice]:
    """
    Return those of these drafts that are to be issued by themselves until a day, as they are now,
    locked until the transaction ends: whose day was moved, whom somebody holds or who are issued
    or gone are left out.
    """
    ids = {invoice.pk for invoice in drafts}
    rows = Invoice.objects.select_for_update().filter(
        id__in=ids, number=None, held_by="", issue_on__lte=on
    )
    return list(rows.order_by("id"))


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


def sellers_of(invoices: Sequence[NewInvoice]) -> dict[int, LegalEntity]:
    """The legal entity of each unit."""
    found = units.many(ids=list({new.unit_id for new in invoices}))
    entities = LegalEntity.objects.in_bulk({unit.entity_id for unit in found.values()})
    return {id: entities[unit.entity_id] for id, unit in found.items()}


def table_of(new: NewInvoice, setting: Setting) -> tuple[list[Item], tuple[Subtotal, ...]]:
    """Return the lines of an invoice with their amounts, and what they add up to per rate."""
    items = [_item(line) for line in new.lines]
    return items, breakdown(items, rounding=_rounding(new, setting))


def worth_of(new: NewInvoice, *, at: datetime) -> int:
    """Return what an invoice comes to without VAT, in cents."""
    _items, table = table_of(new, Setting.of(at.astimezone(ZONE).date()))
    return sum(row.net_cents for row in table)


def note_parts(*, parts: Sequence[Instalment], drafts: Sequence[Invoice]) -> None:
    """Remember which draft carries which part of an order, in the same order."""
    for part, draft in zip(parts, drafts, strict=True):
        part.invoice = draft
    Instalment.objects.bulk_update(parts, ["invoice"])


def _rounding(new: NewInvoice, setting: Setting) -> str:
    return vat.rounding(max(new.issue_on or setting.on, setting.on))


def _refuse_drafted(keys: Sequence[str]) -> None:
    if keys and Invoice.objects.filter(key__in=keys).exists():
        raise DraftedBefore


def insert_lines(
    ids: Sequence[int], rows: Sequence[dict[str, Any]], items: Sequence[Sequence[Item]]
) -> None:
    """Write the lines of drafts."""
    insert(
        InvoiceLine,
        [
            _line(id, row["unit_id"], position, item)
            for id, row, own in zip(ids, rows, items, strict=True)
            for position, item in enumerate(own, 1)
        ],
    )


def row_of(
    new: NewInvoice,
    table: tuple[Subtotal, ...],
    seller: LegalEntity,
    setting: Setting,
    by: Actor,
    at: datetime,
) -> dict[str, Any]:
    """Return the row of a draft; its lines are apart."""
    return {
        "unit_id": new.unit_id,
        "client_id": new.client.pk,
        "entity_id": seller.pk,
        "order_id": new.order_id,
        "recurrence_id": new.recurrence_id,
        "title": " ".join(new.title.split()) or new.lines[0].description,
        "buyer": buyer(new.client, new.cost_centre),
        "language": new.language or new.client.language,
        "purchase_order": new.purchase_order.strip(),
        "note": new.note.strip(),
        "work_starts_on": new.work_starts_on,
        "work_ends_on": new.work_starts_on and (new.work_ends_on or new.work_starts_on),
        "payment_days": setting.payment_days(new),
        "net_cents": sum(row.net_cents for row in table),
        "vat_cents": sum(row.vat_cents for row in table),
        "vat_table": [[row.vat, row.rate_bp, row.net_cents, row.vat_cents] for row in table],
        "currency": seller.currency,
        "rounding": _rounding(new, setting),
        "issue_on": new.issue_on,
        "held_by": "",
        "held_because": "",
        "key": new.key,
        "contribution_cents": new.contribution_cents,
        "guaranteed": new.guaranteed,
        "drafted_by": by.id,
        "drafted_at": at,
    }


def _invoice(row: dict[str, Any]) -> Invoice:
    """The row as a model instance that knows it is stored."""
    return Invoice.from_db("default", FIELDS, [row.get(name) for name in FIELDS])


def buyer(client: Client, cost_centre: str = "") -> dict[str, str]:
    """Return what an invoice says of its client; another cost centre than the usual one wins."""
    details = {name: getattr(client, name) for name in BUYER}
    return {
        **details,
        "enterprise_number": client.enterprise_number or "",
        "cost_centre": cost_centre.strip() or client.cost_centre,
        "own_cost_centre": cost_centre.strip(),
    }


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
