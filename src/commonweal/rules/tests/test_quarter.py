"""What the employer owes less for a worker and a quarter."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commonweal.rules import quarter
from commonweal.rules.errors import NoFigure
from commonweal.rules.quarter import Formula, Work, reductions
from commonweal.rules.tests.golden import cases, cents

KNOWN, UNKNOWN = date(2025, 7, 1), date(2021, 1, 1)
WEEK, FULL = 2280, 29640
PLENTY = 10_000_000
S0_2026, S2_2026, JULY_2026 = (1145857, 954720, (1168774, 973814))
LAW = quarter.formula("cat1", KNOWN)
wages = st.integers(1, 3_000_000)
minutes = st.integers(1, FULL)


def work_of(raw):
    time = int(raw["days"]) if "days" in raw else int(raw["minutes"])
    week = 5 if "days" in raw else WEEK
    return Work(cents(raw["wages"]), time, week, is_half_time="half_time" in raw)


@pytest.mark.parametrize("case", cases("quarter"))
def test_it_gives_what_the_case_says(case):
    raw = case["input"]
    found = reductions(
        work_of(raw),
        cents(raw["owed"]) if "owed" in raw else PLENTY,
        yaml.safe_load(raw["on"]),
        category=raw.get("category", "cat1"),
        artist_region=raw.get("region"),
        mu_in_all=int(raw["mu_in_all"]) if "mu_in_all" in raw else None,
        missing=raw.get("missing", "raise"),
    )
    wanted = {name: cents(text) for name, text in case["output"].items()}
    assert {name: getattr(found, name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("wages", "days", "formula", "a_month"),
    [
        # Group S, May 2026 (LOONMONITOR): 2,276.51 and 21 days, 329.90 taken off
        (227651, 21, Formula(Fraction("0.14"), S0_2026, Fraction("0.15"), S2_2026), 32990),
        # Group S, October 2026 (public payroll code): 2,257.00 and 22 days, 398.98 taken off
        (
            225700,
            22,
            Formula(Fraction("0.14"), JULY_2026[0], Fraction("0.16"), JULY_2026[1]),
            39898,
        ),
    ],
)
def test_it_gives_a_third_of_what_a_payroll_office_printed_for_a_month(
    wages, days, formula, a_month
):
    work = Work(wages, days, 5)
    full = quarter.full_reduction(work.quarter_wage, work.wages_cents, formula)
    assert round(Fraction(full, 3)) == a_month


def test_a_quarter_without_figures_is_refused():
    with pytest.raises(NoFigure):
        reductions(Work(900000, FULL, WEEK), PLENTY, UNKNOWN)


def test_or_counted_without_reduction_and_marked():
    work = Work(900000, FULL, WEEK)
    found = reductions(work, PLENTY, UNKNOWN, missing="skip")
    assert (found.structural, found.in_all, found.missing) == (0, 0, ("structural_reduction.cat1",))
    (line,) = quarter.lines(found, work, UNKNOWN)
    assert (line.code, line.amount_cents) == ("structural_unknown", 0)
    assert line.unconfirmed == ("structural_reduction.cat1",)
    assert "is not known" in line.reference


def test_the_lines_name_rule_rate_and_sources():
    work = Work(900000, FULL, WEEK)
    found = reductions(work, PLENTY, KNOWN, artist_region="BRU")
    lines = quarter.lines(found, work, KNOWN)
    assert [(line.code, line.amount_cents) for line in lines] == [
        ("quarter_wage", 900000), ("structural_full", 36674),
        ("structural_reduction", -36674), ("artist_reduction", -51700),
    ]  # fmt: skip
    assert lines[1].rate == "14 % < 11233.89 + 15 % < 9360.00"
    assert lines[2].also == ("structural_reduction.beta",)
    assert "minimum_wage.monthly" in lines[3].unconfirmed
    assert {line.code for line in lines} <= quarter.LABELS.keys() == quarter.REASONS.keys()


def test_only_some_remuneration_codes_count():
    pay = {"1": 100, "2": 20, "3": 9999, "4": 4, "5": 5, "7": 9999, "12": 1}
    assert quarter.wages(pay, KNOWN) == 130


@pytest.mark.parametrize(
    ("on", "wages", "counted"),
    [
        (date(2025, 12, 31), "90000", "90000"),
        (date(2026, 1, 1), "90000", "86700"),
        (date(2026, 1, 1), "86700", "86700"),
        (date(2026, 1, 1), "86699.99", "86699.99"),
    ],
)
def test_the_base_contribution_has_a_ceiling_from_2026(on, wages, counted):
    assert quarter.base(cents(wages), on) == cents(counted)


@given(wages, minutes, st.integers(0, 500_000))
def test_the_reductions_never_exceed_what_is_owed(pay, time, owed):
    found = reductions(Work(pay, time, WEEK), owed, KNOWN, artist_region="BRU")
    assert 0 <= found.structural <= found.in_all <= owed


@given(st.lists(st.tuples(wages, minutes, st.integers(1, 100)), min_size=1, max_size=20))
def test_an_array_gives_what_each_worker_gives(rows):
    pay, time, mu = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    many = reductions(Work(pay, time, WEEK), pay // 3, KNOWN, artist_region="BRU", mu_in_all=mu)
    for place, (wage, minute, of_all) in enumerate(rows):
        one = reductions(
            Work(wage, minute, WEEK), wage // 3, KNOWN, artist_region="BRU", mu_in_all=of_all
        )
        for name in ("quarter_wage", "full", "structural", "artist"):
            assert getattr(many, name)[place] == getattr(one, name)
