"""Small words for the tests of what members expect."""

from datetime import date

from tests.cast import NOW

from commonweal.activities import actions as activities
from commonweal.kernel.actor import SYSTEM


def new(unit, **changes):
    """An invoice of 500 euro, expected on 15 June."""
    usual = {"on": date(2026, 6, 15), "kind": "income", "text": "Poster", "cents": 500_00}
    return activities.NewForecastLine(unit.pk, **usual | changes)


def expect(unit, **changes):
    """One such line, written down."""
    (line,) = activities.expect(lines=[new(unit, **changes)], by=SYSTEM, at=NOW)
    return line
