"""
How fast a year is carried over for 20,000 units, and how near that is to the limit of the same run.

The limit is INSERT .. SELECT of the very rows of the run (entries, lines, balances) into copies of
their tables with the same keys, indexes and check triggers. A round carries the year over, copies
what that wrote, and undoes the run, so that the next round finds the same.

    .venv/bin/python -m benchmarks.year_end
"""

import sys
from datetime import date, datetime
from statistics import median
from time import perf_counter

from benchmarks.house import fresh_database, report

UNITS, ROUNDS, WARM = 20_000, 5, 1
YEAR = 2026
GOAL_PER_SECOND, GOAL_RATIO = 5_000, 0.25

TABLES = ("ledger_entry", "ledger_line", "ledger_balance")
CHECKS = """
create trigger copy_line_check after insert on copy_ledger_line
    referencing new table as written for each statement execute function ledger_check_lines();
create trigger copy_entry_check after insert on copy_ledger_entry
    referencing new table as written for each statement execute function ledger_check_entries();
"""
COPIES = {
    "ledger_entry": "id between %s and %s",
    "ledger_line": "entry_id between %s and %s",
    "ledger_balance": "account in ('719', '4890') and unit > 0",
}
LIMIT = "INSERT..SELECT of the same rows into copies with the same keys, indexes and triggers"


def main() -> int:
    """Carry over, copy, undo; compare the medians."""
    fresh_database("year_end")
    from django.db import connection

    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"create table copy_{table} (like {table} including all)")
        cursor.execute(CHECKS)
    live()
    rounds = [one_round() for _ in range(WARM + ROUNDS)][WARM:]
    carried, copied, undone = (UNITS / median(times) for times in zip(*rounds, strict=True))
    print(f"{ROUNDS} rounds of {UNITS:,} units, medians; a run takes {UNITS / carried:.2f} s")
    print(f"undone: {undone:,.0f} units/s, {UNITS / undone:.2f} s")
    return report(
        what="units carried over",
        per_second=carried,
        limit=LIMIT,
        limit_per_second=copied,
        goal_per_second=GOAL_PER_SECOND,
        goal_ratio=GOAL_RATIO,
    )


def live() -> None:
    """A year of one invoice and one cost for each unit."""
    from commonweal.kernel.actor import SYSTEM
    from commonweal.ledger import actions as ledger
    from commonweal.ledger.actions import Entry, Line

    entries = [
        Entry(
            "sales",
            date(YEAR, 1 + unit % 12, 1 + unit % 28),
            f"Invoice {unit}",
            f"{account}:{unit}",
            f"{account}:{unit}",
            (Line(account, cents, unit), Line("4510", -cents)),
        )
        for unit in range(1, UNITS + 1)
        for account, cents in (("7000", -100_00 - unit), ("6160", 40_00))
    ]
    ledger.post(entries=entries, by=SYSTEM, at=datetime(YEAR + 1, 1, 2).astimezone())


def one_round() -> tuple[float, float, float]:
    """Return the seconds of a run, of the copy of its rows, and of its undoing."""
    from commonweal.activities import actions as activities
    from commonweal.kernel.actor import SYSTEM

    at = datetime(YEAR + 1, 1, 15, 9).astimezone()
    begin = perf_counter()
    run = activities.carry_over(year=YEAR, by=SYSTEM, at=at)
    carried = perf_counter() - begin
    assert run is not None and len(run.units) == UNITS
    copied = copy(run.ref)
    begin = perf_counter()
    activities.undo_carry_over(run=run.pk, reason="Once more", by=SYSTEM, at=at)
    return carried, copied, perf_counter() - begin


def copy(origin: str) -> float:
    """Insert the rows of a run into the copies; return the seconds it took, commit included."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("select min(id), max(id) from ledger_entry where origin = %s", [origin])
        places = cursor.fetchone()
        cursor.execute("truncate copy_ledger_balance")
        begin = perf_counter()
        with transaction.atomic():
            for table, chosen in COPIES.items():
                cursor.execute(
                    f"insert into copy_{table} select * from {table} where {chosen}",
                    places if "%s" in chosen else [],
                )
        return perf_counter() - begin


if __name__ == "__main__":
    sys.exit(main())
