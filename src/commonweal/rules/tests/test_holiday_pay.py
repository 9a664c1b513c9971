"""Holiday pay of who the employer pays, the fund of the others, and year-end premiums."""

from datetime import date

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commonweal.rules import holiday_pay
from commonweal.rules.errors import NoFigure
from commonweal.rules.parameters import figure
from commonweal.rules.tests.golden import cases, cents

MAY = date(2026, 5, 31)
RULES = {
    "double": lambda pay, raw, on: holiday_pay.double_holiday(
        pay, int(raw["months"]), holiday_pay.double_law(on)
    ),
    "exit": lambda pay, raw, on: holiday_pay.exit_holiday(pay, holiday_pay.exit_law(on)),
    "fund": lambda pay, raw, on: holiday_pay.fund(pay, holiday_pay.fund_law(on)),
}


@pytest.mark.parametrize("case", cases("holiday_pay"))
def test_it_gives_what_the_case_says(case):
    raw = case["input"]
    found = RULES[raw["rule"]](cents(raw["cents"]), raw, yaml.safe_load(raw["on"]))
    wanted = {name: cents(text) for name, text in case["output"].items()}
    assert {name: getattr(found, name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("full", "months", "premium"),
    [
        ("2500", 12, "2500"),
        ("2500", 7, "2500 * 7 / 12"),
        ("425", 12, "425"),
        ("425", 5, "425 * 5 / 12"),
        ("425", 0, "0"),
    ],
)
def test_a_part_of_a_year_gives_a_part_of_the_premium(full, months, premium):
    assert holiday_pay.year_end_premium(cents(full), months) == cents(premium)


@pytest.mark.parametrize(
    ("committee", "first", "until", "entitled"),
    [
        ("200", date(2026, 1, 1), date(2026, 7, 1), True),
        ("200", date(2026, 1, 2), date(2026, 7, 1), False),
        ("200", date(2025, 8, 31), date(2026, 2, 28), True),
        ("304", date(2026, 1, 1), date(2026, 5, 1), False),
        ("304", date(2026, 1, 1), date(2026, 5, 2), True),
        ("304", date(2025, 12, 1), date(2026, 4, 2), True),
    ],
)
def test_service_opens_the_premium(committee, first, until, entitled):
    assert holiday_pay.is_entitled(committee, first, until) is entitled


def test_the_provision_is_18_20_percent():
    assert holiday_pay.provision(cents("2500"), provision_rate()) == cents("0.1820 * 2500")


def provision_rate():
    return figure("holiday.whitecollar.provision", MAY).value


def test_years_without_figures_are_refused():
    with pytest.raises(NoFigure):
        holiday_pay.double_law(date(2022, 12, 31))


def test_every_amount_has_a_line_with_its_rule():
    double = holiday_pay.double_holiday(250000, 12, holiday_pay.double_law(MAY))
    leaving = holiday_pay.exit_holiday(3_000_000, holiday_pay.exit_law(MAY))
    fund = holiday_pay.fund(250000, holiday_pay.fund_law(MAY))
    lines = [
        *holiday_pay.double_lines(double, 250000, 12, MAY),
        *holiday_pay.exit_lines(leaving, 3_000_000, MAY),
        *holiday_pay.premium_lines(250000, 12, MAY, committee="200"),
        *holiday_pay.premium_lines(42500, 12, MAY, committee="304"),
        *holiday_pay.fund_lines(fund, 250000, MAY),
        *holiday_pay.provision_lines(45500, 250000, MAY),
    ]
    assert [line.amount_cents for line in lines] == [
        230000, 212500, -27774, 230100, 204000, 26100, 460200, 250000, 42500, 15039, 27729, 45500,
    ]  # fmt: skip
    assert lines[0].rate == "92 % × 12/12"
    assert lines[3].rate == "7.67 %"
    assert {line.code for line in lines} == holiday_pay.LABELS.keys() == holiday_pay.REASONS.keys()
    assert all(line.rule and line.reference for line in lines)


@given(st.lists(st.tuples(st.integers(0, 10_000_000), st.integers(0, 12)), min_size=1, max_size=20))
def test_an_array_gives_what_each_pay_gives(rows):
    pay, months = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    double, fund = holiday_pay.double_law(MAY), holiday_pay.fund_law(MAY)
    many = _all(pay, months, double, fund)
    for place, (one, count) in enumerate(rows):
        assert [column[place] for column in many] == _all(one, count, double, fund)


def _all(pay, months, double, law):
    found = holiday_pay.double_holiday(pay, months, double)
    leaving = holiday_pay.exit_holiday(pay, holiday_pay.exit_law(MAY))
    fund = holiday_pay.fund(pay, law)
    return [
        found.gross, found.counted, found.contribution, leaving.in_all, fund.quarter, fund.year,
        holiday_pay.year_end_premium(pay, months), holiday_pay.provision(pay, provision_rate()),
    ]  # fmt: skip
