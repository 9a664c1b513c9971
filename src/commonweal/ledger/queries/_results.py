"""What the year of each unit left, what moved its budget last: questions of the year end."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

NO_UNIT = 0  # in the monthly balances

RESULTS = """
    select unit, sum(credit_cents - debit_cents)::bigint from ledger_balance
    where account >= '6' and account < '8' and unit <> %(none)s
        and month >= make_date(%(year)s, 1, 1) and month < make_date(%(year)s + 1, 1, 1)
    group by unit having sum(credit_cents - debit_cents) <> 0"""

YEARS = """
    select year, sum(cents)::bigint, count(*) filter (where cents > 0),
        count(*) filter (where cents < 0)
    from (
        select extract(year from month)::int as year, unit,
            sum(debit_cents - credit_cents) as cents
        from ledger_balance
        where account = %(account)s and unit <> %(none)s
            and extract(year from month) = any (%(years)s)
        group by 1, 2) units
    group by year order by year"""

BY_KEY = """
    select unit, sum(cents)::bigint from ledger_entry join ledger_line on entry_id = id
    where key = any (%(keys)s) and account = %(account)s and unit is not null group by unit"""

IDS = "select id from ledger_entry where key = any (%(keys)s) order by id"

AWAKE = """
    select distinct unit from ledger_balance
    where account >= '6' and account < '8' and account <> all (%(without)s) and month >= %(month)s
        and unit = any (%(units)s)"""

LAST_MOVES = """
    select line.unit, max(entry."on") from ledger_line line
    join ledger_account on code = account and in_budget
    join ledger_entry entry on entry.id = entry_id
    where line.unit = any (%(units)s) and not starts_with(origin, %(without)s)
    group by line.unit"""


class YearSum(NamedTuple):
    """What an account holds of one year, in cents, debit positive, and of how many units."""

    cents: int
    up: int
    down: int


def results_of_units(*, year: int) -> dict[int, int]:
    """
    Return what the costs and income (classes 6 and 7) of a year left each unit, in cents.

    Positive is income above costs. A unit whose year is at zero is absent.
    """
    return dict(_rows(RESULTS, none=NO_UNIT, year=year))


def year_sums(*, account: str, years: Collection[int]) -> dict[int, YearSum]:
    """Return what an account holds of each of these years, over all units; empty ones absent."""
    rows = _rows(YEARS, account=account, none=NO_UNIT, years=list(years))
    return {year: YearSum(*sums) for year, *sums in rows}


def sums_by_unit(*, account: str, keys: Sequence[str]) -> dict[int, int]:
    """Return what the entries of these keys did on an account, in cents, by unit."""
    return dict(_rows(BY_KEY, account=account, keys=list(keys)))


def ids_by_key(*, keys: Sequence[str]) -> list[int]:
    """Return the ids of the entries that carry one of these keys, in order, without their lines."""
    return [id for (id,) in _rows(IDS, keys=list(keys))]


def units_with_results(
    *, units: Collection[int], since: date, without: Collection[str]
) -> set[int]:
    """
    Return those of these units with costs or income from a month (its first day) on, not counting
    the accounts `without`. Read from the monthly balances, so quick for all units.
    """
    rows = _rows(AWAKE, units=list(units), month=since, without=list(without))
    return {unit for (unit,) in rows}


def last_moves(*, units: Collection[int], without: str) -> dict[int, date]:
    """
    Return the last day on which an entry touched the budget of each unit; one without is absent.

    `without` begins the origins of entries that do not count.
    """
    return dict(_rows(LAST_MOVES, units=list(units), without=without))


def _rows(sql: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
