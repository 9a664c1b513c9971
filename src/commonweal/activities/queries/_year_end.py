"""The year end: what units would carry over, and what they did."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet

from commonweal.activities.models import CarryOver, Unit
from commonweal.kernel.period import next_month
from commonweal.ledger import queries as ledger

CARRIED_ACCOUNT = "719"
LARGEST = 10


class YearState(StrEnum):
    """Where a year stands: it runs, its books are closed, or it can be carried over."""

    RUNNING = "running"
    CLOSED = "closed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """
    A row of the annual report: the unused budgets of a year that were carried over, in cents, and
    how many units kept something of it (up) or spent more than they earned in it (down).
    """

    year: int
    cents: int
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class ToCarry:
    """What a run of the year end would carry now: how many units, in cents, the largest first."""

    year: int
    units: int
    up: int
    down: int
    cents: int
    largest: Sequence[tuple[Unit, int]]


def year_state(*, year: int, on: date) -> YearState:
    """Return where a year stands on a day."""
    if next_month(december(year)) > on:
        return YearState.RUNNING
    closed = ledger.closed_up_to()
    return YearState.CLOSED if closed and closed >= december(year) else YearState.OPEN


def december(year: int) -> date:
    """Return the month in which the entries of a year end are dated."""
    return date(year, 12, 1)


def to_carry(*, year: int) -> ToCarry:
    """Return what a run would carry over now, from the books as they stand."""
    results = ledger.results_of_units(year=year)
    first = by_size(results)[:LARGEST]
    units = Unit.objects.in_bulk(first)
    return ToCarry(
        year,
        len(results),
        sum(cents > 0 for cents in results.values()),
        sum(cents < 0 for cents in results.values()),
        sum(results.values()),
        [(units[id], results[id]) for id in first if id in units],
    )


def by_size(results: dict[int, int]) -> list[int]:
    """Return units with the largest amount first, up or down."""
    return sorted(results, key=lambda unit: (-abs(results[unit]), unit))


def carried_over(*, years: Collection[int]) -> list[CarriedOver]:
    """
    Return the row of the annual report for each of these years, from the books, newest first.

    A run that was undone is in the books twice, and so at nought.
    """
    found = ledger.year_sums(account=CARRIED_ACCOUNT, years=years)
    rows = ((year, found.get(year, ledger.YearSum(0, 0, 0))) for year in sorted(years)[::-1])
    return [CarriedOver(year, *sums) for year, sums in rows]


def carry_overs() -> "QuerySet[CarryOver]":
    """Return the runs of the year end, newest first, also those that were undone."""
    return CarryOver.objects.order_by("-year", "-id")


def carried(*, run: CarryOver, start: int = 0, stop: int | None = None) -> list[tuple[Unit, int]]:
    """Return units of a run (a slice of them, the largest first) with what each carried."""
    ids = run.units[start:stop]
    keys = [carry_key(run.pk, unit) for unit in ids]
    cents = ledger.sums_by_unit(account=CARRIED_ACCOUNT, keys=keys)
    units = Unit.objects.in_bulk(ids)
    return [(units[id], cents.get(id, 0)) for id in ids if id in units]


def carry_key(run: int, unit: int) -> str:
    """Return the key of the entry that carried a unit's year over in a run."""
    return f"carry_over:{run}:{unit}"


def first_year() -> int | None:
    """Return the year in which the oldest unit was opened; None without units."""
    first = Unit.objects.order_by("opened_on").values_list("opened_on", flat=True).first()
    return first.year if first else None
