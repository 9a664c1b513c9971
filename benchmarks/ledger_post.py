"""
How fast the ledger takes entries, and how near that is to the limit of the same run.

The limit is INSERT .. SELECT of the same rows into copies of `ledger_entry` and `ledger_line`
with the same keys, indexes and check triggers: what PostgreSQL needs to store them when they
are already there and nobody asks for numbers, hashes or balances.

A round posts a batch and copies the batch before it, in turn the one or the other first, so that
neither always finds the machine as the other left it. The ledger is one batch ahead throughout.
The second figure, of a cooperative with many units, writes 25 times as many balances a batch.

    .venv/bin/python -m benchmarks.ledger_post
"""

import sys
from collections.abc import Iterator
from datetime import date
from itertools import count
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.house import fresh_database, ratio, report

if TYPE_CHECKING:
    from commonweal.ledger.actions import Entry

GOAL_PER_SECOND, GOAL_RATIO = 20_000, 0.60
BATCH, ROUNDS, WARM = 10_000, 15, 2
UNITS, MANY_UNITS = 200, 20_000

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
FIRST = 1_000_000_000_001  # the id of the first entry of the first journal
LIMIT = "INSERT..SELECT into copies with the same keys, indexes and triggers"


def main() -> int:
    """Post batches of three-line entries, copy the same rows, compare the medians."""
    fresh_database("ledger_post")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(COPIES)
    batches = count()
    post(next(batches), UNITS)
    posted, copied = measure(batches, UNITS)
    print(f"{ROUNDS} rounds of {BATCH} three-line entries over {UNITS} units, medians")
    code = report(
        what="entries posted",
        per_second=posted,
        limit=LIMIT,
        limit_per_second=copied,
        goal_per_second=GOAL_PER_SECOND,
        goal_ratio=GOAL_RATIO,
    )
    posted, copied = measure(batches, MANY_UNITS)
    print(f"over {MANY_UNITS} units: {ratio(posted, copied)} (no goal)")
    return code


def measure(batches: Iterator[int], units: int) -> tuple[float, float]:
    """Return entries a second, posted and copied: medians after some rounds to warm up."""
    rounds = [one_round(next(batches), units) for _ in range(WARM + ROUNDS)][WARM:]
    posted, copied = (BATCH / median(times) for times in zip(*rounds, strict=True))
    return posted, copied


def one_round(number: int, units: int) -> tuple[float, float]:
    """Return the seconds that one batch took to post, and the one before it to copy."""
    if number % 2:
        return post(number, units), copy(number - 1)
    copied = copy(number - 1)
    return post(number, units), copied


def post(number: int, units: int) -> float:
    """Post one batch and return the seconds it took, commit included."""
    from commonweal.kernel.actor import SYSTEM
    from commonweal.kernel.clock import START
    from commonweal.ledger import actions as ledger

    batch = list(entries(number, units))
    begin = perf_counter()
    ledger.post(entries=batch, by=SYSTEM, at=START)
    return perf_counter() - begin


def entries(number: int, units: int) -> "Iterator[Entry]":
    """Invoices without contribution: a claim with its item, turnover of a unit, VAT."""
    from commonweal.ledger.actions import Entry, Line

    for i in range(BATCH):
        unit, item = i * 7919 % units + 1, f"invoice:{number}-{i:06}"
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


def copy(number: int) -> float:
    """Insert the rows of a batch into the copies; return the seconds it took, commit included."""
    from django.db import connection, transaction

    first = FIRST + number * BATCH
    with connection.cursor() as cursor:
        begin = perf_counter()
        with transaction.atomic():
            cursor.execute(INSERT_ENTRIES, [first, first + BATCH - 1])
            cursor.execute(INSERT_LINES, [first, first + BATCH - 1])
        return perf_counter() - begin


if __name__ == "__main__":
    sys.exit(main())
