"""Bank days: what is closed, and that a payment is executed in time."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.rules import bank_days

DAYS = st.dates(date(2018, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2002, date(2002, 3, 31)),
        (2008, date(2008, 3, 23)),
        (2011, date(2011, 4, 24)),
        (2019, date(2019, 4, 21)),
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_falls_where_the_calendar_says(year, day):
    assert bank_days.easter(year) == day


def test_the_closed_days_of_2026():
    assert sorted(bank_days.closed_days(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 21),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
        date(2026, 12, 26),
    ]


@pytest.mark.parametrize(
    ("due", "executed"),
    [
        (date(2026, 5, 11), date(2026, 5, 11)),
        (date(2026, 5, 10), date(2026, 5, 8)),  # a Sunday
        (date(2026, 5, 1), date(2026, 4, 30)),  # Labour Day
        (date(2026, 4, 6), date(2026, 4, 2)),  # Easter Monday, after Good Friday
        (date(2026, 12, 27), date(2026, 12, 24)),  # a Sunday after Christmas
    ],
)
def test_what_is_due_on_a_closed_day_is_executed_before_it(due, executed):
    assert bank_days.execute_on(due) == executed


def test_a_file_is_handed_over_the_bank_day_before():
    assert bank_days.hand_over_by(date(2026, 5, 4)) == at(2026, 4, 30, 14)  # 1 May is closed
    assert bank_days.hand_over_by(date(2026, 5, 6)) == at(2026, 5, 5, 14)


def test_after_the_cut_off_the_next_day_is_the_first():
    assert bank_days.first_execution(at(2026, 5, 5, 14)) == date(2026, 5, 6)
    assert bank_days.first_execution(at(2026, 5, 5, 15)) == date(2026, 5, 7)


@given(DAYS)
def test_a_payment_is_executed_on_a_bank_day_and_never_late(due):
    executed = bank_days.execute_on(due)
    assert executed <= due
    assert bank_days.is_bank_day(executed)
    assert due - executed <= timedelta(days=4)


@given(DAYS)
def test_it_is_the_last_bank_day_in_time(due):
    executed = bank_days.execute_on(due)
    between = [executed + timedelta(days=n) for n in range(1, (due - executed).days + 1)]
    assert not any(map(bank_days.is_bank_day, between))


@given(DAYS)
def test_a_file_handed_over_at_the_cut_off_is_executed_in_time(due):
    executed = bank_days.execute_on(due)
    cut_off = bank_days.hand_over_by(executed)
    assert bank_days.is_bank_day(cut_off.date())
    assert cut_off.date() < executed
    assert bank_days.first_execution(cut_off) <= executed


def at(*when):
    return datetime(*when, tzinfo=bank_days.BANK_CLOCK)
