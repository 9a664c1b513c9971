"""What may still be done with a draft: mend it, hold it, let it go on, say that all is well."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from commonweal.clients import queries as clients
from commonweal.clients.actions import Client
from commonweal.einvoice.values import Vat
from commonweal.invoicing.actions._demands import ClientIsBlocked, Setting, refusals
from commonweal.invoicing.actions._draft import (
    buyer,
    hold_drafts,
    insert_lines,
    row_of,
    table_of,
)
from commonweal.invoicing.actions._issue import refuse_held
from commonweal.invoicing.actions._orders import MissingReason
from commonweal.invoicing.models import Invoice, InvoiceLine
from commonweal.invoicing.values import NewInvoice, NewLine
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.models import LegalEntity
from commonweal.kernel.refusals import Refusal, check_all

KEPT = {
    "id", "unit_id", "entity_id", "order_id", "recurrence_id", "drafted_by", "drafted_at", "key",
    "held_by", "held_because",
}  # fmt: skip


class AgreedPrice(Refusal):
    message = _(
        "Agree on a new order with the client to change the price: this one was confirmed for "
        "what the draft says."
    )
    field = "price"


class NotHeld(Refusal):
    message = _("Nothing to do: nobody holds this draft.")


@action
def change_draft(*, draft: Invoice, invoice: NewInvoice, by: Actor, at: datetime) -> Invoice:
    """
    Say a draft anew: its lines, texts, days and client. It stays with its unit, legal entity,
    order and key; what a client confirmed keeps its price.

    :raises AlreadyIssued: if it carries a number
    :raises AgreedPrice: if its client confirmed another price or VAT
    :raises Refusal: as `draft`
    """
    (held,) = hold_drafts([draft])
    new = replace(invoice, unit_id=held.unit_id, order_id=held.order_id, attachments=(), key=None)
    setting = Setting.of(at.astimezone(ZONE).date())
    items, table = table_of(new, setting)
    row = row_of(new, table, held.entity, setting, by, at)
    check_all([*_price_kept(held, row["vat_table"]), *refusals(new, table, held.entity, setting)])
    changes = {name: value for name, value in row.items() if name not in KEPT}
    Invoice.objects.filter(id=held.pk).update(**changes)
    InvoiceLine.objects.filter(invoice=held).delete()
    insert_lines([held.pk], [row], [items])
    held.refresh_from_db()
    return held


def _price_kept(held: Invoice, vat_table: list[list[object]]) -> Iterator[Refusal]:
    if held.order_id and [list(row) for row in held.vat_table] != [list(row) for row in vat_table]:
        yield AgreedPrice()


@action
def schedule_draft(*, draft: Invoice, issue_on: date | None, by: Actor, at: datetime) -> Invoice:
    """
    Choose the day on which a draft is issued by itself, none to issue it by hand.

    :raises AlreadyIssued: if it carries a number
    :raises Refusal: what `draft` refuses of such a day
    """
    (held,) = hold_drafts([draft])
    _check(replace(as_new(held), issue_on=issue_on), held.entity, at)
    held.issue_on = issue_on
    held.save(update_fields=["issue_on"])
    return held


@action
def hold_draft(*, draft: Invoice, reason: str, by: Actor, at: datetime) -> Invoice:
    """
    Keep a draft from being issued until somebody lets it go on; the desk sees the reason.

    :raises MissingReason: if no reason is given
    :raises AlreadyIssued: if it carries a number
    """
    (held,) = hold_drafts([draft])
    check_all([] if reason.strip() else [MissingReason()])
    held.held_by, held.held_because = by.name or by.id, " ".join(reason.split())
    held.save(update_fields=["held_by", "held_because"])
    return held


@action
def free_draft(*, draft: Invoice, by: Actor, at: datetime) -> Invoice:
    """
    Let a held draft go on: it is issued on its day, or at once when that has passed.

    :raises NotHeld: if nobody holds it
    :raises AlreadyIssued: if it carries a number
    """
    (held,) = hold_drafts([draft])
    check_all([] if held.held_by else [NotHeld()])
    held.held_by = held.held_because = ""
    held.save(update_fields=["held_by", "held_because"])
    return held


@action
def approve_draft(*, draft: Invoice, by: Actor, at: datetime) -> Invoice:
    """
    Record that somebody looked at a draft and found all well. It changes nothing of it: the event
    says who and when.

    :raises AlreadyIssued: if it carries a number
    :raises DraftHeld: if somebody holds it
    """
    (held,) = hold_drafts([draft])
    refuse_held([held])
    return held


@action
def refresh(*, drafts: Sequence[Invoice], by: Actor, at: datetime) -> list[Invoice]:
    """
    Take over what was corrected of the clients since these drafts were made, and return those
    that changed; their number is taken on the data of today.

    :raises AlreadyIssued: if one carries a number
    :raises Refusal: what an invoice to the client as it is now still lacks
    """
    held = hold_drafts(drafts)
    found = clients.many(ids=[draft.client_id for draft in held])
    check_all(
        refusal for draft in held for refusal in _not_today(draft, found[draft.client_id], at)
    )
    changed = []
    for draft in held:
        client = found[draft.client_id]
        fresh = buyer(client, _own_cost_centre(draft))
        if fresh != draft.buyer or client.pk != draft.client_id:
            draft.buyer, draft.client_id = fresh, client.pk
            changed.append(draft)
    for draft in changed:
        _check(replace(as_new(draft), issue_on=None), draft.entity, at)
    Invoice.objects.bulk_update(changed, ["buyer", "client"])
    by_id = {draft.pk: draft for draft in changed}
    for given in drafts:
        if given.pk in by_id:
            given.buyer, given.client_id = by_id[given.pk].buyer, by_id[given.pk].client_id
    return changed


def _not_today(draft: Invoice, client: Client, at: datetime) -> Iterator[Refusal]:
    """What keeps a draft from leaving that did not when it was made."""
    yield from clients.missing(client=client, purchase_order=draft.purchase_order)
    blocked = client.blocked_on and client.blocked_on <= at.astimezone(ZONE).date()
    if blocked and not draft.order_id:
        yield ClientIsBlocked(name=client.name)


def as_new(draft: Invoice) -> NewInvoice:
    """Return a draft as what would be drafted to make it, for its client as it is now."""
    return NewInvoice(
        unit_id=draft.unit_id,
        client=clients.get(id=draft.client_id),
        title=draft.title,
        lines=[_new_line(line) for line in draft.lines.order_by("position")],
        contribution_cents=draft.contribution_cents,
        guaranteed=draft.guaranteed,
        order_id=draft.order_id,
        purchase_order=draft.purchase_order,
        language=draft.language,
        note=draft.note,
        work_starts_on=draft.work_starts_on,
        work_ends_on=draft.work_ends_on,
        cost_centre=_own_cost_centre(draft),
        payment_days=draft.payment_days,
        issue_on=draft.issue_on,
        recurrence_id=draft.recurrence_id,
    )


def _new_line(line: InvoiceLine) -> NewLine:
    return NewLine(
        line.description, line.price_cents, Vat(line.vat), line.rate_bp, line.thousandths,
        line.unit_code,
    )  # fmt: skip


def _check(new: NewInvoice, seller: LegalEntity, at: datetime) -> None:
    setting = Setting.of(at.astimezone(ZONE).date())
    _items, table = table_of(new, setting)
    check_all(refusals(new, table, seller, setting))


def _own_cost_centre(draft: Invoice) -> str:
    found: str = draft.buyer.get("own_cost_centre", "")
    return found
