"""The days on which the state is paid."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.rules import due_days


@pytest.mark.parametrize(
    ("kind", "day", "due"),
    [
        ("withholding", date(2026, 5, 4), date(2026, 6, 15)),
        ("withholding", date(2026, 12, 31), date(2027, 1, 15)),
        ("vat", date(2026, 5, 4), date(2026, 7, 25)),
        ("vat", date(2026, 10, 1), date(2027, 1, 25)),
        ("vat", date(2023, 5, 4), date(2023, 7, 20)),
        ("social_security", date(2026, 1, 1), date(2026, 4, 30)),
        ("social_security", date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_what_is_kept_for_the_state_is_due_after_its_period(kind, day, due):
    assert due_days.due_on(kind, day) == due


@given(
    st.sampled_from([due_days.VAT, due_days.WITHHOLDING, due_days.SOCIAL_SECURITY]),
    st.dates(date(2010, 1, 1), date(2099, 6, 30)),
    st.integers(0, 200),
)
def test_what_arose_later_is_never_due_earlier_and_always_after_it_arose(kind, day, later):
    other = date.fromordinal(day.toordinal() + later)
    assert day < due_days.due_on(kind, day)
    if (day < date(2025, 1, 1)) == (other < date(2025, 1, 1)):
        assert due_days.due_on(kind, day) <= due_days.due_on(kind, other)


@pytest.mark.parametrize(
    ("kind", "day", "last"),
    [
        ("withholding", date(2026, 2, 4), date(2026, 2, 28)),
        ("withholding", date(2026, 12, 31), date(2026, 12, 31)),
        ("vat", date(2026, 4, 1), date(2026, 6, 30)),
        ("social_security", date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_ends_on_its_last_day(kind, day, last):
    assert due_days.ends_on(kind, day) == last
    assert due_days.due_on(kind, last) == due_days.due_on(kind, day)
