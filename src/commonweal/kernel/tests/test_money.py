from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from commonweal.kernel import money


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("2300", 2300_00),
        ("2 300,50", 2300_50),
        ("2.300,5", 2300_50),
        ("2,300.50", 2300_50),
        ("1.234", 1234_00),
        ("1.234.567", 1234567_00),
        ("€ 12,00", 12_00),
        ("-0,01", -1),
        ("0,5", 50),
        (",5", 50),
        ("12,", 12_00),
    ],
)
def test_an_amount_is_read_as_people_write_it(text, cents):
    assert money.cents(text) == cents


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1,2345", "1.23.4", "12,345,6", "1e999", "nan", "--1", "0.001", "0,500", "-0.250"],
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError, match="amount|cents"):
        money.cents(text)


@given(st.integers(-(10**15), 10**15), st.sampled_from(["nl", "fr", "de", "en"]))
def test_what_is_shown_can_be_read_again(amount, language):
    with override(language):
        assert money.cents(money.show(amount)) == amount


@given(st.integers(0, 10**12), st.lists(st.integers(0, 1000), min_size=1, max_size=50))
def test_parts_sum_exactly_and_are_within_a_cent(amount, weights):
    if not sum(weights):
        with pytest.raises(ValueError, match="positive share"):
            money.split(amount, weights)
        return
    parts = money.split(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Decimal(amount) * weight / sum(weights)) < 1


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_rounding_is_half_away_from_zero(numerator, denominator):
    exact = Decimal(numerator) / denominator
    assert abs(money.round_half_up(numerator, denominator) - exact) <= Decimal("0.5")
    assert money.round_half_up(5, 10) == 1
    assert money.round_half_up(-5, 10) == -1
