"""Minimum pay and the day a wage is due."""

from datetime import date

from commonweal.rules import labour

ON = date(2026, 5, 15)


def test_a_full_month_at_the_minimum_is_the_minimum_wage():
    assert labour.minimum_gross(9_880, ON) == labour.Minimum(218_981, is_unconfirmed=False)


def test_an_hour_is_three_thirteenths_of_a_month_by_38_rounded_up():
    assert labour.minimum_gross(60, ON).cents == 1_330


def test_a_day_counts_three_hours_at_least_and_says_it_is_unconfirmed():
    assert labour.minimum_minutes_a_day(ON) == 180
    assert labour.minimum_fee_a_day(ON) == labour.Minimum(3_990, is_unconfirmed=True)


def test_a_derived_minimum_wage_is_marked():
    assert labour.minimum_gross(9_880, date(2026, 9, 1)) == labour.Minimum(
        223_361, is_unconfirmed=True
    )


def test_the_wage_is_due_seven_calendar_days_later():
    assert labour.wage_due_on(date(2026, 12, 28)) == date(2027, 1, 4)
