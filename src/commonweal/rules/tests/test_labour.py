"""The day a wage is due."""

from datetime import date

from commonweal.rules import labour


def test_the_wage_is_due_seven_calendar_days_later():
    assert labour.wage_due_on(date(2026, 12, 28)) == date(2027, 1, 4)
