"""A month settled in one go: for one and for many, whatever the order of the pays."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.rules import month, months
from commonweal.rules.cases import FAMILIES, FLAT_RATES, STATUSES, Case
from commonweal.rules.errors import RuleError
from commonweal.rules.payslip import amounts

MAY = date(2026, 5, 31)


def case(**given) -> Case | None:
    """A case, or none if its parts do not go together."""
    try:
        return Case(**given)
    except RuleError:
        return None


def cases(kinds, extra=(0,)):
    return st.builds(
        case,
        gross_cents=st.integers(1, 400_000),
        on=st.dates(date(2026, 5, 1), MAY),
        status=st.sampled_from(STATUSES),
        family=st.sampled_from(FAMILIES),
        kind=st.sampled_from(kinds),
        flat_rate=st.sampled_from(("", "", "", *FLAT_RATES)),
        children=st.integers(0, 10),
        is_disabled=st.booleans(),
        dependants=st.integers(0, 2),
        minutes=st.none() | st.integers(1, 12_000),
        withholding_rate=st.sampled_from([Fraction(0), Fraction("0.1111"), Fraction("0.35")]),
        extra_withholding_cents=st.sampled_from(extra),
        student_minutes_left=st.none() | st.integers(0, 12_000),
        declared_in_time=st.booleans(),
    ).filter(bool)


regular = cases(["ordinary", "ordinary", "fortnight"])
every = cases(
    ["ordinary", "ordinary", "fortnight", "double_holiday", "year_end_premium"], (0, 5000)
)


@given(regular)
def test_a_month_of_one_contract_is_its_payslip(pay):
    found, alone = month.settle([pay]), amounts(pay)
    (part,) = found.parts.values()
    assert part.social == alone.social
    assert part.employer == alone.employer
    assert found.whole.special == alone.special_contribution
    assert found.withholding == alone.withholding
    assert found.whole.net == alone.net


@given(st.lists(every, min_size=1, max_size=8), st.randoms())
def test_the_order_of_the_contracts_does_not_matter(pays, random):
    shuffled = list(pays)
    random.shuffle(shuffled)
    assert month.settle(shuffled) == month.settle(pays)


@settings(max_examples=40)
@given(st.lists(st.lists(every, min_size=1, max_size=6), max_size=8))
def test_many_months_are_each_the_month_of_one(people):
    found = months.settle(people)
    assert not found.refused
    for person, pays in enumerate(people):
        assert found.settled(person) == month.settle(pays)


@given(st.lists(every, min_size=1, max_size=6))
def test_everything_withheld_and_what_is_left_is_the_gross_pay(pays):
    found = month.settle(pays)
    social = sum(part.social.kept for part in found.parts.values())
    apart = sum(each.social.kept for _case, each in found.apart)
    kept = social + apart + found.whole.special + found.withholding
    assert found.gross == kept + found.whole.net


def test_the_bonus_looks_at_the_pay_of_the_whole_month():
    day = Case(15_000, date(2026, 5, 4), minutes=456)
    low, high = replace(day, gross_cents=9_000), replace(day, gross_cents=60_000)
    alone = [amounts(each) for each in (low, high)]
    found = month.settle([low, high]).parts["white_collar", ""].social
    assert sum(each.work_bonus for each in alone) > 0
    assert found.bonus_a + found.bonus_b == 0
    assert found.reference_wage == 69_000 * 9880 // 912


def test_more_than_a_full_month_counts_as_a_full_month():
    pays = [Case(100_000, date(2026, 5, day), minutes=6_000) for day in (8, 15)]
    assert month.settle(pays).parts["white_collar", ""].social.reference_wage == 200_000


def test_the_key_formula_taxes_the_pays_together_and_the_extra_amount_once():
    pays = [
        Case(115_000, date(2026, 5, day), minutes=4_940, extra_withholding_cents=2_500)
        for day in (8, 15)
    ]
    whole = Case(230_000, date(2026, 5, 15), extra_withholding_cents=2_500)
    assert month.settle(pays).withholding == amounts(whole).withholding == 18_857


def test_two_halves_of_a_month_come_to_the_published_payslip_of_the_whole():
    """2,300.00 in May 2026: contribution 18.96, tax 163.57, special contribution 11.54."""
    pays = [
        Case(gross, date(2026, 5, day), minutes=4_940)
        for gross, day in ((100_000, 9), (130_000, 20))
    ]
    found = month.settle(pays)
    assert found.parts["white_collar", ""].social.kept == 1_896
    assert (found.withholding, found.whole.special) == (16_357, 1_154)
    assert found.whole.net == 230_000 - 1_896 - 16_357 - 1_154 == 210_593


def test_the_extra_amount_counts_on_whichever_pay_it_stands():
    first = Case(115_000, date(2026, 5, 8), minutes=4_940, extra_withholding_cents=2_500)
    last = replace(first, on=date(2026, 5, 15), extra_withholding_cents=0)
    assert month.settle([first, last]).withholding == 18_857


def test_a_premium_counts_for_the_special_contribution_and_keeps_its_tax():
    wage = Case(180_000, date(2026, 5, 15))
    premium = replace(wage, kind="year_end_premium", gross_cents=100_000)
    found = month.settle([wage, premium])
    assert found.whole.special == amounts(replace(wage, gross_cents=280_000)).special_contribution
    assert found.apart == ((premium, amounts(premium)),)


def test_double_holiday_pay_does_not_count_for_the_special_contribution():
    wage = Case(180_000, date(2026, 5, 15))
    holiday = replace(wage, kind="double_holiday", gross_cents=165_600)
    assert month.settle([wage, holiday]).whole.special == 0


def test_a_student_is_settled_on_both_sides_of_the_quota():
    day = Case(12_000, date(2026, 5, 4), status="student", minutes=480)
    pays = [replace(day, student_minutes_left=left) for left in (600, 120, 0)]
    found = month.settle(pays).parts["student", ""]
    assert (found.sums.inside, found.sums.minutes) == (12_000 + 3_000, 360 + 480)
    assert found.social.solidarity == 407  # 2.71 % of 150.00
    assert found.employer.solidarity == 813


def test_the_special_contribution_of_two_statuses_is_that_of_one_person():
    """Of an artist on 108 % of the pay."""
    artist = Case(100_000, date(2026, 5, 4), status="artist", minutes=4_000)
    found = month.settle([artist, replace(artist, status="white_collar")])
    assert found.whole.special_base == 208_000
    assert found.whole.special == 568  # 4.22 % above 1,945.38


def test_who_has_no_figures_is_refused_alone():
    good, gap = Case(100_000, MAY), Case(100_000, date(2024, 4, 15))
    found = months.settle([[gap], [good]])
    assert list(found.refused) == [0]
    assert found.settled(1) == month.settle([good])


def test_nobody_has_no_months():
    assert months.settle([]).refused == {}
