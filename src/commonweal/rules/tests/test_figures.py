"""The figures themselves: what the law says on a day, and what must hold between figures."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest

from commonweal.rules.parameters import everything, figure

YEARS = [date(year, 6, 1) for year in (2024, 2025, 2026)]


def value(parameter, year, month=1, day=1):
    return figure(parameter, date(year, month, day)).value


@pytest.mark.parametrize(
    ("parameter", "on", "expected"),
    [
        ("nsso.student.quota", date(2022, 12, 31), 475),
        ("nsso.student.quota", date(2023, 1, 1), 600),
        ("nsso.student.quota", date(2024, 12, 31), 600),
        ("nsso.student.quota", date(2025, 1, 1), 650),
        ("nsso.student.worker", date(2025, 1, 1), Fraction("0.0271")),
        ("expense.km.quarterly", date(2026, 4, 30), Fraction("45.71")),
        ("artist.target_group.regions", date(2026, 3, 31), ("BRU", "FLA", "WAL")),
        ("artist.target_group.regions", date(2026, 4, 1), ("BRU", "WAL")),
        ("artist.target_group.lump", date(2026, 4, 1), 72650),
        ("artist.1bis.certificate_required", date(2024, 1, 1), True),
        ("structural_reduction.W_remuneration_codes", date(2025, 1, 1), ("1", "2", "4", "5", "12")),
        ("holiday.double_nsso_share", date(2025, 1, 1), Fraction(85, 92)),
        ("nsso.employer.quarter_ceiling", date(2026, 1, 1), 8670000),
        ("pc304.year_end_premium", date(2024, 12, 1), 42500),
        ("labour.min_part_time", date(2025, 1, 1), Fraction(1, 3)),
    ],
)
def test_it_knows_the_figure_of_a_day(parameter, on, expected):
    assert figure(parameter, on).value == expected


def test_the_scale_of_joint_committee_200_has_a_pay_for_each_year_of_experience():
    scales = value("pc200.scale", 2026)
    assert scales["scale_1"]["A"][5] == 227651
    assert scales["scale_2"]["A"][0] is None
    for scale in scales.values():
        for pay in scale.values():
            known = [cents for cents in pay if cents is not None]
            assert len(pay) == 27
            assert known == sorted(known)


@pytest.mark.parametrize("on", YEARS)
def test_the_slices_of_an_attachment_rise(on):
    law = figure("garnishment.protected", on).value
    assert list(law["bounds"]) == sorted(law["bounds"])
    assert len(law["rates"]) == len(law["bounds"]) + 1
    assert (law["rates"][0], law["rates"][-1]) == (0, 1)


def test_the_published_example_of_an_attachment_holds():
    law = value("garnishment.protected", 2024)
    edges = (0, *law["bounds"], 200000)
    taken = [
        (high - low) * rate for (low, high), rate in zip(pairwise(edges), law["rates"], strict=True)
    ]
    assert sum(taken) == 38610
    assert sum(taken) - 3 * law["child"] == 13710


@pytest.mark.parametrize("on", YEARS)
def test_exceptional_pay_has_a_rate_for_each_band(on):
    scale = figure("withholding.exceptional", on).value
    for column in ("holiday_pay", "other"):
        assert len(scale[column]) == len(scale["bounds"]) + 1
        assert list(scale[column]) == sorted(scale[column])
    children = figure("withholding.exceptional_children", on).value
    assert len(children["exemption_limit_by_children"]) == 12
    assert len(children["reduction_pct"]) == len(children["reduction_limit"]) == 5


def test_the_multiplier_of_the_structural_reduction_is_one_line_where_its_parts_meet():
    beta = value("structural_reduction.beta", 2025)
    first, second = beta["edges"]
    assert beta["low"] + beta["slope"] * (second - first) == 1 / second


def test_group_s_is_reproduced_with_the_structural_reduction_of_the_first_quarter():
    law, pay = value("structural_reduction.cat1", 2026), Fraction("3.1") * 227651
    quarter = law["alpha"] * (law["S0"] - pay) + law["gamma"] * (law["S2"] - pay)
    assert round(quarter / 3) == 32990


def test_the_yearly_most_of_the_work_bonus_is_twelve_times_its_two_parts():
    for on in (date(2025, 1, 15), date(2026, 3, 15), date(2026, 9, 15)):
        parts = figure("work_bonus", on).value["white_collar"]
        most = 12 * (parts["A"]["max"] + parts["B"]["max"])
        assert figure("work_bonus.fiscal_yearly_max", on).value == most


def test_holiday_pay_at_exit_is_the_sum_of_its_parts():
    assert sum(value("holiday.exit_parts", 2025).values()) == value("holiday.exit_pct", 2025)


def test_every_value_follows_the_one_before_it_without_a_silent_day():
    for parameter in everything().values():
        for before, after in pairwise(parameter.figures):
            assert before.valid_to == after.valid_from, parameter.id
            assert before.holds(after.valid_from - timedelta(days=1))
