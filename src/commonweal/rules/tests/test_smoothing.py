"""Smoothed pay: the same each month, settled each quarter, and nobody loses a cent."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.rules import smoothing
from commonweal.rules.errors import BadCase
from commonweal.rules.smoothing import plan, refuse_below, settle
from commonweal.rules.tests.golden import cases, cents

JANUARY = date(2026, 1, 1)
incomes = st.integers(0, 20_000_000)
quarters = st.lists(
    st.lists(st.integers(0, 2_000_000), min_size=3, max_size=3), min_size=4, max_size=4
)


@pytest.mark.parametrize("case", cases("smoothing"))
def test_it_settles_as_the_case_says(case):
    raw = case["input"]
    quarter = int(raw["quarter"])
    real = [month for each in raw["real"] for month in smoothing.spread(cents(each), 3)]
    found = settle(
        plan(cents(raw["expected"]), JANUARY), real, quarter, cents(raw.get("minimum", "0"))
    )
    given_out = {
        "real": found.real, "paid": found.paid, "difference": found.difference,
        "closing": found.closing, "carried": found.carried,
        "next": found.plan.months[min(3 * quarter, 11)], "last": found.plan.months[11],
    }  # fmt: skip
    wanted = {name: cents(text) for name, text in case["output"].items()}
    assert {name: given_out[name] for name in wanted} == wanted


@given(incomes)
def test_twelve_months_sum_to_the_year_and_differ_by_a_cent(expected):
    months = plan(expected, JANUARY).months
    assert sum(months) == expected
    assert months[0] - months[-1] in (0, 1)
    assert list(months) == sorted(months, reverse=True)


@given(incomes, quarters)
def test_after_four_settlements_all_that_was_earned_is_paid(expected, real):
    agreed, so_far = plan(expected, JANUARY), []
    for number, months in enumerate(real, start=1):
        so_far += months
        found = settle(agreed, so_far, number)
        agreed = found.plan
    assert sum(agreed.months) + found.closing + found.carried == sum(so_far)


@given(incomes, quarters, st.integers(0, 300_000))
def test_no_corrected_month_goes_under_the_minimum(expected, real, minimum):
    found = settle(plan(expected, JANUARY), real[0], 1, minimum)
    assert min(found.plan.months[3:]) >= minimum
    assert found.carried <= 0
    owed = expected - found.paid + found.difference
    assert sum(found.plan.months[3:]) + found.carried == owed


def test_months_that_were_paid_are_never_changed():
    agreed = plan(3_000_000, JANUARY)
    assert settle(agreed, [0, 0, 0], 1).plan.months[:3] == agreed.months[:3]


def test_a_deficit_of_last_year_lowers_the_next_plan():
    assert plan(3_000_000, JANUARY, carried_cents=-60_000).months == (245_000,) * 12


def test_a_plan_begins_on_the_first_of_its_month():
    assert plan(12, date(2026, 5, 17)).first == date(2026, 5, 1)


def test_a_plan_under_the_minimum_wage_is_refused_with_the_least_income():
    refuse_below(plan(12 * 223_361, JANUARY), 223_361)
    with pytest.raises(BadCase, match="at least EUR 26803.32 a year"):
        refuse_below(plan(12 * 223_361 - 1, JANUARY), 223_361)


@pytest.mark.parametrize(("minutes", "cents"), [(9_880, 218_981), (4_940, 109_491), (1, 23)])
def test_the_minimum_wage_of_a_month_goes_by_its_hours(minutes, cents):
    assert smoothing.minimum_month(minutes, date(2026, 5, 31)) == cents


@pytest.mark.parametrize(("months", "quarter"), [(2, 1), (4, 1), (3, 2), (0, 0), (15, 5)])
def test_other_months_than_those_of_the_quarters_are_refused(months, quarter):
    with pytest.raises(BadCase, match="Give the real income of"):
        settle(plan(3_000_000, JANUARY), [250_000] * months, quarter)


def test_the_member_sees_the_deficit_and_the_new_pay():
    agreed = plan(3_000_000, JANUARY)
    lines = smoothing.lines(settle(agreed, [220_000] * 3, 1, 245_000), date(2026, 4, 1))
    assert [(line.code, line.amount_cents) for line in lines] == [
        ("smooth_real", 660_000), ("smooth_paid", 750_000), ("smooth_deficit", -90_000),
        ("smooth_month", 245_000), ("smooth_open", -45_000),
    ]  # fmt: skip


def test_the_member_sees_what_is_paid_at_the_end():
    lines = smoothing.lines(settle(plan(3_000_000, JANUARY), [260_000] * 12, 4), date(2027, 1, 1))
    assert [(line.code, line.amount_cents) for line in lines][2:] == [
        ("smooth_closing", 120_000),
    ]
    assert smoothing.LABELS.keys() == smoothing.REASONS.keys()


@given(incomes, st.lists(st.integers(-500_000, 2_000_000), min_size=1, max_size=12))
def test_a_plan_that_ends_early_pays_all_that_was_earned_and_takes_nothing_back(expected, real):
    agreed = plan(expected, JANUARY)
    found = smoothing.close(agreed, real)
    paid = sum(agreed.months[: len(real)])
    assert (found.closing, found.carried) == (max(sum(real) - paid, 0), min(sum(real) - paid, 0))
    assert len(found.plan.months) == len(real)


def test_the_member_reads_that_nothing_is_taken_back_at_the_end():
    lines = smoothing.lines(smoothing.close(plan(3_000_000, JANUARY), [240_000]), JANUARY)
    assert [(line.code, line.amount_cents) for line in lines][2:] == [("smooth_carried", -10_000)]


@pytest.mark.parametrize("months", [0, 13])
def test_a_plan_without_months_is_not_closed(months):
    with pytest.raises(BadCase, match="1 to 12 months"):
        smoothing.close(plan(3_000_000, JANUARY), [250_000] * months)


@pytest.mark.parametrize("budget_cents", [0, 323_420, -323_420])
def test_a_budget_is_turned_into_gross_at_the_tariff(budget_cents):
    gross = smoothing.real_gross(budget_cents, "white_collar", date(2026, 5, 31))
    assert gross == {0: 0, 323_420: 200_000, -323_420: -200_000}[budget_cents]


@given(st.lists(st.tuples(incomes, st.integers(0, 2_000_000)), min_size=1, max_size=20))
def test_an_array_gives_what_each_member_gives(rows):
    expected, earned = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    many = settle(plan(expected, JANUARY), [earned] * 3, 1, 200_000)
    for place, (year, month) in enumerate(rows):
        one = settle(plan(year, JANUARY), [month] * 3, 1, 200_000)
        assert [column[place] for column in many.plan.months] == list(one.plan.months)
        assert (many.difference[place], many.carried[place]) == (one.difference, one.carried)
