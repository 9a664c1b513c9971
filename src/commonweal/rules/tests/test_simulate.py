"""So much budget, so much net, so much gross a day: what is left of it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commonweal.rules import budget, simulate
from commonweal.rules.cases import STATUSES, Case
from commonweal.rules.errors import BadCase, NoFigure
from commonweal.rules.pay_rules import change_days
from commonweal.rules.payslip import amounts, compute, question, rules_of

ON = date(2026, 5, 15)
DAYS = [day for day in change_days() if date(2024, 5, 1) <= day < date(2027, 1, 1)]
BEFORE = 2_000  # grosses under the answer that are tried one by one
UNITS = [status for status in STATUSES if status != "staff"]
FAMILIES = ["single", "single_parent", "partner_with_income", "partner_without_income"]
cases = st.builds(
    Case,
    gross_cents=st.integers(1, 10**6),
    on=st.sampled_from(DAYS),
    status=st.sampled_from(UNITS),
    family=st.sampled_from(FAMILIES),
    children=st.integers(0, 4),
    minutes=st.none() | st.integers(60, 9_000),
    withholding_rate=st.sampled_from([Fraction(0), Fraction(1, 4), Fraction("0.95")]),
    extra_withholding_cents=st.sampled_from([0, 5_000]),
    student_minutes_left=st.none() | st.integers(0, 9_000),
)
ONE_DAY = Case(1, ON, minutes=480)
MONTH = Case(1, ON)
WITH_PARTNER = Case(1, date(2024, 5, 2), "artist", "partner_with_income")


NETS = st.integers(1, 300_000)


@cache
def nets_up_to_6000_euro(case):
    """The net of every gross from one cent on."""
    rules = rules_of(case)
    every = np.arange(1, 600_001, dtype=np.int64)
    return compute(replace(question(case, rules), gross=every), rules).net


@given(cases, st.integers(100, 10**6), st.integers(1, 5))
def test_a_budget_is_used_to_the_last_cent_that_can_be_divided(case, cents, contracts):
    case = replace(case, extra_withholding_cents=0)
    answer = simulate.from_budget(case, cents, contracts=contracts)
    assert answer.budget_cents + answer.rest_cents == cents
    assert 0 <= answer.rest_cents <= 2 * contracts


@given(cases, st.integers(1, 600_000))
@example(WITH_PARTNER, 104_070)  # a gross of 1095.10 costs 5.15 of special contribution
def test_the_smallest_gross_that_leaves_the_net(case, wanted):
    gross = simulate.from_net(case, wanted).gross_cents
    assert amounts(replace(case, gross_cents=gross)).net >= wanted
    rules = rules_of(case)
    under = np.arange(max(gross - BEFORE, 1), gross, dtype=np.int64)
    assert (compute(replace(question(case, rules), gross=under), rules).net < wanted).all()


@given(st.sampled_from([MONTH, WITH_PARTNER, replace(ONE_DAY, status="student")]), NETS)
@settings(deadline=None)  # the first time of each case looks at every gross
def test_no_smaller_gross_at_all_leaves_the_net(case, wanted):
    first = int(np.flatnonzero(nets_up_to_6000_euro(case) >= wanted)[0]) + 1
    assert simulate.from_net(case, wanted).gross_cents == first


@given(cases, st.integers(1, 100_000), st.integers(1, 10), st.integers(1, 10))
def test_a_daily_gross_counts_for_every_day(case, daily, days, contracts):
    contracts = min(contracts, daily * days)
    case = replace(case, extra_withholding_cents=0)
    answer = simulate.from_daily_gross(case, daily, days=days, contracts=contracts)
    assert answer.gross_cents == daily * days
    assert len(answer.slips) == contracts


@given(cases, st.integers(1_000, 300_000), st.integers(1, 8))
def test_the_sums_are_those_of_the_payslips_and_of_the_lines(case, gross, contracts):
    case = replace(case, extra_withholding_cents=0)
    answer = simulate.from_daily_gross(case, gross, days=1, contracts=contracts)
    assert answer.net_cents == (
        answer.gross_cents
        - answer.social_security_cents
        - answer.withholding_cents
        - answer.special_cents
    )
    lines = answer.lines
    assert sum(line.amount_cents for line in lines if line.part == "pay") == answer.net_cents
    assert len({line.code for line in lines}) == len(lines)
    assert set(answer.marks) == {name for line in lines for name in line.unconfirmed}


@given(st.integers(0, 10**8))
def test_the_smallest_price_that_leaves_a_budget(cents):
    price = simulate.price_for(cents, ON)
    assert budget.work_budget(price, 0, ON) >= cents
    assert price == 0 or budget.work_budget(price - 1, 0, ON) < cents


def test_500_euro_of_budget_for_a_day():
    answer = simulate.from_budget(ONE_DAY, 500_00)
    gross, charge = 309_19, 190_80  # 309.19 × 0.6171 = 190.80; 309.20 would cost 500.01
    assert (answer.gross_cents, answer.charge_cents, answer.rest_cents) == (gross, charge, 1)
    assert answer.social_security_cents == 40_41  # 309.19 × 13.07 %
    assert answer.net_cents == gross - 40_41


def test_300_euro_net_for_a_day():
    answer = simulate.from_net(ONE_DAY, 300_00)
    assert answer.gross_cents == 345_10  # 345.10 - 13.07 % of it, 45.10; of 345.09 one cent less
    assert answer.net_cents == 300_00
    assert answer.rest_cents == 0


def test_150_gross_a_day_for_three_days():
    answer = simulate.from_daily_gross(replace(ONE_DAY, minutes=3 * 480), 150_00, days=3)
    assert answer.gross_cents == 450_00
    assert answer.charge_cents == 277_70  # 450 × 0.6171 = 277.695
    assert answer.budget_cents == 727_70


def test_each_contract_uses_up_the_quota_of_a_student():
    case = replace(ONE_DAY, status="student", student_minutes_left=2 * 480 + 240)
    answer = simulate.from_daily_gross(case, 100_00, days=4, contracts=4)
    inside = [slip.amounts.social.inside for slip in answer.slips]
    assert inside == [100_00, 100_00, 50_00, 0]


def test_parts_that_differ_by_a_cent_are_all_paid():
    answer = simulate.from_daily_gross(ONE_DAY, 100_00, days=1, contracts=3)
    assert [slip.amounts.gross for slip in answer.slips] == [33_34, 33_33, 33_33]


def test_a_net_never_rises_by_more_than_the_gross_so_that_what_is_passed_over_misses_it():
    every = np.arange(1, 1_000_001, dtype=np.int64)
    for status in UNITS:
        case = Case(1, ON, status, "partner_with_income", minutes=480)
        rules = rules_of(case)
        left = compute(replace(question(case, rules), gross=every), rules).net - every
        assert (left - np.minimum.accumulate(left)).max() * 10 <= simulate.SLACK


@pytest.mark.parametrize("rate", [Fraction(1), Fraction("0.999999")])
def test_it_refuses_a_net_that_no_gross_leaves(rate):
    with pytest.raises(BadCase, match="Ask for less net"):
        simulate.from_net(replace(ONE_DAY, withholding_rate=rate), 300_00)


@pytest.mark.parametrize("cents", [0, 1, -500_00])
def test_it_refuses_a_budget_that_carries_no_pay(cents):
    with pytest.raises(BadCase, match="Give a larger budget"):
        simulate.from_budget(ONE_DAY, cents)


def test_it_refuses_a_net_too_small_to_be_shared():
    with pytest.raises(BadCase, match="at least one cent for each contract"):
        simulate.from_net(ONE_DAY, 2, contracts=3)


def test_it_refuses_days_and_contracts_that_are_none():
    with pytest.raises(BadCase, match="at least one day"):
        simulate.from_daily_gross(ONE_DAY, 100_00, days=0)
    with pytest.raises(BadCase, match="one contract or more"):
        simulate.from_net(ONE_DAY, 100_00, contracts=0)


def test_it_refuses_a_budget_for_the_staff_of_the_house():
    with pytest.raises(BadCase, match="Choose another status"):
        simulate.from_budget(replace(MONTH, status="staff"), 500_00)
    assert simulate.from_net(replace(MONTH, status="staff"), 2_000_00).net_cents == 2_000_00


@pytest.mark.parametrize("change", [{"kind": "double_holiday"}, {"from_taxable": True}])
def test_it_refuses_what_is_no_ordinary_pay(change):
    with pytest.raises(BadCase, match="ordinary pay"):
        simulate.from_net(replace(MONTH, **change), 100_00)


def test_it_refuses_a_day_whose_figures_nobody_knows():
    with pytest.raises(NoFigure):
        simulate.from_net(replace(ONE_DAY, on=date(2023, 5, 1)), 100_00)
