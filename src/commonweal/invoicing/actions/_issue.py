"""Issue: number, day, what the client owes, and the order to set the papers."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonweal.invoicing import accounts
from commonweal.invoicing.models import Invoice, Order
from commonweal.kernel import queue
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import actions as ledger

# Drafts are locked before the counter, and by id: two batches never wait for each other. The
# reference is the year, eight digits of the number, and the check digits (modulo 97, 0 is 97).
NUMBER = """
with wanted as (
    select draft.id, draft.order_id, wanted.place
    from unnest(%(ids)s::bigint[]) with ordinality wanted (id, place)
    join invoicing_invoice draft using (id)
    where draft.number is null
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
    select id, nth, %(year)s::bigint * 100000000 + nth as base from numbered
),
invoiced as (
    update invoicing_order set state = %(invoiced)s
    from wanted where invoicing_order.id = wanted.order_id and state = any(%(open)s)
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
returning invoice.id, number, due_on, reference
"""


class AlreadyIssued(Refusal):
    message = _("Make a credit note to change this invoice: it already carries a number.")


@action
def issue(*, drafts: Sequence[Invoice], by: Actor, at: datetime) -> list[Invoice]:
    """
    Give drafts their numbers, in the same order, and record what the clients owe.

    One statement numbers them without a gap and marks their orders invoiced, one posting writes
    the books, one job will set the papers. The drafts given are filled in and returned.

    :raises AlreadyIssued: if one of them carries a number, or is named twice
    :raises ledger.PeriodClosed: if the books of this month are closed
    """
    if not drafts:
        return []
    on = timezone.localdate(at)
    number(drafts, series=f"{on.year}", on=on, by=by, at=at)
    ledger.post(entries=[_entry(invoice, on) for invoice in drafts], by=by, at=at)
    queue.defer("invoicing.render", invoices=[invoice.pk for invoice in drafts])
    return list(drafts)


def number(drafts: Sequence[Invoice], *, series: str, on: date, by: Actor, at: datetime) -> None:
    """
    Take the next numbers of a series for drafts, which are filled in.

    :raises AlreadyIssued: if one of them carries a number, or is named twice
    """
    with connection.cursor() as cursor:
        cursor.execute(
            NUMBER,
            {
                "ids": [invoice.pk for invoice in drafts],
                "series": series,
                "year": on.year % 100,
                "on": on,
                "by": by.id,
                "at": at,
                "invoiced": Order.State.INVOICED.value,
                "open": [Order.State.SENT.value, Order.State.CONFIRMED.value],
            },
        )
        taken = {id: rest for id, *rest in cursor.fetchall()}
    if len(taken) < len(drafts):
        raise AlreadyIssued
    for invoice in drafts:
        invoice.number, invoice.due_on, invoice.reference = taken[invoice.pk]
        invoice.issued_on, invoice.issued_by, invoice.issued_at = on, by.id, at


def _entry(invoice: Invoice, on: date) -> ledger.Entry:
    assert invoice.number
    return accounts.entry(invoice, on=on, number=invoice.number, reference=invoice.reference)
