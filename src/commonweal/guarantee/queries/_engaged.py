"""What is promised of clients and not collected yet, and up to what; whatever the scope."""

from collections.abc import Collection
from datetime import date
from fractions import Fraction

from django.db import connection

from commonweal.guarantee.values import Promised
from commonweal.kernel.scope import past_the_lock
from commonweal.rules import guarantee as rules
from commonweal.rules.parameters import figure

# Without VAT: of an open invoice what is open of its net amount, of a confirmed order what is not
# invoiced yet. An order confirmed before decisions were kept counts as promised.
ENGAGED = """
with asked as (
    select id, coalesce(merged_into_id, id) as root from clients_client
    where id = any (%(roots)s) and merged_into_id is null or merged_into_id = any (%(roots)s)
),
invoiced as (
    select asked.root, owed.open_net_cents as cents
    from asked join invoicing_receivable owed on owed.client_id = asked.id
    where owed.guaranteed and owed.open_cents > 0
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
    (select cents from guarantee_cap cap
        join asked known on known.id = cap.client_id and known.root = roots.root
        where from_on <= %(on)s order by from_on desc, cap.id desc limit 1),
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


# An order that is promised and not invoiced yet, with the `parts` of it that are.
ENGAGED_ORDERS = """from invoicing_order placed
    left join guarantee_guarantee decision
        on decision.order_id = placed.id and decision.invoice_id is null,
    lateral (select sum(net_cents)::bigint as cents from invoicing_invoice part
        where part.order_id = placed.id and part.number is not null and part.corrects_id is null
    ) parts
    where placed.state = 'confirmed' and coalesce(decision.eligible, true)
        and placed.price_cents > coalesce(parts.cents, 0)"""
NEAR = f"""
with engaged as (
    select client_id, open_net_cents as cents from invoicing_receivable
    where open_cents > 0 and guaranteed
    union all
    select placed.client_id, placed.price_cents - coalesce(parts.cents, 0)
    {ENGAGED_ORDERS}
),
summed as (
    select coalesce(merged.merged_into_id, engaged.client_id) as root, sum(cents)::bigint as cents
    from engaged left join clients_client merged
        on merged.id = engaged.client_id and merged.merged_into_id is not null group by 1
),
capped as (
    select distinct on (root) coalesce(client.merged_into_id, client.id) as root, cap.cents
    from guarantee_cap cap join clients_client client on client.id = cap.client_id
    where from_on <= %(on)s order by root, from_on desc, cap.id desc
)
select count(*) from summed left join capped using (root)
where summed.cents > 0
    and summed.cents * %(of)s >= %(share)s * coalesce(capped.cents, %(cap)s)"""


def near_caps(*, on: date) -> int:
    """
    Return for how many clients what is engaged comes near their cap, or is above it. Staff only.

    One question that adds up in the database, for a first page; `coverage` names the clients.
    """
    share: Fraction = figure("guarantee.warning", on).value
    cap_cents = rules.figures(on).cap_cents
    with connection.cursor() as cursor:
        cursor.execute(
            NEAR,
            {"on": on, "cap": cap_cents, "share": share.numerator, "of": share.denominator},
        )
        return int(cursor.fetchone()[0])
