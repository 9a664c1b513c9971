"""The pure part: what the bank account will hold, and what a shock does to it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.guarantee.cash import (
    Behaviour,
    Book,
    CashMove,
    Kind,
    cautious,
    expected_on,
    forecast,
    still_due,
)
from commonweal.guarantee.simulate import Failure, shock

ON = date(2026, 5, 4)
VAT_BACK_ON = date(2026, 7, 25)
DAYS = 90
RECEIPT = (Kind.INVOICE, Kind.ORDER, Kind.FUNDING)
OUT = (Kind.WAGE, Kind.PLANNED_WAGE, Kind.SUPPLIER, Kind.VAT, Kind.UNDER_WAY, Kind.REFUND)


def day(number: int) -> date:
    return ON + timedelta(days=number)


def receipt(on: int, net: int, vat: int = 0, client: int | None = 1, **said: object) -> CashMove:
    cents = net + vat
    move = CashMove(
        day(on), Kind.INVOICE, cents, f"invoice:{on}", day(on), "Festival", client, net, True
    )
    return replace(move, **said)


def wage(on: int, cents: int) -> CashMove:
    return CashMove(day(on), Kind.WAGE, -cents, f"payslip:{on}", day(on))


amounts = st.integers(1, 10_000_00)
receipts = st.builds(
    receipt, st.integers(0, 150), amounts, st.integers(0, 2000_00), st.integers(1, 3),
    kind=st.sampled_from(RECEIPT), guaranteed=st.booleans(), spread_days=st.integers(0, 40),
)  # fmt: skip
outgoing = st.builds(
    lambda on, cents, kind: CashMove(day(on), kind, -cents, f"{kind}:{on}", day(on)),
    st.integers(0, 150), amounts, st.sampled_from(OUT),
)  # fmt: skip
moves = st.lists(st.one_of(receipts, outgoing), max_size=12)
books = st.builds(
    Book, st.just(ON), st.integers(-5000_00, 50_000_00), st.integers(0, 20_000_00), moves,
    st.lists(receipts, max_size=3),
)  # fmt: skip
failures = st.builds(
    lambda clients, on: Failure(clients, day(on), day(on + 60)),
    st.frozensets(st.integers(1, 3), max_size=3),
    st.integers(0, 120),
)


def test_each_day_ends_with_what_came_and_went():
    found = forecast(100_00, [receipt(1, 50_00), wage(2, 200_00), receipt(2, 10_00)], on=ON, days=3)
    assert [point.cents for point in found.points] == [100_00, 150_00, -40_00, -40_00]
    assert (found.points[2].in_cents, found.points[2].out_cents) == (10_00, 200_00)
    assert (found.runs_out_on, found.lowest.on) == (day(2), day(2))


def test_a_house_without_moves_stays_where_it_is():
    found = forecast(0, [], on=ON)
    assert (found.end_cents, found.runs_out_on, len(found.points)) == (0, None, DAYS + 1)
    assert found.until == day(DAYS)


def test_ninety_days_are_thirteen_whole_weeks():
    found = forecast(0, [receipt(0, 1), receipt(6, 2), receipt(7, 4), receipt(90, 8)], on=ON)
    assert len(found.weeks) == 13
    assert [week.sum_of(RECEIPT) for week in found.weeks if week.moves] == [3, 4, 8]
    assert found.weeks[-1].last == found.until


def test_what_lies_before_the_first_day_is_refused():
    with pytest.raises(ValueError, match="invoice:-1 lies before"):
        forecast(0, [receipt(-1, 100)], on=ON)


@given(books)
def test_the_moves_are_what_the_last_point_holds_more(book):
    found = forecast(book.opening_cents, book.moves, on=ON)
    assert sum(move.cents for move in found.moves) == found.end_cents - book.opening_cents
    assert sum(point.in_cents - point.out_cents for point in found.points) == (
        found.end_cents - book.opening_cents
    )
    weeks = found.weeks
    assert [move for week in weeks for move in week.moves] == list(found.moves)
    assert min(week.lowest_cents for week in weeks) == found.lowest.cents


@given(books)
def test_clients_that_pay_as_late_as_they_sometimes_do_leave_never_more(book):
    usual = forecast(book.opening_cents, book.moves, on=ON)
    late = forecast(book.opening_cents, cautious(book.moves), on=ON)
    assert all(b.cents <= a.cents for a, b in zip(usual.points, late.points, strict=True))


@given(books)
def test_the_shock_of_nothing_is_the_forecast(book):
    for found in (
        shock(book),
        shock(book, failure=Failure(frozenset(), ON, VAT_BACK_ON)),
        shock(book, failure=Failure(frozenset({99}), ON, VAT_BACK_ON)),
    ):
        assert found.after == found.before == forecast(book.opening_cents, book.moves, on=ON)
        assert (found.lost_cents, found.fund_left_cents) == (0, book.fund_cents)


@given(books, st.none() | failures, st.integers(0, 120))
def test_no_shock_leaves_more_on_any_day(book, failure, slow_days):
    found = shock(book, failure=failure, slow_days=slow_days)
    pairs = zip(found.before.points, found.after.points, strict=True)
    assert all(after.cents <= before.cents for before, after in pairs)


@given(books, failures, st.integers(0, 60))
def test_fund_and_charge_bear_the_whole_loss_and_wages_stay(book, failure, slow_days):
    found = shock(book, failure=failure, slow_days=slow_days)
    assert found.from_fund_cents + found.topped_up_cents == found.guaranteed_cents
    assert found.from_fund_cents + found.fund_left_cents == book.fund_cents
    assert found.fund_left_cents >= 0
    assert found.lost_cents == found.guaranteed_cents + found.held_cents + found.vat_cents
    wages = [move for move in found.before.moves if move.is_wage]
    assert wages == [move for move in found.after.moves if move.is_wage]
    assert 0 <= found.wages_covered_cents <= found.wages_cents


@given(books, st.integers(0, 60), st.integers(0, 60))
def test_a_longer_delay_is_never_milder(book, days, more):
    some = shock(book, slow_days=days).after
    worse = shock(book, slow_days=days + more).after
    assert all(b.cents <= a.cents for a, b in zip(some.points, worse.points, strict=True))


def test_a_client_that_fails_pays_nothing_more_and_its_vat_comes_back_later():
    book = Book(
        ON, 500_00, 300_00,
        [receipt(3, 100_00, 21_00), receipt(10, 1000_00, 210_00), wage(10, 900_00)],
    )  # fmt: skip
    found = shock(book, failure=Failure(frozenset({1}), day(5), day(40)))
    assert (found.lost_cents, found.vat_cents, found.guaranteed_cents) == (1210_00, 210_00, 1000_00)
    assert (found.from_fund_cents, found.topped_up_cents) == (300_00, 700_00)
    assert found.after.runs_out_on == day(10)
    assert found.before.runs_out_on is None
    assert found.after.end_cents == 500_00 + 121_00 - 900_00 + 210_00
    assert (found.wages_cents, found.wages_covered_cents) == (900_00, 621_00)


def test_what_nobody_counted_on_is_lost_too_but_changes_no_curve():
    book = Book(ON, 0, 0, [], [receipt(0, 100_00, 21_00)])
    found = shock(book, failure=Failure(frozenset({1}), ON, day(40)))
    assert (found.lost_cents, found.topped_up_cents) == (121_00, 100_00)
    assert found.after == found.before


def test_what_was_not_guaranteed_is_not_borne_by_the_fund():
    book = Book(ON, 0, 500_00, [receipt(2, 100_00, guaranteed=False)])
    found = shock(book, failure=Failure(frozenset({1}), ON, day(40)))
    assert (found.held_cents, found.fund_left_cents) == (100_00, 500_00)


def test_nobody_pays_sooner_by_a_shock_and_nobody_fails_in_the_past():
    with pytest.raises(ValueError, match="nobody pay sooner"):
        shock(Book(ON, 0, 0, []), slow_days=-1)
    with pytest.raises(ValueError, match="lies before"):
        shock(Book(ON, 0, 0, []), failure=Failure(frozenset({1}), day(-1), day(40)))


@pytest.mark.parametrize(
    ("due", "median", "spread", "expected"),
    [(10, 5, 3, 15), (10, -4, 3, 6), (-2, 5, 3, 3), (-9, 5, 3, 14), (-9, 5, 30, 30)],
)
def test_a_client_is_expected_on_its_usual_day_or_else_a_while_from_now(
    due, median, spread, expected
):
    behaviour = Behaviour(median, spread, 7)
    assert expected_on(day(due), behaviour, on=ON, late_again=14) == day(expected)


@given(
    st.dictionaries(st.dates(ON, day(400)), st.integers(-1000, 1000), max_size=6),
    st.integers(0, 3000),
)
def test_what_was_settled_goes_to_the_oldest_and_no_cent_gets_lost(accrued, settled):
    left = still_due(accrued, settled)
    assert all(cents > 0 for cents in left.values())
    assert sum(left.values()) >= sum(accrued.values()) - settled
    assert all(left[each] <= sum(v for d, v in accrued.items() if d <= each and v > 0)
               for each in left)  # fmt: skip


def test_a_credit_of_one_quarter_lowers_the_next():
    assert still_due({day(0): 100, day(90): -30, day(180): 50}, 100) == {day(180): 20}
