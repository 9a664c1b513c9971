"""Minimum pay, minimum hours, and the day on which a wage is due."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from commonweal.rules.parameters import figure
from commonweal.rules.pay_rules import full_month_minutes

MINUTES_OF_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least that may be paid, and whether a figure behind it is unconfirmed."""

    cents: int
    is_unconfirmed: bool


def minimum_gross(minutes: int, on: date) -> Minimum:
    """
    Return the minimum wage of that many minutes of work: month x 3/13 / hours a week.

    Rounded up: a wage of a fraction of a cent less would be under the minimum.
    """
    wage, hours = figure("minimum_wage.monthly", on), figure("labour.full_time_hours", on)
    cents = ceil(Fraction(wage.value * minutes, full_month_minutes(hours.value)))
    return Minimum(cents, "unconfirmed" in (wage.confidence, hours.confidence))


def minimum_minutes_a_day(on: date) -> int:
    """Return the least length of a day of work."""
    hours: int = figure("labour.min_performance_hours", on).value
    return hours * MINUTES_OF_AN_HOUR


def minimum_fee_a_day(on: date) -> Minimum:
    """Return the minimum fee of a day: the minimum wage of the minimum hours. Unconfirmed."""
    return Minimum(minimum_gross(minimum_minutes_a_day(on), on).cents, is_unconfirmed=True)


def wage_due_on(last_work_day: date) -> date:
    """Return the day on which the wage is due, whatever the client does."""
    delay: int = figure("pay.delay", last_work_day).value
    return last_work_day + timedelta(days=delay)
