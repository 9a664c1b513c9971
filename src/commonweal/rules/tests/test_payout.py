"""From the net pay to what arrives."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.rules.cases import Case
from commonweal.rules.errors import BadCase, NoFigure, RuleError
from commonweal.rules.payout import Beside, payout, with_excess

ON = date(2026, 5, 15)


def test_nothing_beside_the_wage_pays_the_net():
    found = payout(210593, Beside(), ON)
    assert (found.paid, [line.code for line in found.lines]) == (210593, ["payout"])


@given(
    st.integers(100_000, 500_000),
    st.builds(
        Beside,
        vouchers=st.integers(0, 25),
        commute_cents=st.integers(0, 20_000),
        bicycle_metres=st.integers(0, 300_000),
        meal_days=st.integers(0, 25),
        away_days=st.integers(0, 25),
        claim_cents=st.none() | st.integers(0, 1_000_000),
        attached_children=st.integers(0, 5),
    ),
)
def test_the_lines_of_the_pay_lead_from_the_net_to_what_is_paid(net, beside):
    found = payout(net, beside, ON)
    assert net + sum(line.amount_cents for line in found.lines if line.part == "pay") == found.paid


@given(st.integers(0, 400_000), st.integers(0, 30), st.integers(0, 3_000))
def test_above_the_accepted_amount_a_lump_sum_is_pay(gross, days, each):
    beside = Beside(meal_days=days, meal_day_cents=each)
    case = with_excess(Case(gross + 1, ON), beside)
    assert case.gross_cents == gross + 1 + days * max(each - 900, 0)


def test_an_attachment_leaves_the_protected_part():
    found = payout(130_000, Beside(claim_cents=1_000_000), ON)
    assert found.attachment.taken == 0
    assert payout(300_000, Beside(claim_cents=1_000_000), ON).paid < 200_000


@pytest.mark.parametrize(
    ("net", "beside", "on", "refusal", "says"),
    [
        (1_000, Beside(vouchers=20), ON, BadCase, "fewer meal vouchers"),
        (100_000, Beside(vouchers=1, voucher_cents=1_500), ON, RuleError, "at most EUR 10.00"),
        (100_000, Beside(vouchers=1, voucher_worker_cents=0), ON, RuleError, "at least EUR 1.09"),
        (100_000, Beside(meal_days=1), date(2025, 5, 15), NoFigure, "from 2026-01-01"),
    ],
)
def test_what_the_law_does_not_accept_is_refused(net, beside, on, refusal, says):
    with pytest.raises(refusal, match=says):
        payout(net, beside, on)


def test_nothing_beside_the_wage_is_negative():
    with pytest.raises(BadCase, match="0 or more"):
        Beside(vouchers=-1)
