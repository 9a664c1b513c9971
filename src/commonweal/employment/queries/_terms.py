"""What the law asks of hours and of pay for hours, on the figures of each day."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cache
from math import ceil, floor

from commonweal.employment.values import NewPeriod
from commonweal.rules import parameters, pay_rules

MINUTES_IN_AN_HOUR = 60


def minimum_gross(periods: Iterable[NewPeriod]) -> int:
    """
    Return the least gross in cents for these hours: of each minute the minimum wage of a month
    of 13/3 full-time weeks on that day. Rounded up: a fraction of a cent less would be too little.
    """
    return ceil(sum(_cents_a_minute(period.on) * period.minutes for period in periods))


def minimum_of_an_hour(on: date) -> int:
    """Return the least gross of an hour, in cents."""
    return ceil(_cents_a_minute(on) * MINUTES_IN_AN_HOUR)


def fitting_minutes(gross_cents: int, periods: Iterable[NewPeriod]) -> int:
    """Return the most minutes on these days of which this gross is still the minimum wage."""
    return floor(gross_cents / max(_cents_a_minute(period.on) for period in periods))


def least_minutes_of_a_day(on: date) -> int:
    """Return the minutes under which the law counts no performance."""
    return _minutes("labour.min_performance_hours", on)


def most_minutes_of_a_day(on: date) -> int:
    """Return the minutes that one person may work on a day, all contracts together."""
    return _minutes("labour.max_day_hours", on)


@cache
def _cents_a_minute(on: date) -> Fraction:
    week = parameters.figure("labour.full_time_hours", on).value
    monthly = parameters.figure("minimum_wage.monthly", on).value
    return Fraction(monthly, pay_rules.full_month_minutes(week))


def _minutes(parameter: str, on: date) -> int:
    return int(parameters.figure(parameter, on).value) * MINUTES_IN_AN_HOUR
