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
    select asked.root, max(line."on") - invoice.issued_on as days
    from asked join invoicing_invoice invoice on invoice.client_id = asked.id
    join ledger_line line on line.account = '400' and line.item = 'invoice:' || invoice.number
    join ledger_entry entry on entry.id = line.entry_id
    join ledger_journal journal on journal.id = entry.journal_id and journal.code = 'bank'
    where invoice.corrects_id is null and invoice.issued_on >= %(since)s
        and invoice.issued_on <= %(on)s and line.cents < 0
        and not exists (select from ledger_openitem open
            where open.account = '400' and open.item = line.item and open.cents > 0)
        and not exists (select from ledger_lostitem lost where lost.item = line.item)
    group by asked.root, invoice.id, invoice.issued_on
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
