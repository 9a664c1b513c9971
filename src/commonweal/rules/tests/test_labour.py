"""The day a wage is due."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.rules import labour


def test_the_wage_is_due_seven_calendar_days_later():
    assert labour.wage_due_on(date(2026, 12, 28)) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("last_day", "due"),
    [
        (date(2026, 5, 4), date(2026, 6, 10)),
        (date(2026, 5, 31), date(2026, 6, 10)),
        (date(2026, 12, 31), date(2027, 1, 10)),
        (date(2026, 11, 30), date(2026, 12, 10)),
    ],
)
def test_an_entity_that_pays_by_the_month_pays_on_the_tenth_of_the_next(last_day, due):
    assert labour.wage_due_on(last_day, labour.DAY_OF_NEXT_MONTH) == due


@given(st.dates(date(2017, 1, 1), date(2099, 11, 30)))
def test_under_either_terms_a_wage_is_due_after_the_work(last_day):
    for terms in (labour.DAYS_AFTER, labour.DAY_OF_NEXT_MONTH):
        assert last_day < labour.wage_due_on(last_day, terms)
