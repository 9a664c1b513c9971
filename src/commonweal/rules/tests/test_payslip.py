"""What holds for every payslip, whatever the figures."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.rules.cases import FAMILIES, FLAT_RATES, KINDS, STATUSES, Case
from commonweal.rules.errors import BadCase, NoFigure
from commonweal.rules.explanation import payslip
from commonweal.rules.payslip import amounts
from commonweal.rules.tests import asking
from commonweal.rules.texts import LABELS, REASONS

UNKNOWN = (date(2024, 4, 1), date(2024, 5, 1))
known_days = st.dates(date(2024, 1, 1), date(2026, 12, 31)).filter(
    lambda day: not UNKNOWN[0] <= day < UNKNOWN[1]
)
cases = st.builds(
    asking.case,
    gross_cents=st.integers(1, 1_500_000),
    on=known_days,
    status=st.sampled_from(STATUSES),
    family=st.sampled_from(FAMILIES),
    kind=st.sampled_from(("ordinary", *KINDS)),
    flat_rate=st.sampled_from(("", "", *FLAT_RATES)),
    children=st.integers(0, 14),
    disabled_children=st.just(0) | st.integers(0, 2),
    is_disabled=st.booleans(),
    dependants=st.integers(0, 2),
    minutes=st.none() | st.integers(1, 12_000),
    withholding_rate=st.sampled_from([Fraction(0), Fraction("0.1111"), Fraction("0.35")]),
    from_taxable=st.booleans(),
    year_cents=st.none() | st.integers(0, 12_000_000),
    student_minutes_left=st.none() | st.integers(0, 12_000),
    declared_in_time=st.booleans(),
).filter(bool)


@given(cases)
def test_the_lines_of_the_wage_add_up_to_the_net(case):
    slip = payslip(case)
    assert sum(line.amount_cents for line in slip.lines if line.part == "pay") == slip.amounts.net


@given(cases)
def test_the_parts_of_the_work_budget_add_up(case):
    found = amounts(case)
    employer = found.employer
    assert found.work_budget == (
        found.net + found.withholding + found.social_security + found.special_contribution
        + employer.due + employer.provision + employer.house_contribution
    )  # fmt: skip


@given(cases)
def test_nothing_is_negative_and_the_bonus_never_exceeds_the_contribution(case):
    found = amounts(case)
    assert min(found.net, found.withholding, found.social_security, found.social.cut) >= 0
    assert found.work_bonus <= found.contribution


@given(cases)
def test_the_withholding_is_at_least_the_key_formula_and_the_chosen_rate(case):
    found = amounts(case)
    chosen = (found.taxable - found.social.untaxed) * case.withholding_rate
    assert found.withholding >= found.key_withholding
    assert found.withholding >= chosen - Fraction(1, 2)


@given(cases)
def test_one_more_child_never_raises_the_tax(fewer):
    more = replace(fewer, children=fewer.children + 1)
    assert amounts(more).withholding <= amounts(fewer).withholding


@given(cases)
def test_a_child_with_a_disability_takes_off_no_less_than_another(case):
    child = replace(case, children=case.children + 1)
    disabled = replace(child, disabled_children=case.disabled_children + 1)
    assert amounts(disabled).withholding <= amounts(child).withholding


@given(cases)
def test_every_line_has_its_rule_source_name_and_reason(case):
    for line in payslip(case).lines:
        assert line.rule and line.reference and LABELS[line.code]
        assert line.valid_from <= case.on
        assert REASONS[line.code]


def test_every_line_that_has_a_name_has_a_reason():
    assert LABELS.keys() == REASONS.keys()


def test_the_version_of_the_figures_changes_with_a_figure():
    days = (date(2026, 3, 1), date(2026, 4, 1))
    versions = {payslip(Case(230000, on)).rules_version for on in days}
    same = {payslip(Case(100, on)).rules_version for on in (date(2026, 4, 1), date(2026, 8, 31))}
    assert (len(versions), len(same)) == (2, 1)


@pytest.mark.parametrize("day", [date(2024, 4, 1), date(2024, 4, 30), date(2023, 12, 31)])
def test_a_day_without_figures_is_refused(day):
    with pytest.raises(NoFigure):
        amounts(Case(230000, day))


def test_the_days_beside_the_gap_are_computed():
    for day in (UNKNOWN[0] - timedelta(days=1), UNKNOWN[1]):
        assert amounts(Case(230000, day)).net > 0


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"gross_cents": 0}, "above zero"),
        ({"status": "king"}, "white_collar, blue_collar, artist"),
        ({"family": "crowd"}, "single"),
        ({"children": -1}, "0 or more"),
        ({"minutes": 0}, "more than zero"),
        ({"withholding_rate": Fraction(2)}, "0 to 100 %"),
        ({"extra_withholding_cents": -1}, "not allowed"),
    ],
)
def test_a_case_out_of_range_is_refused(wrong, says):
    with pytest.raises(BadCase, match=says):
        Case(**{"gross_cents": 230000, "on": date(2026, 5, 15)} | wrong)


def test_an_extra_withholding_above_the_wage_is_refused_with_the_most_that_fits():
    case = Case(10000, date(2026, 5, 15), minutes=480, extra_withholding_cents=50000)
    with pytest.raises(BadCase, match="at most EUR"):
        amounts(case)
