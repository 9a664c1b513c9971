"""What hangs on clients now: engaged, advanced and open, by whatever one asks. Staff only."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from heapq import nsmallest
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from commonweal.activities import queries as units
from commonweal.guarantee.queries._engaged import ENGAGED_ORDERS
from commonweal.guarantee.values import Covered, Exposure, Group
from commonweal.kernel.money import round_half_up
from commonweal.ledger import queries as ledger
from commonweal.rules import guarantee as rules
from commonweal.rules.parameters import figure

RECEIVABLES = "400"
# Every open invoice, and every order that is promised and not invoiced yet. `wages` is what the
# payslips of an order have cost; null where no work hangs on it.
EXPOSED = f"""
with owed as (
    select invoice.client_id, invoice.unit_id, invoice.order_id, invoice.number, invoice.title,
        invoice.issued_on as since, invoice.due_on, invoice.guaranteed, invoice.net_cents,
        invoice.contribution_cents, owed.open_cents as open,
        case when owed.guaranteed and owed.open_cents > 0
            then owed.open_net_cents else 0 end as engaged
    from invoicing_receivable owed join invoicing_invoice invoice on invoice.id = owed.invoice_id
    where owed.open_cents <> 0
),
ordered as (
    select placed.client_id, placed.unit_id, placed.id, ''::text, placed.title,
        (placed.confirmed_at at time zone 'Europe/Brussels')::date, null::date, true,
        placed.price_cents - coalesce(parts.cents, 0) as net, 0::bigint, 0::bigint,
        placed.price_cents - coalesce(parts.cents, 0)
    {ENGAGED_ORDERS}
),
found as (select * from owed union all select * from ordered),
wages as (
    select placed.id, placed.price_cents, sum(slip.gross_cents + slip.tariff_cents)::bigint as cents
    from invoicing_order placed
    join employment_contract contract on contract.assignment_id = placed.assignment_id
    left join payroll_payslip slip on slip.contract_id = contract.id
        and slip.kind in ('ordinary', 'fortnight')
        and not exists (select from payroll_payslip newer where newer.corrects_id = slip.id)
    where placed.id in (select order_id from found) group by placed.id
)
select coalesce(client.merged_into_id, client.id), kept.name, found.unit_id, unit.name, unit.trade,
    found.order_id, found.number, found.title, found.since, found.due_on, found.guaranteed,
    found.engaged, found.open, found.net_cents, found.contribution_cents, wages.price_cents,
    case when wages.id is not null then coalesce(wages.cents, 0) end,
    coalesce(left_of.budget_cents, 0)
from found
join clients_client client on client.id = found.client_id
join clients_client kept on kept.id = coalesce(client.merged_into_id, client.id)
join activities_unit unit on unit.id = found.unit_id
left join wages on wages.id = found.order_id
left join ledger_unitbalance left_of on left_of.unit = found.unit_id
where %(client)s::bigint is null or kept.id = %(client)s
order by found.since, found.number, found.order_id"""


def exposures(*, client: int | None = None) -> list[Exposure]:
    """
    Return every open invoice (of one client, or of all), guaranteed or not, and every promised
    order that is not invoiced yet, the oldest first. What is open of all adds up to the balance
    of the clients in the books.

    Advanced is what the payslips of the order have cost, in the proportion that is open; of an
    activity, what it has spent of money that did not come in yet, on its oldest invoices first.
    """
    with connection.cursor() as cursor:
        cursor.execute(EXPOSED, {"client": client})
        rows = cursor.fetchall()
    beyond = _beyond(rows)
    return [Exposure._make((*row[:12], _advanced(row, beyond), row[12])) for row in rows]


UNIT, ENGAGED, NET, CONTRIBUTION, PRICE, COST, LEFT = 2, 11, 13, 14, 15, 16, 17


def _brings(row: Sequence[Any]) -> int:
    """What of an open invoice is in the budget of its unit already: net less contribution."""
    cents: int = round_half_up(row[ENGAGED] * (row[NET] - row[CONTRIBUTION]), row[NET])
    return cents


def _beyond(rows: Iterable[Sequence[Any]]) -> dict[int, int]:
    """What each unit without work on its orders has spent of money that did not come in yet."""
    brings: dict[int, int] = defaultdict(int)
    left: dict[int, int] = {}
    for row in rows:
        if row[COST] is None and row[6]:
            brings[row[UNIT]] += _brings(row)
            left[row[UNIT]] = max(row[LEFT], 0)
    return {unit: max(cents - left[unit], 0) for unit, cents in brings.items()}


def _advanced(row: Sequence[Any], beyond: dict[int, int]) -> int:
    if row[COST] is not None:
        engaged: int = row[ENGAGED]
        return min(round_half_up(row[COST] * engaged, row[PRICE]), engaged)
    cents = min(beyond.get(row[UNIT], 0), _brings(row) if row[6] else 0)
    beyond[row[UNIT]] = beyond.get(row[UNIT], 0) - cents
    return cents


AGES = (30, 60, 90)


def by(*, exposures: Sequence[Exposure], key: str, on: date) -> list[Group]:
    """
    Return exposures together by "client", "sector", "unit" or "age" (days since the invoice or
    the confirmation), the most engaged first; ages from young to old.
    """
    found = _grouped(exposures, key, on)
    return found if key == "age" else sorted(found, key=_weight)


def _grouped(exposures: Iterable[Exposure], key: str, on: date) -> list[Group]:
    """Groups in the order in which they were met: a list of thousands is sorted only once."""
    named = _names(key, on)
    sums: dict[str, list[Any]] = {}
    if key == "age":
        sums = {code: [label, 0, 0, 0, 0] for code, label in _ages()}
    for each in exposures:
        code, label = named(each)
        row = sums.get(code)
        if row is None:
            row = sums[code] = [label, 0, 0, 0, 0]
        row[1] += 1
        row[2] += each.engaged_cents
        row[3] += each.advanced_cents
        row[4] += each.open_cents
    return [Group._make((code, *row)) for code, row in sums.items()]


def _weight(group: Group) -> tuple[int, int, str]:
    return -group.engaged_cents, -group.open_cents, group.label


def _names(key: str, on: date) -> "Callable[[Exposure], tuple[str, str]]":
    if key == "sector":
        sectors = {trade.code: _sector(trade) for trade in units.trades(on=on)}
        other = "", _("Not known (work by 3in1)")
        return lambda each: sectors.get(each.trade, other)
    if key == "age":
        ages = list(_ages())
        return lambda each: _age(ages, (on - each.since).days)
    if key == "unit":
        return lambda each: (f"{each.unit}", each.unit_name)
    return lambda each: (f"{each.client}", each.client_name)


def _sector(trade: units.Trade) -> tuple[str, str]:
    return trade.sector, str(trade.sector_words)


def _ages() -> Iterator[tuple[str, str]]:
    for first, last in zip((0, *(age + 1 for age in AGES)), (*AGES, None), strict=True):
        words = {"first": first, "last": last}
        text = _("%(first)s to %(last)s days") if last else _("%(first)s days and more")
        yield f"{first}", text % words


def _age(ages: Sequence[tuple[str, str]], days: int) -> tuple[str, str]:
    return ages[sum(days > limit for limit in AGES)]


def concentration(*, exposures: Sequence[Exposure], top: int = 10) -> list[tuple[Group, int]]:
    """Return the clients of whom most is engaged, each with its share of all in thousandths."""
    whole = sum(each.engaged_cents for each in exposures)
    found = nsmallest(top, _grouped(exposures, "client", date.min), key=_weight)
    return [
        (group, group.engaged_cents * 1000 // whole)
        for group in found
        if whole and group.engaged_cents
    ]


# The cap that counts of each client that has one: the last that has begun, of all its names.
CAPS = """
select distinct on (kept.id) kept.id, kept.name, cap.cents
from guarantee_cap cap join clients_client client on client.id = cap.client_id
join clients_client kept on kept.id = coalesce(client.merged_into_id, client.id)
where cap.from_on <= %(on)s
order by kept.id, cap.from_on desc, cap.id desc"""


def coverage(*, exposures: Sequence[Exposure], on: date) -> list[Covered]:
    """
    Return the clients of whom something is engaged, or for whom a cap was set, beside their cap:
    the fullest first.
    """
    general, share = rules.figures(on).cap_cents, rules.warning(on)
    rows = _caps(on)
    own = {client: cents for client, _name, cents in rows}
    engaged = {client: (name, 0) for client, name, _cents in rows}
    for group in _grouped(exposures, "client", on):
        if group.engaged_cents:
            engaged[int(group.key)] = group.label, group.engaged_cents
    found = [
        Covered(
            client, name, cents, cap := own.get(client, general), client in own,
            cents > 0 and cents * share.denominator >= share.numerator * cap,
        )
        for client, (name, cents) in engaged.items()
    ]  # fmt: skip
    return sorted(found, key=lambda each: (-each.percent, -each.engaged_cents, each.name))


def _caps(on: date) -> list[tuple[int, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(CAPS, {"on": on})
        return list(cursor.fetchall())


SOLD = """
select coalesce(sum(
    case when corrects_id is null then gross_cents else -gross_cents end), 0)::bigint
from invoicing_invoice
where number is not null and issued_on > %(since)s and issued_on <= %(on)s"""


def dso(*, on: date) -> int | None:
    """
    Return the days of sales outstanding: what clients owe, over what was invoiced a day in the
    days before, VAT included. None when nothing was invoiced.
    """
    days: int = figure("guarantee.sales_days", on).value
    with connection.cursor() as cursor:
        cursor.execute(SOLD, {"since": on - timedelta(days=days), "on": on})
        (sold,) = cursor.fetchone()
    owed = ledger.account_balance(account=RECEIVABLES)
    return round_half_up(owed * days, sold) if sold > 0 else None
