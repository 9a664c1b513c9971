"""Issue: number, day, what the client owes, and the order to set the papers."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonweal.invoicing import accounts
from commonweal.invoicing.models import Invoice, Order
from commonweal.kernel import queue
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.models import LegalEntity
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import actions as ledger

HOUSE = 1

# Drafts are locked before the counter, and by id: two batches never wait for each other. The
# reference is the year, a digit of the legal entity, seven of the number, and the check digits
# (modulo 97, 0 is 97).
# An order that is invoiced in parts is invoiced with the last of them.
NUMBER = """
with wanted as (
    select draft.id, draft.order_id, wanted.place
    from unnest(%(ids)s::bigint[]) with ordinality wanted (id, place)
    join invoicing_invoice draft using (id)
    where draft.number is null and draft.held_by = ''
    order by draft.id for update of draft
),
counter as (
    insert into invoicing_series as series (name, last_number)
    select %(series)s, count(*) from wanted
    on conflict (name) do update set last_number = series.last_number + excluded.last_number
    returning last_number
),
numbered as (
    select id, last_number - count(*) over () + row_number() over (order by place) as nth
    from wanted, counter
),
based as (
    select id, nth, %(year)s::bigint * 100000000 + %(digit)s * 10000000 + nth as base from numbered
),
invoiced as (
    update invoicing_order set state = %(invoiced)s
    from wanted where invoicing_order.id = wanted.order_id and state = any(%(open)s)
    and not exists (
        select from invoicing_instalment part
        left join invoicing_invoice bill on bill.id = part.invoice_id
        where part.order_id = invoicing_order.id and bill.number is null
        and not coalesce(part.invoice_id = any(%(ids)s::bigint[]), false)
    )
)
update invoicing_invoice invoice set
    number = %(series)s || '-' || lpad(nth::text, 6, '0'),
    issued_on = %(on)s,
    due_on = %(on)s::date + payment_days,
    issued_by = %(by)s,
    issued_at = %(at)s,
    reference = case when corrects_id is null then
        lpad(base::text, 10, '0') || lpad(coalesce(nullif(base %% 97, 0), 97)::text, 2, '0') end
from based where invoice.id = based.id
returning invoice.id, number, due_on, reference, client_id, net_cents, vat_cents,
    contribution_cents, guaranteed, buyer, vat_table
"""
# Somebody may have changed the draft since it was read: the books say what its row says now.
FILLED_IN = (
    "number", "due_on", "reference", "client_id", "net_cents", "vat_cents", "contribution_cents",
    "guaranteed", "buyer", "vat_table",
)  # fmt: skip


class AlreadyIssued(Refusal):
    message = _("Make a credit note to change this invoice: it already carries a number.")


class DraftHeld(Refusal):
    message = _("Let the draft go on first: %(name)s holds it (%(reason)s).")


@action
def issue(*, drafts: Sequence[Invoice], by: Actor, at: datetime) -> list[Invoice]:
    """
    Give drafts their numbers, in the same order, and record what the clients owe.

    One statement numbers them without a gap and marks their orders invoiced, one posting writes
    the books, one job will set the papers. The drafts given are filled in and returned.

    :raises AlreadyIssued: if one of them carries a number, or is named twice
    :raises DraftHeld: if somebody holds one of them
    :raises ledger.PeriodClosed: if the books of this month are closed
    """
    if not drafts:
        return []
    on = timezone.localdate(at)
    number(drafts, kind="", on=on, by=by, at=at)
    ledger.post(entries=[_entry(invoice, on) for invoice in drafts], by=by, at=at)
    queue.defer("invoicing.render", invoices=[invoice.pk for invoice in drafts])
    return list(drafts)


def number(drafts: Sequence[Invoice], *, kind: str, on: date, by: Actor, at: datetime) -> None:
    """
    Take the next numbers for drafts, which are filled in: "2026-000012", credit notes (`kind` C)
    "C2026-000003", those of a sister entity with its own letters before: "VO-2026-000001".

    :raises AlreadyIssued: if one of them carries a number, or is named twice
    :raises DraftHeld: if somebody holds one of them
    """
    taken: dict[int, Sequence[Any]] = {}
    for entity, prefix in _prefixes(drafts).items():
        own = [draft.pk for draft in drafts if (draft.entity_id or HOUSE) == entity]
        taken |= _numbers(own, f"{prefix}{kind}{on.year}", entity, on, by, at)
    if len(taken) < len(drafts):
        refuse_held(Invoice.objects.filter(id__in=[invoice.pk for invoice in drafts]))
        raise AlreadyIssued
    for invoice in drafts:
        for name, value in zip(FILLED_IN, taken[invoice.pk], strict=True):
            setattr(invoice, name, value)
        invoice.issued_on, invoice.issued_by, invoice.issued_at = on, by.id, at


def _prefixes(drafts: Sequence[Invoice]) -> dict[int, str]:
    """What stands before the numbers of each entity: nothing in the house itself."""
    ids = {draft.entity_id or HOUSE for draft in drafts}
    if ids <= {HOUSE}:
        return dict.fromkeys(ids, "")
    entities = LegalEntity.objects.filter(id__in=ids).order_by("id")
    return {entity.pk: f"{entity.series}-" if entity.series else "" for entity in entities}


def _numbers(
    ids: list[int], series: str, entity: int, on: date, by: Actor, at: datetime
) -> dict[int, Sequence[Any]]:
    """Number drafts of one legal entity; return what `FILLED_IN` names, by draft."""
    with connection.cursor() as cursor:
        cursor.execute(
            NUMBER,
            {
                "ids": ids,
                "series": series,
                "year": on.year % 100,
                "digit": (entity - HOUSE) % 10,
                "on": on,
                "by": by.id,
                "at": at,
                "invoiced": Order.State.INVOICED.value,
                "open": [Order.State.SENT.value, Order.State.CONFIRMED.value],
            },
        )
        return {
            id: (*rest, json.loads(buyer), json.loads(table))
            for id, *rest, buyer, table in cursor.fetchall()
        }


def refuse_held(drafts: Iterable[Invoice]) -> None:
    """
    Make sure that nobody holds one of these drafts.

    :raises DraftHeld: if somebody does
    """
    check_all(
        DraftHeld(name=draft.held_by, reason=draft.held_because)
        for draft in drafts
        if draft.held_by
    )


def _entry(invoice: Invoice, on: date) -> ledger.Entry:
    assert invoice.number
    return accounts.entry(invoice, on=on, number=invoice.number, reference=invoice.reference)
