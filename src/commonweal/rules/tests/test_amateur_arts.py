"""The allowance for amateur arts stays within its limits, or is refused with what remains."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.rules import amateur_arts
from commonweal.rules.amateur_arts import NotAllowed, Paid, allow, limits, must_report, solidarity
from commonweal.rules.errors import NoFigure
from commonweal.rules.tests.golden import cents

JUNE = date(2024, 6, 3)
LAW = limits(JUNE)
HOUSE, STRANGER = "house", "stranger"


def days_for(principal, first, count, step=1):
    return [Paid(principal, first + timedelta(days=step * n), 5000) for n in range(count)]


@pytest.mark.parametrize("cents_paid", ["77.22", "77.21", "0.01"])
def test_an_allowance_up_to_the_limit_of_a_day_is_allowed(cents_paid):
    found = allow(Paid(HOUSE, JUNE, cents(cents_paid)), [], LAW)
    assert found.days_left == 29


def test_a_cent_above_it_is_refused_with_what_remains():
    with pytest.raises(NotAllowed, match=r"at most EUR 77\.22 .* 2024-06-03, or wages"):
        allow(Paid(HOUSE, JUNE, cents("77.23")), [], LAW)


def test_what_the_same_principal_paid_that_day_counts():
    earlier = [Paid(HOUSE, JUNE, 5000)]
    with pytest.raises(NotAllowed, match=r"at most EUR 27\.22"):
        allow(Paid(HOUSE, JUNE, cents("27.23")), earlier, LAW)
    assert allow(Paid(HOUSE, JUNE, cents("27.22")), earlier, LAW).days_left == 29


def test_another_principal_has_the_amount_of_the_day_for_itself():
    assert allow(Paid(HOUSE, JUNE, 7722), [Paid(STRANGER, JUNE, 7722)], LAW).days_left == 29


@pytest.mark.parametrize(
    ("travel", "earlier", "left"), [("22.07", "0", "22.06"), ("2.07", "20", "2.06")]
)
def test_travel_above_its_limit_is_refused_with_what_remains(travel, earlier, left):
    before = [Paid(HOUSE, JUNE, 1000, cents(earlier))]
    with pytest.raises(NotAllowed, match=f"at most EUR {left} of travel"):
        allow(Paid(HOUSE, JUNE, 1000, cents(travel)), before, LAW)
    assert allow(Paid(HOUSE, JUNE, 1000, cents(left)), before, LAW)


def test_the_thirtieth_day_is_the_last_of_the_year():
    earlier = days_for(STRANGER, date(2024, 1, 1), 29, step=2)
    last = Paid(HOUSE, JUNE, 5000)
    assert allow(last, earlier, LAW).days_left == 0
    with pytest.raises(NotAllowed, match="the 30 days with an allowance in 2024 are used"):
        allow(Paid(HOUSE, date(2024, 6, 5), 5000), [*earlier, last], LAW)


def test_a_second_principal_on_a_day_that_counts_takes_no_new_day():
    earlier = days_for(STRANGER, date(2024, 1, 1), 30, step=2)
    assert allow(Paid(HOUSE, earlier[0].day, 5000), earlier, LAW).days_left == 0


def test_days_of_another_year_do_not_count():
    earlier = days_for(STRANGER, date(2023, 1, 1), 30, step=2)
    assert allow(Paid(HOUSE, JUNE, 5000), earlier, LAW).days_left == 29


@pytest.mark.parametrize("place", [0, 3, 7])
def test_the_eighth_day_in_a_row_for_one_principal_is_refused(place):
    week = days_for(HOUSE, JUNE, 8)
    new = week.pop(place)
    with pytest.raises(NotAllowed, match="at most 7 days in a row"):
        allow(new, week, LAW)
    assert allow(Paid(STRANGER, new.day, 5000), week, LAW)


def test_seven_days_in_a_row_and_a_day_after_a_rest_are_allowed():
    week = days_for(HOUSE, JUNE, 7)
    assert allow(week[6], week[:6], LAW).days_left == 23
    assert allow(Paid(HOUSE, date(2024, 6, 11), 5000), week, LAW).days_left == 22


def test_a_row_goes_on_through_new_year():
    week = days_for(HOUSE, date(2023, 12, 28), 7)
    with pytest.raises(NotAllowed, match="in a row"):
        allow(Paid(HOUSE, date(2024, 1, 4), 5000), week, LAW)


@pytest.mark.parametrize(
    ("year", "owed"), [("551.56", "0"), ("551.57", "0.05 * 551.57"), ("1000", "50"), ("0", "0")]
)
def test_solidarity_counts_on_all_allowances_once_above_the_threshold(year, owed):
    assert solidarity(cents(year), LAW) == cents(owed)


@pytest.mark.parametrize(("count", "report"), [(100, False), (101, True)])
def test_more_than_a_hundred_allowances_are_reported(count, report):
    assert must_report(count, LAW) is report


@pytest.mark.parametrize("on", [date(2023, 12, 31), date(2027, 1, 1)])
def test_a_year_without_amounts_is_refused(on):
    with pytest.raises(NoFigure):
        limits(on)


@pytest.mark.parametrize(
    ("on", "most"), [(date(2024, 12, 31), "77.22"), (date(2025, 1, 1), "80.18")]
)
def test_each_year_has_its_own_amounts(on, most):
    assert allow(Paid(HOUSE, on, cents(most)), [], limits(on))
    with pytest.raises(NotAllowed, match=f"limited to EUR {most} a day"):
        allow(Paid(HOUSE, on, cents(most) + 1), [], limits(on))


def test_unconfirmed_amounts_mark_their_lines():
    on = date(2026, 5, 4)
    (line,) = amateur_arts.lines(allow(Paid(HOUSE, on, 7000), [], limits(on)), on)
    assert line.unconfirmed == ("aka.allowance",)


def test_the_lines_show_the_allowance_its_travel_and_what_the_principal_owes():
    found = allow(Paid(HOUSE, JUNE, 7000, 1500), [], LAW)
    lines = [*amateur_arts.lines(found, JUNE), amateur_arts.solidarity_line(100000, JUNE)]
    assert [(line.code, line.part, line.amount_cents, line.rate) for line in lines] == [
        ("amateur_allowance", "pay", 7000, "≤ 77.22"),
        ("amateur_travel", "pay", 1500, "≤ 22.06"),
        ("amateur_solidarity", "employer", 5000, "5 % > 551.56"),
    ]
    assert (
        {line.code for line in lines} == amateur_arts.LABELS.keys() == amateur_arts.REASONS.keys()
    )


@given(st.lists(st.integers(0, 1_000_000), min_size=1, max_size=20))
def test_an_array_gives_what_each_principal_gives(years):
    many = solidarity(np.array(years, dtype=np.int64), LAW)
    assert list(many) == [solidarity(year, LAW) for year in years]
