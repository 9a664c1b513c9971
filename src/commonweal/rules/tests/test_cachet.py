"""How many days of work the task pay of an artist counts for."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.rules import cachet
from commonweal.rules.cachet import of_month, of_quarter
from commonweal.rules.errors import NoFigure
from commonweal.rules.tests.golden import cents


@pytest.mark.parametrize(
    ("on", "gross", "hundredths"),
    [
        (date(2023, 11, 1), "1500", 1955),  # 1500 / 76.70 = 19.5567
        (date(2024, 3, 31), "76.70", 100),
        (date(2024, 3, 31), "76.69", 99),
        (date(2024, 4, 1), "76.70", 98),  # 76.70 / 78.07 = 0.9824
        (date(2024, 5, 1), "1500", 1883),  # 1500 / 79.63 = 18.8371
        (date(2025, 2, 1), "1500", 1846),  # 1500 / 81.23 = 18.4661
        (date(2026, 4, 1), "1500", 1781),  # 1500 / 84.22 = 17.8105
        (date(2024, 3, 31), "26 * 76.70 - 0.01", 2599),
        (date(2024, 3, 31), "26 * 76.70", 2600),
        (date(2024, 3, 31), "5000", 2600),
        (date(2024, 3, 31), "0", 0),
    ],
)
def test_the_days_of_a_month(on, gross, hundredths):
    assert of_month(cents(gross), cachet.day_equivalent(on)).hundredths == hundredths


def test_the_exact_days_are_kept_beside_the_rounded_ones():
    days = of_month(150000, 7670)
    assert (days.exact, days.hundredths) == (Fraction(150000, 7670), 1955)


@pytest.mark.parametrize(
    ("months", "other", "hundredths"),
    [
        (("1500", "1500", "0"), 0, 3910),
        (("5000", "5000", "5000"), 0, 7800),
        (("5000", "5000", "0"), 2599, 7799),
        (("5000", "5000", "0"), 3000, 7800),
    ],
)
def test_the_days_of_a_quarter_have_one_ceiling(months, other, hundredths):
    assert of_quarter([of_month(cents(gross), 7670) for gross in months], other) == hundredths


def test_a_day_before_the_first_figure_is_refused():
    with pytest.raises(NoFigure):
        cachet.day_equivalent(date(2022, 1, 1))


def test_the_line_carries_the_mark_of_the_rounding():
    on = date(2023, 11, 1)
    (line,) = cachet.lines(of_month(150000, cachet.day_equivalent(on)), on)
    assert (line.amount_cents, line.base_cents, line.rate) == (1955, 150000, "/ 76.70")
    assert cachet.ROUNDING in line.unconfirmed
    assert {line.code} == cachet.LABELS.keys() == cachet.REASONS.keys()


@given(st.lists(st.integers(0, 2_000_000), min_size=1, max_size=20))
def test_an_array_gives_what_each_artist_gives(pays):
    many = of_month(np.array(pays, dtype=np.int64), 8422)
    quarter = of_quarter([many] * 3)
    for place, gross in enumerate(pays):
        one = of_month(gross, 8422)
        assert many.hundredths[place] == one.hundredths
        assert quarter[place] == of_quarter([one] * 3)
