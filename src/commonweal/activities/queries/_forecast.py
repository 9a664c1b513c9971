"""What members expect of their budgets."""

from datetime import date, timedelta

from django.db.models import QuerySet

from commonweal.activities.models import ForecastLine
from commonweal.kernel.period import next_month
from commonweal.rules.parameters import figure


def expected_lines(*, unit: int, since: date) -> "QuerySet[ForecastLine]":
    """Return what members expect of a unit from a day on, the first first."""
    return ForecastLine.objects.filter(unit=unit, on__gte=since).order_by("on", "id")


def last_day_expected(*, on: date) -> date:
    """Return the last day for which something may be expected, asked on a day."""
    month = on.replace(day=1)
    for _month in range(figure("forecast.months_ahead", on).value + 1):
        month = next_month(month)
    return month - timedelta(days=1)
