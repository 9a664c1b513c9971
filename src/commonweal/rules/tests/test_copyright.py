"""The tax on concessions of copyright: published figures, and what holds for every payment."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.rules.copyright import LABELS, REASONS, compute, concession, regime
from commonweal.rules.errors import BadCase, NoFigure

YEARS = (2022, 2023, 2024, 2025, 2026)
years = st.sampled_from(YEARS)
cents = st.integers(1, 12_000_000)
earlier = st.integers(0, 12_000_000)
pays = st.none() | st.integers(1, 12_000_000)


def found(**case):
    return concession(**case).amounts


@pytest.mark.parametrize(
    ("year", "gross", "withholding", "net"),
    [
        (2022, 15_000_00, 1_125_00, 13_875_00),  # published by ajp.be
        (2022, 20_000_00, 1_609_13, 18_390_87),
        (2022, 17_090_00, 1_281_75, 15_808_25),  # edge of the first tranche
        (2022, 34_170_00, 3_203_25, 30_966_75),  # edge of the second
        (2022, 64_070_00, 7_688_25, 56_381_75),  # the ceiling
        (2024, 20_000_00, 1_519_50, 18_480_50),
        (2026, 25_000_00, 2_040_38, 22_959_62),
        (2026, 77_220_00, 9_266_63, 67_953_37),  # (77,220 - 15,442.50) x 15 % = 9,266.625
    ],
)
def test_it_gives_the_worked_examples(year, gross, withholding, net):
    amounts = found(gross_cents=gross, year=year)
    assert (amounts.withholding, amounts.net) == (withholding, net)


def test_the_most_costs_of_2026_are_those_of_the_source():
    assert found(gross_cents=41_180_00, year=2026).costs == 15_442_50
    assert found(gross_cents=77_220_00, year=2026).costs == 15_442_50


def test_a_tranche_begins_at_its_cent():
    costs = [found(gross_cents=gross, year=2026).costs for gross in (20_590_00, 20_590_02)]
    assert costs == [10_295_00, 10_295_01]  # two cents at 25 % round up to one
    assert found(gross_cents=1, year=2026).withholding == 0


def test_what_was_already_paid_uses_up_the_tranches_first():
    amounts = found(gross_cents=5_000_00, year=2026, already_cents=20_000_00)
    assert amounts.costs_first == 295_00  # half of the 590 that the first tranche still had
    assert amounts.costs_second == 1_102_50
    assert amounts.withholding == 2_040_38 - 1_500_00


def test_above_the_ceiling_it_is_professional_income_on_its_own_line():
    whole = concession(gross_cents=80_000_00, year=2026)
    assert whole.amounts.above_ceiling == 2_780_00
    assert whole.amounts.net == 67_953_37
    line = next(line for line in whole.lines if line.code == "above_ceiling")
    assert (line.amount_cents, line.part, line.rate) == (-2_780_00, "pay", "> 77220.00")
    assert "pay it as wages" in REASONS[line.code]


def test_after_the_ceiling_nothing_is_movable_income():
    amounts = found(gross_cents=100_00, year=2026, already_cents=90_000_00)
    assert (amounts.above_ceiling, amounts.withholding, amounts.net) == (100_00, 0, 0)


@pytest.mark.parametrize(
    ("year", "above_share"), [(2022, 0), (2023, 0), (2024, 100_00), (2025, 200_00), (2026, 200_00)]
)
def test_beside_a_performance_it_is_a_part_of_all_pay(year, above_share):
    amounts = found(gross_cents=500_00, year=year, pay_cents=500_00)
    assert amounts.above_share == above_share
    assert amounts.movable == 500_00 - above_share


def test_without_a_performance_no_share_counts():
    assert found(gross_cents=500_00, year=2026).above_share == 0


@pytest.mark.parametrize(("year", "marks"), [(y, y in (2023, 2025)) for y in YEARS])
def test_it_marks_years_whose_tranches_are_not_confirmed(year, marks):
    whole = concession(gross_cents=100_00, year=year)
    assert whole.marks == (("copyright.regime",) if marks else ())
    doubted = {line.code for line in whole.lines if line.unconfirmed}
    assert doubted == ({line.code for line in whole.lines} - {"gross"} if marks else set())


@pytest.mark.parametrize("year", [2021, 2027, 0, -1, 99999])
def test_it_refuses_a_year_without_figures_and_names_those_it_has(year):
    with pytest.raises(NoFigure, match="2022, 2023, 2024, 2025, 2026: .* is not known"):
        concession(gross_cents=100_00, year=year)


@pytest.mark.parametrize(
    "case",
    [
        {"gross_cents": 0},
        {"gross_cents": -1},
        {"gross_cents": 1_000_000_001},
        {"already_cents": -1},
        {"already_cents": 1_000_000_001},
        {"pay_cents": 0},
        {"pay_cents": -1},
        {"pay_cents": 1_000_000_001},
    ],
)
def test_it_refuses_amounts_out_of_range(case):
    with pytest.raises(BadCase, match="Give"):
        concession(**{"gross_cents": 100_00, "year": 2026} | case)


@given(st.lists(cents, min_size=1, max_size=8), years)
def test_payments_in_parts_owe_to_the_cent_what_one_payment_owes(parts, year):
    whole, already, seen = found(gross_cents=sum(parts), year=year), 0, []
    for part in parts:
        seen.append(found(gross_cents=part, year=year, already_cents=already))
        already += part
    for name in ("costs", "taxable", "withholding", "net", "above_ceiling"):
        assert sum(getattr(each, name) for each in seen) == getattr(whole, name)


@given(st.lists(st.tuples(cents, pays), min_size=1, max_size=5), years)
def test_beside_pay_the_movable_income_of_the_parts_is_what_counts_on(parts, year):
    movable = withheld = 0
    for gross, pay in parts:
        part = found(gross_cents=gross, year=year, already_cents=movable, pay_cents=pay)
        movable, withheld = movable + part.movable, withheld + part.withholding
    assert withheld == (found(gross_cents=movable, year=year).withholding if movable else 0)


@given(cents, years, earlier, pays)
def test_the_lines_of_the_pay_add_up_to_the_net_and_nothing_is_negative(gross, year, paid, pay):
    whole = concession(gross_cents=gross, year=year, already_cents=paid, pay_cents=pay)
    found = whole.amounts
    assert sum(line.amount_cents for line in whole.lines if line.part == "pay") == found.net
    assert gross == found.net + found.withholding + found.above_share + found.above_ceiling
    assert found.taxable == found.movable - found.costs
    assert min(found.net, found.withholding, found.costs_first, found.costs_second) >= 0
    assert min(found.taxable, found.above_share, found.above_ceiling) >= 0


@given(cents, years, earlier, pays)
def test_the_steps_add_up(gross, year, paid, pay):
    whole = concession(gross_cents=gross, year=year, already_cents=paid, pay_cents=pay)
    line = {line.code: line.amount_cents for line in whole.lines}
    costs = line.get("costs_first", 0) + line.get("costs_second", 0)
    assert line["movable"] + costs == line["taxable"]
    if paid:
        assert line["year_withholding"] + line["before_withholding"] == -line["withholding"]


@given(cents, years, earlier, pays)
def test_one_euro_more_is_never_less_net(gross, year, paid, pay):
    less, more = (
        found(gross_cents=each, year=year, already_cents=paid, pay_cents=pay)
        for each in (gross, gross + 100)
    )
    assert more.net >= less.net


@given(
    st.lists(st.tuples(cents, earlier, st.integers(1, 12_000_000)), min_size=1, max_size=20),
    years,
    st.booleans(),
)
def test_an_array_gives_the_same_as_one_by_one(rows, year, with_pay):
    gross, already, pay = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    whole = compute(gross, already, pay if with_pay else None, regime(year))
    for place, (each, paid, beside) in enumerate(rows):
        single = compute(each, paid, beside if with_pay else None, regime(year))
        for name in ("above_share", "above_ceiling", "costs", "taxable", "withholding", "net"):
            assert getattr(whole, name)[place] == getattr(single, name)
            assert getattr(whole, name).dtype == np.int64


def test_every_line_has_its_rule_source_name_and_reason():
    whole = concession(
        gross_cents=70_000_00, year=2026, already_cents=20_000_00, pay_cents=100_000_00
    )
    beside = concession(gross_cents=70_000_00, year=2026, already_cents=60_000_00)
    codes = {line.code for line in (*whole.lines, *beside.lines)}
    assert codes == LABELS.keys() == REASONS.keys()
    assert all(LABELS[line.code] and REASONS[line.code] for line in whole.lines)
    assert all(
        line.rule and line.reference and line.valid_from.year == 2026 for line in whole.lines
    )
