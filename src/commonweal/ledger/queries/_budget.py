"""
The budget of a unit by month and line by line.

Sums come from the monthly balances, never from the lines; a page of lines is read through one
index, so it costs the same on a unit with ten lines and on one with 100,000.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from django.db import connection

from commonweal.kernel.period import next_month
from commonweal.ledger.models import Balance
from commonweal.ledger.values import BudgetLine, Mark, UnitMonth

CLIENTS, BANK = "400", "bank"
CHUNK = 5000

MONTHS = """
    select unit, account, journal.code, month, in_budget, debit_cents, credit_cents, lines
    from ledger_balance balance
    join ledger_account on ledger_account.code = account
    join ledger_journal journal on journal.id = journal
    where unit = any(%(units)s) order by unit, month, account, journal"""

# Each month is read backwards along the index and stops when the page is full.
LINES = """
    select page."on", entry_id, position, journal.code, entry.number, entry.text, entry.origin,
        account, item, -cents
    from (
        select line.* from unnest(%(months)s::date[]) month cross join lateral (
            select "on", entry_id, position, account, item, cents from ledger_line
            where unit = %(unit)s and "on" >= month and "on" < (month + interval '1 month')::date
                and account = any(%(accounts)s) {journals} {after}
            order by "on" desc, entry_id desc, position desc limit %(limit)s
        ) line order by "on" desc, entry_id desc, position desc limit %(limit)s
    ) page
    join ledger_entry entry on entry.id = entry_id
    join ledger_journal journal on journal.id = entry.journal_id
    order by page."on" desc, entry_id desc, position desc"""
OF_JOURNALS = """
    and entry_id / 1000000000000 in
        (select id from ledger_journal where code = any(%(journals)s))"""
AFTER = """and ("on", entry_id, position) < (%(on)s, %(entry)s, %(position)s)"""
NEWER = """
    select coalesce(sum(cents), 0) from ledger_line
    where unit = %(unit)s and account = any(%(accounts)s) and "on" < %(end)s
        and ("on", entry_id, position) >= (%(on)s, %(entry)s, %(position)s)"""

OF_MONTH = """
    select line.unit, line."on", entry_id, position, journal.code, entry.number, entry.text,
        entry.origin, account, item, -cents
    from ledger_line line
    join ledger_account on ledger_account.code = account and in_budget
    join ledger_entry entry on entry.id = entry_id
    join ledger_journal journal on journal.id = entry.journal_id
    where unit = any(%(units)s) and line."on" >= %(start)s and line."on" < %(end)s
    order by unit, line."on", entry_id, position"""
LAST_POSTED = """
    select unit, max(posted_at) from ledger_line line join ledger_entry on id = entry_id
    where unit = any(%(units)s) and line."on" >= %(start)s and line."on" < %(end)s
    group by unit"""
MOVED = """
    select distinct unit from ledger_balance join ledger_account on code = account and in_budget
    where month = %(month)s and unit <> 0 order by unit"""


def unit_months(*, units: Collection[int]) -> list[UnitMonth]:
    """Return what moved on each account of units, by month and journal, the oldest first."""
    return list(map(UnitMonth._make, _rows(MONTHS, {"units": list(units)})))


def standing(*, unit: int) -> tuple[int, int]:
    """Return the budget of a unit and what its clients have paid, VAT included, in cents."""
    found = unit_months(units=[unit])
    return sum(row.budget_cents for row in found), sum(row.collected_cents for row in found)


def collected(*, unit: int) -> int:
    """Return what the clients of a unit have paid, VAT included, in cents."""
    paid = Balance.objects.filter(unit=unit, account=CLIENTS, journal__code=BANK)
    return sum(credit - debit for debit, credit in paid.values_list("debit_cents", "credit_cents"))


def budget_lines(
    *,
    unit: int,
    months: Sequence[date],
    accounts: Collection[str],
    limit: int,
    journals: Collection[str] = (),
    after: Mark | None = None,
) -> list[BudgetLine]:
    """
    Return lines of a unit on these accounts in these months (first days), the newest first.

    `journals` narrows them to some; `after` is the mark of the last line that was read. `cents`
    is what a line adds to the budget.
    """
    values: dict[str, Any] = {
        "unit": unit,
        "months": list(months),
        "accounts": list(accounts),
        "limit": limit,
        "journals": list(journals),
    }
    sql = LINES.format(journals=OF_JOURNALS if journals else "", after=AFTER if after else "")
    rows = _rows(sql, values | (_place(after) if after else {}))
    return [BudgetLine(Mark(*row[:3]), *row[3:]) for row in rows]


def budget_since(*, unit: int, accounts: Collection[str], mark: Mark) -> int:
    """Return what the lines of a month from `mark` on, itself included, added to a budget."""
    values = {"unit": unit, "accounts": list(accounts), "end": next_month(mark.on.replace(day=1))}
    return -int(_rows(NEWER, values | _place(mark))[0][0])


def statement(*, unit: int) -> list[BudgetLine]:
    """
    Return every line of a unit's budget, the oldest first, with the budget after each.

    The last of these equals `budget(unit=...)`: a budget is nothing but its lines.
    """
    found = [row for row in unit_months(units=[unit]) if row.in_budget]
    months = sorted({row.month for row in found}, reverse=True)
    lines = every_line(unit=unit, months=months, accounts={row.account for row in found})
    oldest_first = list(lines)[::-1]
    budgets = accumulate(line.cents for line in oldest_first)
    return [
        line._replace(budget_cents=cents) for line, cents in zip(oldest_first, budgets, strict=True)
    ]


def every_line(
    *, unit: int, months: Sequence[date], accounts: Collection[str], journals: Collection[str] = ()
) -> Iterator[BudgetLine]:
    """Yield all lines of months, the newest first, some thousands at a time."""
    after: Mark | None = None
    while True:
        page = budget_lines(
            unit=unit, months=months, accounts=accounts, limit=CHUNK, journals=journals, after=after
        )
        yield from page
        if len(page) < CHUNK:
            return
        after = page[-1].mark


def lines_of_month(*, units: Collection[int], month: date) -> dict[int, list[BudgetLine]]:
    """Return the budget lines of units in a month (its first day), the oldest first, by unit."""
    found: dict[int, list[BudgetLine]] = {unit: [] for unit in units}
    for unit, on, entry, position, *rest in _rows(OF_MONTH, _month(units, month)):
        found[unit].append(BudgetLine(Mark(on, entry, position), *rest))
    return found


def last_posted(*, units: Collection[int], month: date) -> dict[int, datetime]:
    """Return when something of units was last written in a month; a unit without is absent."""
    return dict(_rows(LAST_POSTED, _month(units, month)))


def units_moved(*, month: date) -> list[int]:
    """Return the units whose budget moved in a month (its first day), by number."""
    return [unit for (unit,) in _rows(MOVED, {"month": month})]


def _month(units: Collection[int], month: date) -> dict[str, Any]:
    return {"units": list(units), "start": month, "end": next_month(month)}


def _place(mark: Mark) -> dict[str, Any]:
    return {"on": mark.on, "entry": mark.entry_id, "position": mark.position}


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
