"""What is promised of clients and not collected yet, and up to what; whatever the scope."""

from collections.abc import Collection
from datetime import date

from django.db import connection

from commonweal.guarantee.values import Promised
from commonweal.kernel.scope import past_the_lock

# Without VAT: of an open invoice what is open of its net amount, of a confirmed order what is not
# invoiced yet. An order confirmed before decisions were kept counts as promised.
ENGAGED = """
with asked as (
    select id, coalesce(merged_into_id, id) as root from clients_client
    where id = any (%(roots)s) and merged_into_id is null or merged_into_id = any (%(roots)s)
),
invoiced as (
    select asked.root, round(invoice.net_cents::numeric * open.cents / invoice.gross_cents) as cents
    from asked join invoicing_invoice invoice on invoice.client_id = asked.id
    join ledger_openitem open on open.account = '400' and open.item = 'invoice:' || invoice.number
    where invoice.guaranteed and invoice.corrects_id is null and open.cents > 0
),
ordered as (
    select asked.root, greatest(0, placed.price_cents - coalesce((
        select sum(net_cents) from invoicing_invoice part
        where part.order_id = placed.id and part.number is not null and part.corrects_id is null
    ), 0)) as cents
    from asked join invoicing_order placed on placed.client_id = asked.id
    left join guarantee_guarantee decision
        on decision.order_id = placed.id and decision.invoice_id is null
    where placed.state = 'confirmed' and coalesce(decision.eligible, true)
        and not placed.id = any (%(leave)s)
)
select root,
    coalesce((select sum(cents) from (
        select * from invoiced union all select * from ordered
    ) found where found.root = roots.root), 0)::bigint,
    (select cents from guarantee_cap cap where cap.client_id = root and from_on <= %(on)s
        order by from_on desc, id desc limit 1),
    exists (select from guarantee_bankruptcy failure
        join asked known on known.id = failure.client_id and known.root = roots.root
        where failure."on" <= %(on)s and closed_on is null)
from (select distinct root from asked) roots"""


def promised(
    *, clients: Collection[int], on: date, leave: Collection[int] = ()
) -> dict[int, Promised]:
    """
    Return what the house stands for of these clients (those that go on, after a merge), in cents
    without VAT, and up to what. `leave` are orders that are not counted: those being decided.

    It counts the work of all members, whatever the scope, and tells a sum only.
    """
    with past_the_lock(), connection.cursor() as cursor:
        cursor.execute(ENGAGED, {"roots": list(clients), "leave": list(leave), "on": on})
        return {root: Promised(*rest) for root, *rest in cursor.fetchall()}
