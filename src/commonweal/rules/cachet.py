"""
The cachet rule: task pay of an artist counts as days of work for unemployment.

Days = gross pay / day equivalent (1/26 of the monthly minimum wage). An unemployment week has six
days: a full month counts 26 days, a full quarter 78, and task pay never counts for more.
How a part of a day is rounded is not confirmed: hundredths of a day, rounded down (the cautious
reading; 1,500 euro at 76.70 gives 19.55 days). `Days.exact` keeps the fraction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from commonweal.rules.arithmetic import Cents, least
from commonweal.rules.lines import Line, euro
from commonweal.rules.parameters import figure
from commonweal.rules.sourced import line_of
from commonweal.rules.words import gettext_noop as _

FULL_MONTH, FULL_QUARTER = 2600, 7800  # hundredths of a day: weeks of six days, 13 in a quarter
ROUNDING = "artist.cachet.rounding"

LABELS = {"cachet_days": _("Days of work that your task pay counts for")}
REASONS = {
    "cachet_days": _(
        "For unemployment, task pay of an artist counts as days: the gross pay divided by one "
        "twenty-sixth of the monthly minimum wage, at most 26 days a month and 78 a quarter."
    )
}


@dataclass(frozen=True, slots=True)
class Days:
    """Days that the task pay of a month counts for: `hundredths` of a day, after the ceiling."""

    gross: Cents
    day_cents: int
    hundredths: Cents

    @property
    def exact(self) -> Fraction:
        """The days before rounding and ceiling (of one pay, not of an array)."""
        return Fraction(self.gross, self.day_cents)


def day_equivalent(on: date) -> int:
    """
    Return the gross pay in cents that counts as one day.

    :raises NoFigure: if it is not known on that day
    """
    cents: int = figure("artist.cachet.day_equivalent", on).value
    return cents


def of_month(gross_cents: Cents, day_cents: int) -> Days:
    """Return the days of all task pay of a calendar month."""
    return Days(gross_cents, day_cents, least(gross_cents * 100 // day_cents, FULL_MONTH))


def of_quarter(months: Sequence[Days], other_hundredths: Cents = 0) -> Cents:
    """Return the hundredths of days of a quarter, with other days of work below one ceiling."""
    return least(sum(month.hundredths for month in months) + other_hundredths, FULL_QUARTER)


def lines(found: Days, on: date) -> tuple[Line, ...]:
    """Explain the days of a month: `amount_cents` holds hundredths of a day."""
    source = figure("artist.cachet.day_equivalent", on)
    line = line_of(
        "cachet_days", "step", found.hundredths, source,
        base_cents=found.gross, rate=f"/ {euro(found.day_cents)}",
    )  # fmt: skip
    return (replace(line, unconfirmed=(*line.unconfirmed, ROUNDING)),)
