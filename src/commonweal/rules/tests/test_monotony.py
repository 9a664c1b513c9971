"""
More gross pay is never less net pay, but at the steps that the law itself has.

cases/steps_of_the_law.yaml names them, with the pay before and after each:
1 the special contribution of a household of two incomes begins with 5.15 at 1,095.10
2 in the slope of the work bonus a cent of pay costs a cent of the bonus and of its echo in the tax
3 where a slope ends, up to five cents of bonus that are left fall away at once
4 holiday pay and premiums are taxed whole at the rate of their band
5 the exemption for children melts with the year of pay, faster than the pay grows
6 what is let off for children falls away at its limit
7 anywhere else one cent at most, from two lines that round up at the same cent

One cent is the most that rounding takes outside the slope: the worker contribution grows by 0 or
1 cent with each cent of gross. If by 1, the taxable pay and with it the tax stay, and only the
special contribution may take its cent. If by 0, the taxable pay grows by 1, tax and special
contribution by at most 1 each. In the slope comes on top what the bonus and the fiscal bonus lose.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.rules.batch import Questions, Words, payslips
from commonweal.rules.cases import FAMILIES, FLAT_RATES, STATUSES
from commonweal.rules.pay_rules import pay_rules
from commonweal.rules.tests.golden import cents

DAYS = [
    date(2024, 1, 1), date(2024, 3, 31), date(2024, 5, 1), date(2025, 1, 1), date(2025, 2, 1),
    date(2026, 1, 1), date(2026, 3, 1), date(2026, 4, 1), date(2026, 9, 1),
]  # fmt: skip
RUN = 4_000  # consecutive cents
EURO = 100
FIRST_STEPS = (515, 258)  # of a month, of a fortnight
COLUMNS = ("single", "partner_with_income", "partner_without_income")

days = st.sampled_from(DAYS)
starts = st.integers(1, 800_000) | st.integers(200_000, 345_000)
ordinary = st.builds(
    Words,
    days,
    st.sampled_from(STATUSES),
    st.sampled_from(FAMILIES),
    st.sampled_from(["ordinary", "ordinary", "fortnight"]),
    st.sampled_from(["", "", *FLAT_RATES]),
    st.just(False),
)
numbers = st.fixed_dictionaries(
    {
        "minutes": st.sampled_from([-1, -1, 480, 2_400, 9_000]),
        "children": st.integers(0, 4),
        "chosen_ppm": st.sampled_from([0, 0, 111_100, 350_000]),
        "student_left": st.sampled_from([-1, 0, 200, 3_000]),
    }
)
extraordinary = st.builds(
    Words,
    days,
    st.sampled_from(["white_collar", "staff"]),
    st.sampled_from(FAMILIES),
    st.sampled_from(["double_holiday", "exit_holiday", "year_end_premium"]),
    st.just(""),
    st.booleans(),
)


def nets(words, start, length=RUN, **given):
    """The amounts of `length` grosses, each a cent more than the one before."""
    usual = dict.fromkeys(("children", "disabled", "dependants", "retirees", "extra"), 0)
    usual |= {"minutes": -1, "chosen_ppm": 0, "year": -1, "student_left": -1, "group": 0}
    columns = {name: np.full(length, value) for name, value in (usual | given).items()}
    gross = np.arange(start, start + length, dtype=np.int64)
    found = payslips(Questions(gross=gross, **columns, words=(words,)))
    assert not found.refused
    return found.columns


def lost(column):
    return np.maximum(-np.diff(column), 0)


def first_special(found):
    """Where the special contribution begins with its least (step 1)."""
    special = found["special_contribution"]
    return (special[:-1] == 0) & np.isin(special[1:], FIRST_STEPS)


def slope_ends(words, wage):
    """Where a cent more passes the end of a slope of the work bonus (step 3)."""
    rules = pay_rules(words.on, words.status, words.family, words.kind, words.flat_rate)
    ends = [zone.to_cents for part in (rules.bonus_a, rules.bonus_b) for zone in part.zones]
    return np.any([(wage[:-1] <= end) & (end < wage[1:]) for end in ends], axis=0)


def refuse_an_unnamed_step(words, found):
    bonus = lost(found["social.bonus_a"] + found["social.bonus_b"])
    special, begins = np.diff(found["special_contribution"]), first_special(found)
    allowed = 1 + bonus + lost(found["fiscal_bonus"]) + np.where(begins, special, 0)
    assert np.all(lost(found["net"]) <= allowed)
    assert np.all((bonus <= 1) | slope_ends(words, found["social.reference_wage"]))
    assert np.all(bonus <= 5)
    assert np.all((special <= 1) | begins)


def refuse_a_euro_for_less(found):
    net, begins = found["net"], first_special(found)
    named = np.convolve(begins, np.ones(EURO, dtype=np.int64), "valid") > 0
    assert np.all((net[EURO:] >= net[:-EURO]) | named)


@settings(max_examples=100, deadline=None)
@given(ordinary, starts, numbers)
def test_a_cent_more_costs_at_most_a_cent_but_at_a_named_step(words, start, given):
    refuse_an_unnamed_step(words, nets(words, start, **given))


@settings(max_examples=100, deadline=None)
@given(ordinary, starts, numbers)
def test_a_euro_more_is_never_less_but_where_the_special_contribution_begins(words, start, given):
    refuse_a_euro_for_less(nets(words, start, **given))


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("status", ["white_collar", "artist"])
def test_every_edge_of_the_work_bonus_is_passed(day, status):
    words = Words(day, status, "partner_with_income", "ordinary", "", False)
    rules = pay_rules(day, status, "partner_with_income")
    for zone in (*rules.bonus_a.zones, *rules.bonus_b.zones):
        found = nets(words, zone.to_cents - 500, 1_000)
        refuse_an_unnamed_step(words, found)
        refuse_a_euro_for_less(found)


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
def test_no_cent_up_to_7000_euro_has_an_unnamed_step(day):
    for status in ("white_collar", "artist"):
        for family in COLUMNS:
            for kind in ("ordinary", "fortnight"):
                words = Words(day, status, family, kind, "", False)
                found = nets(words, 1, 700_000)
                refuse_an_unnamed_step(words, found)
                refuse_a_euro_for_less(found)


@settings(max_examples=100, deadline=None)
@given(extraordinary, starts, st.integers(0, 7))
def test_holiday_pay_and_premiums_fall_only_by_their_band_and_the_limits_of_children(
    words, start, children
):
    found = nets(words, start, children=children)
    named = np.diff(found["exceptional.rate_ppm"]) > 0
    named |= lost(found["exceptional.exempt"]) > 0
    named |= (found["exceptional.let_off"][1:] == 0) & (lost(found["exceptional.let_off"]) > 0)
    assert np.all((lost(found["net"]) == 0) | named)


@settings(max_examples=100, deadline=None)
@given(extraordinary, starts, st.integers(0, 7), st.integers(0, 8_000_000))
def test_of_a_given_year_a_cent_more_of_them_is_never_less(words, start, children, year):
    assert not lost(nets(words, start, children=children, year=year)["net"]).any()


@settings(max_examples=100, deadline=None)
@given(ordinary.filter(lambda words: words.status != "student"), starts, numbers)
def test_a_cent_more_of_taxable_pay_is_never_less(words, start, given):
    words = Words(words.on, words.status, words.family, words.kind, words.flat_rate, True)
    assert not lost(nets(words, start, **given)["net"]).any()


def named_steps():
    path = Path(__file__).parent / "cases" / "steps_of_the_law.yaml"
    cases = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    nets = {case["name"]: cents(case["output"]["net"]) for case in cases}
    steps = sorted({name.rpartition(", ")[0] for name in nets})
    return [
        pytest.param(nets[f"{step}, before"], nets[f"{step}, after"], id=step) for step in steps
    ]


@pytest.mark.parametrize(("before", "after"), named_steps())
def test_a_named_step_gives_less_for_more(before, after):
    assert after < before
