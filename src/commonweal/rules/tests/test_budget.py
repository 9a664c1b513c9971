"""From price to gross pay and back, exactly."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.rules import budget
from commonweal.rules.parameters import everything

ON = date(2026, 5, 15)
tariffs = st.fractions(min_value=0, max_value=1, max_denominator=10_000)


@given(st.integers(0, 10**9), tariffs)
def test_the_gross_is_the_greatest_that_the_budget_carries(amount, rate):
    gross = budget.gross_from_budget(amount, rate)
    assert gross + budget.tariff_charge(gross, rate) <= amount
    assert gross + 1 + budget.tariff_charge(gross + 1, rate) > amount


@given(st.integers(0, 10**9), st.sampled_from(["white_collar", "blue_collar", "artist"]))
def test_what_remains_is_at_most_a_cent(amount, status):
    rate = budget.tariff_rate(status, ON)
    gross = budget.gross_of(amount, status, ON)
    assert amount - gross - budget.tariff_charge(gross, rate) in (0, 1)


@given(st.integers(1, 10**8), tariffs)
def test_a_gross_comes_back_from_its_own_work_budget(gross, rate):
    assert budget.gross_from_budget(gross + budget.tariff_charge(gross, rate), rate) == gross


def test_a_price_of_1000_euro():
    assert budget.contribution_on_turnover(100_000, ON) == 6_500
    assert budget.work_budget(100_000, 5_000, ON) == 88_500
    assert budget.gross_of(88_500, "white_collar", ON) == 54_727


def test_a_credit_note_takes_the_contribution_back():
    assert budget.contribution_on_turnover(-12_345, ON) == -budget.contribution_on_turnover(
        12_345, ON
    )


@pytest.mark.parametrize(
    ("status", "employer", "holiday"),
    [
        ("white_collar", Fraction("0.2731"), Fraction("0.182")),
        ("artist", Fraction("0.27"), Fraction("1.08") * Fraction("0.1584")),
        ("blue_collar", Fraction("0.27"), Fraction("1.08") * Fraction("0.1584")),
    ],
)
def test_the_tariff_is_its_formula_to_four_decimals(status, employer, holiday):
    exact = (1 + employer + holiday) / (1 - Fraction("0.1002")) - 1
    tariff = everything()["employer.tariff"].figures[-1].value[status]
    assert tariff == Fraction(round(exact * 10_000), 10_000)
