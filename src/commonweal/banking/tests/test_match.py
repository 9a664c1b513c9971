"""Which claim does a movement settle? Only a reference decides."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.banking.matching import Open, match
from commonweal.banking.values import ReadMove

DAY = date(2026, 5, 4)
OGM = "090933755493"


def came_in(cents, reference=""):
    return ReadMove(cents, DAY, DAY, reference=reference)


def went_out(cents, order):
    return ReadMove(-cents, DAY, DAY, order_reference=order)


def claims(cents=12_100):
    return {OGM: Open("400", "invoice:2026-000012", 7, cents)}


def placed(moves, claims=None, orders=None):
    return [
        (s.settles.item if s.settles else None, s.settled_cents, s.suspense_cents, s.waits_because)
        for s in match(moves, claims or {}, orders or {})
    ]


def test_an_exact_payment_settles_its_invoice():
    assert placed([came_in(12_100, OGM)], claims()) == [("invoice:2026-000012", 12_100, 0, "")]


def test_a_partial_payment_settles_partly_and_the_next_one_the_rest():
    assert placed([came_in(5_000, OGM), came_in(7_100, OGM)], claims()) == [
        ("invoice:2026-000012", 5_000, 0, ""),
        ("invoice:2026-000012", 7_100, 0, ""),
    ]


def test_what_is_paid_too_much_waits():
    assert placed([came_in(13_000, OGM)], claims()) == [
        ("invoice:2026-000012", 12_100, 900, "overpaid")
    ]


def test_a_second_payment_of_the_same_invoice_waits_whole():
    assert placed([came_in(12_100, OGM)] * 2, claims())[1] == (None, 0, 12_100, "settled")


def test_a_credited_invoice_takes_no_money():
    assert placed([came_in(100, OGM)], claims(-500)) == [(None, 0, 100, "settled")]


def test_the_right_amount_without_its_reference_waits():
    assert placed([came_in(12_100), came_in(12_100, "000000000097")], claims()) == [
        (None, 0, 12_100, "no_reference"),
        (None, 0, 12_100, "unknown_reference"),
    ]


def test_money_that_goes_out_with_a_clients_reference_is_not_settled_with_it():
    out = ReadMove(-12_100, DAY, DAY, reference=OGM)
    assert placed([out], claims()) == [(None, 0, -12_100, "debit")]


@pytest.mark.parametrize("name", ["CW12-20260511", "CW12-345", "/CW12-345/"])
def test_a_payment_file_is_known_by_its_name(name):
    orders = {12: Open("5509", "batch:12", None, -50_000)}
    assert placed([went_out(50_000, name)], orders=orders) == [("batch:12", -50_000, 0, "")]


def test_more_than_the_payment_file_waits():
    orders = {12: Open("5509", "batch:12", None, -50_000)}
    assert placed([went_out(50_001, "CW12-345")], orders=orders) == [
        ("batch:12", -50_000, -1, "order_exceeded")
    ]


@pytest.mark.parametrize("name", ["CW13-345", "XCW12-345", "CW-345", "", "12"])
def test_the_amount_of_a_payment_file_alone_proves_nothing(name):
    orders = {12: Open("5509", "batch:12", None, -50_000)}
    assert placed([went_out(50_000, name)], orders=orders) == [(None, 0, -50_000, "debit")]


@given(
    st.lists(st.tuples(st.integers(-(10**9), 10**9), st.sampled_from(["", OGM, "000000000097"]))),
    st.integers(-(10**9), 10**9),
)
def test_no_cent_is_lost_and_no_claim_goes_below_zero(payments, open_cents):
    book = claims(open_cents)
    moves = [came_in(cents, reference) for cents, reference in payments]
    settlements = match(moves, book, {})
    for move, settlement in zip(moves, settlements, strict=True):
        assert settlement.settled_cents + settlement.suspense_cents == move.cents
        assert bool(settlement.suspense_cents) == bool(settlement.waits_because)
    settled = sum(settlement.settled_cents for settlement in settlements)
    assert open_cents - settled == book[OGM].cents
    assert 0 <= settled <= max(open_cents, 0)


@pytest.mark.parametrize(
    "code", ["PMNT-ICDT-CHRG", "PMNT-MCOP-COMM", "CHRG", "08001000", "00137000"]
)
def test_what_a_payment_file_cost_is_no_part_of_it(code):
    orders = {12: Open("5509", "batch:12", None, -150_000)}
    cost = ReadMove(-350, DAY, DAY, order_reference="CW12-20260511", code=code)
    executed = ReadMove(-150_000, DAY, DAY, order_reference="CW12-20260511", code="00101000")
    assert placed([cost, executed], orders=orders) == [
        (None, 0, -350, "debit"),
        ("batch:12", -150_000, 0, ""),
    ]


def test_what_came_back_pays_no_invoice_whose_reference_it_repeats():
    """A refund of ours whose words held the reference of the invoice, returned by the bank."""
    back = ReadMove(12_100, DAY, DAY, reference=OGM, return_reason="AC04")
    assert placed([back], claims()) == [(None, 0, 12_100, "came_back")]
