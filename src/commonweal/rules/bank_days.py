"""
The days on which banks work: when a payment is executed, and until when its file is handed over.

Every answer is on the safe side of a due day: a day that some bank may work on counts as closed.
"""

import functools
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from commonweal.rules.parameters import everything, figure

CLOSED = ("bank.target_closed", "bank.belgian_closed")
CUT_OFF = "bank.cut_off"
BANK_CLOCK = ZoneInfo("Europe/Brussels")
A_DAY = timedelta(days=1)
SATURDAY = 5


def is_bank_day(day: date) -> bool:
    """Whether banks execute payments on this day."""
    return day.weekday() < SATURDAY and day not in closed_days(day.year)


def execute_on(due: date) -> date:
    """Return the last bank day on or before the day on which something is due."""
    return due if is_bank_day(due) else execute_on(due - A_DAY)


def next_bank_day(day: date) -> date:
    """Return the first bank day on or after a day."""
    return day if is_bank_day(day) else next_bank_day(day + A_DAY)


def hand_over_by(day: date) -> datetime:
    """
    Return the moment until which the bank takes a file that it is to execute on `day`.

    :raises NoFigure: if the cut-off of that day is not known
    """
    cut_off = figure(CUT_OFF, day).value
    last = execute_on(day)
    for _step in range(cut_off["days_before"]):
        last = execute_on(last - A_DAY)
    return datetime.combine(last, time(cut_off["hour"]), BANK_CLOCK)


def first_execution(at: datetime) -> date:
    """Return the first bank day on which a file handed over at this moment can be executed."""
    day = next_bank_day(at.astimezone(BANK_CLOCK).date())
    while hand_over_by(day) < at:
        day = next_bank_day(day + A_DAY)
    return day


@functools.cache
def closed_days(year: int) -> frozenset[date]:
    """Return the days of a year, besides Saturdays and Sundays, on which banks are closed."""
    return frozenset(
        day
        for name in CLOSED
        for known in everything()[name].figures
        if not known.gap
        for day in _days(known.value, year)
        if known.holds(day)
    )


def easter(year: int) -> date:
    """Return Easter Sunday by the Gregorian calendar (the computus of Meeus, Jones and Butcher)."""
    century, in_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    golden = year % 19
    moon = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    leaps, leap_rest = divmod(in_century, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - moon - leap_rest) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _days(value: dict[str, tuple[str, ...]], year: int) -> Iterator[date]:
    for fixed in value["fixed"]:
        yield date.fromisoformat(f"{year}-{fixed}")
    for offset in value["from_easter"]:
        yield easter(year) + int(offset) * A_DAY
