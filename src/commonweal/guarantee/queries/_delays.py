"""How clients pay: days from the invoice to the last payment of it."""

from collections.abc import Collection
from datetime import date

from django.db import connection

from commonweal.guarantee.values import Delay
from commonweal.kernel.scope import past_the_lock
from commonweal.rules.parameters import figure

MONTHS_A_YEAR = 12
# An invoice counts once the bank settled it: written off or credited it says nothing of paying.
DELAYS = """
with asked as (
    select id, coalesce(merged_into_id, id) as root from clients_client
    where %(roots)s::bigint[] is null or coalesce(merged_into_id, id) = any (%(roots)s)
),
paid as (
    select asked.root, owed.paid_on - owed.issued_on as days
    from asked join invoicing_receivable owed on owed.client_id = asked.id
    where owed.issued_on >= %(since)s and owed.issued_on <= %(on)s
        and owed.open_cents <= 0 and owed.paid_on is not null and not exists (
            select from ledger_lostitem lost where lost.item = 'invoice:' || owed.number)
)
select root, percentile_disc(0.5) within group (order by greatest(days, 0)), count(*)
from paid group by root"""


def delays(*, on: date, clients: Collection[int] | None = None) -> dict[int, Delay]:
    """
    Return how these clients (or all) paid in the months before: the median of days from an
    invoice to its last payment. Who never paid one is not among them.
    """
    months: int = figure("guarantee.history_months", on).value
    since = date(on.year - months // MONTHS_A_YEAR, on.month, 1)
    asked = None if clients is None else list(clients)
    with past_the_lock(), connection.cursor() as cursor:
        cursor.execute(DELAYS, {"roots": asked, "since": since, "on": on})
        return {root: Delay(days, n) for root, days, n in cursor.fetchall()}
