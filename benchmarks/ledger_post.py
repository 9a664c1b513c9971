"""
How fast the ledger takes entries, and how near that is to the limit of the same run.

The limit is INSERT .. SELECT of the same rows into copies of `ledger_entry` and `ledger_line`
with the same keys, indexes and check triggers: what PostgreSQL needs to store them when they
are already there and nobody asks for numbers, hashes or balances.

    .venv/bin/python -m benchmarks.ledger_post
"""

import sys
from datetime import date, datetime
from statistics import median
from time import perf_counter

from benchmarks.house import fresh_database, report

GOAL_PER_SECOND, GOAL_RATIO = 20_000, 0.60
BATCH, ROUNDS, UNITS = 10_000, 7, 200

COPIES = """
create table copy_entry (like ledger_entry including all);
create table copy_line (like ledger_line including all);
create trigger copy_line_check after insert on copy_line
    referencing new table as written for each statement execute function ledger_check_lines();
create trigger copy_entry_check after insert on copy_entry
    referencing new table as written for each statement execute function ledger_check_entries();
"""
INSERT_ENTRIES = "insert into copy_entry select * from ledger_entry where id between %s and %s"
INSERT_LINES = "insert into copy_line select * from ledger_line where entry_id between %s and %s"


def main() -> int:
    """Post batches of three-line entries, copy the same rows, compare the medians."""
    fresh_database("ledger_post")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(COPIES)
    rounds = [(post(number), copy()) for number in range(ROUNDS)]
    posted, copied = (BATCH / median(times) for times in zip(*rounds, strict=True))
    print(f"{ROUNDS} rounds of {BATCH} three-line entries over {UNITS} units, medians")
    return report(
        what="entries posted",
        per_second=posted,
        limit="INSERT..SELECT into copies with the same keys, indexes and triggers",
        limit_per_second=copied,
        goal_per_second=GOAL_PER_SECOND,
        goal_ratio=GOAL_RATIO,
    )


def post(number: int) -> float:
    """Post one batch and return the seconds it took, commit included."""
    from commonweal.kernel.actor import SYSTEM
    from commonweal.kernel.clock import START
    from commonweal.ledger import actions as ledger

    batch = list(entries(number, START))
    begin = perf_counter()
    ledger.post(entries=batch, by=SYSTEM, at=START)
    return perf_counter() - begin


def entries(number: int, at: datetime):  # type: ignore[no-untyped-def]
    """Invoices without contribution: a claim with its item, turnover of a unit, VAT."""
    from commonweal.ledger.actions import Entry, Line

    for i in range(BATCH):
        unit, item = i * 7919 % UNITS + 1, f"invoice:{number}-{i:06}"
        yield Entry(
            "sales",
            date(2026, 5, 1 + i % 28),
            f"Invoice {number}-{i:06}",
            item,
            f"order:{i}",
            (
                Line("400", 121_00, unit, item),
                Line("7000", -100_00, unit),
                Line("4510", -21_00),
            ),
        )


def copy() -> float:
    """Insert the rows of the last batch into the copies; return the seconds it took."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("select max(id) from ledger_entry")
        (last,) = cursor.fetchone()
        begin = perf_counter()
        with transaction.atomic():
            cursor.execute(INSERT_ENTRIES, [last - BATCH + 1, last])
            cursor.execute(INSERT_LINES, [last - BATCH + 1, last])
        return perf_counter() - begin


if __name__ == "__main__":
    sys.exit(main())
