"""What the house stands for: each reason alone, and the cap to the cent."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.rules.guarantee import Facts, figures, verdict, warns

MAY_4 = date(2026, 5, 4)
TERMS = figures(MAY_4)
cents = st.integers(0, 10**9)


def codes(**facts):
    return [reason.code for reason in verdict(Facts(**{"price_cents": 1000_00, **facts}), TERMS)]


def test_it_stands_for_what_a_known_client_confirmed():
    assert codes() == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"is_confirmed": False}, "not_confirmed"),
        ({"in_eu": False}, "outside_eu"),
        ({"is_blocked": True}, "client_blocked"),
        ({"is_bankrupt": True}, "client_bankrupt"),
        ({"missing": ("email",)}, "data_missing"),
        ({"engaged_cents": 49_000_01}, "over_cap"),
    ],
)
def test_each_reason_stands_alone(facts, code):
    assert codes(**facts) == [code]


def test_the_cap_is_reached_to_the_cent():
    assert codes(engaged_cents=49_000_00) == []
    assert codes(engaged_cents=49_000_00, cap_cents=49_999_99) == ["over_cap"]


def test_a_cap_of_nothing_promises_nothing():
    assert codes(cap_cents=0) == ["over_cap"]


def test_what_the_house_does_not_need_does_not_count():
    assert codes(missing=("fax",)) == []


def test_where_no_cap_is_asked_any_price_is_within_it():
    assert codes(price_cents=10**9, engaged_cents=None) == []


def test_it_says_from_which_day_its_terms_are():
    assert set(TERMS.valid_from) == {
        "guarantee.cap", "guarantee.data_needed", "guarantee.only_in_eu",
    }  # fmt: skip


@given(price=cents, engaged=cents, cap=cents)
def test_a_promise_never_passes_the_cap(price, engaged, cap):
    facts = Facts(price_cents=price, engaged_cents=engaged, cap_cents=cap)
    assert bool(verdict(facts, TERMS)) == (price > max(cap - engaged, 0))


@given(engaged=cents, cap=cents)
def test_a_warning_comes_before_the_cap_is_reached(engaged, cap):
    if engaged and engaged >= cap:
        assert warns(engaged_cents=engaged, cap_cents=cap, on=MAY_4)
    if engaged * 100 < cap * 70:
        assert not warns(engaged_cents=engaged, cap_cents=cap, on=MAY_4)
