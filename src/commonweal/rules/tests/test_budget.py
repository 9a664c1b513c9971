"""From price to gross pay and back, exactly."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.rules import budget
from commonweal.rules.budget import Tariff
from commonweal.rules.cases import Case
from commonweal.rules.parameters import everything
from commonweal.rules.payslip import amounts

ON = date(2026, 5, 15)
tariffs = st.fractions(min_value=0, max_value=1, max_denominator=10_000)


terms = st.builds(
    Tariff, tariffs, tariffs, st.integers(1, 12_000), st.integers(-100, 12_000)
) | st.builds(Tariff, tariffs)


@given(st.integers(0, 10**9), terms)
def test_the_gross_is_the_greatest_that_the_budget_carries(amount, tariff):
    gross = tariff.gross(amount)
    assert gross + tariff.charge(gross) <= amount
    assert gross + 1 + tariff.charge(gross + 1) > amount


@given(st.lists(st.integers(0, 10**9)), terms)
def test_many_budgets_are_answered_as_each_alone(amounts, tariff):
    many = tariff.gross(np.array(amounts, dtype=np.int64))
    assert many.tolist() == [tariff.gross(amount) for amount in amounts]


@given(st.integers(0, 10**9), st.sampled_from(["white_collar", "blue_collar", "artist"]))
def test_what_remains_is_at_most_a_cent(amount, status):
    gross = budget.gross_of(amount, status, ON)
    assert amount - gross - budget.tariff(status, ON).charge(gross) in (0, 1)


@given(st.integers(1, 10**8), tariffs)
def test_a_gross_comes_back_from_its_own_work_budget(gross, rate):
    tariff = Tariff(rate)
    assert tariff.gross(gross + tariff.charge(gross)) == gross


@given(st.integers(1, 10**8), st.integers(1, 12_000), st.integers(0, 12_000))
def test_the_charge_of_a_student_is_that_of_the_payslip(gross, minutes, left):
    case = Case(gross, ON, "student", minutes=minutes, student_minutes_left=left)
    tariff = budget.tariff("student", ON, minutes=minutes, student_minutes_left=left)
    assert tariff.charge(gross) == amounts(case).employer.tariff


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
        ("student", Fraction("0.0542"), Fraction(0)),
        ("white_collar", Fraction("0.2731"), Fraction("0.182")),
        ("artist", Fraction("0.27"), Fraction("1.08") * Fraction("0.1584")),
        ("blue_collar", Fraction("0.27"), Fraction("1.08") * Fraction("0.1584")),
    ],
)
def test_the_tariff_is_its_formula_to_four_decimals(status, employer, holiday):
    exact = (1 + employer + holiday) / (1 - Fraction("0.1002")) - 1
    tariff = everything()["employer.tariff"].figures[-1].value[status]
    assert tariff == Fraction(round(exact * 10_000), 10_000)
