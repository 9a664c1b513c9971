"""
A house so small that every figure is worked out by hand.

5,000.00 at the bank, 1,500.00 in the fund. Client 1 pays 2,420.00 (guaranteed) on day 10, client 2
1,210.00 (not guaranteed) on day 20. Wages: 3,000.00 on day 7, 2,000.00 on day 30. VAT: 600.00 on
day 51. VAT of what is lost is back on day 82.
"""

import pytest

from commonweal.guarantee.cash import Book, CashMove, Kind
from commonweal.guarantee.simulate import Failure, shock
from commonweal.guarantee.tests.test_cash_and_shock import ON, VAT_BACK_ON, day, receipt, wage

MOVES = (
    receipt(10, 2000_00, 420_00, client=1),
    receipt(20, 1000_00, 210_00, client=2, guaranteed=False),
    wage(7, 3000_00),
    wage(30, 2000_00),
    CashMove(day(51), Kind.VAT, -600_00, "vat", day(51)),
)
ASKED = (0, 7, 10, 20, 30, 35, 45, 51, 82, 90)


def house(opening=5000_00):
    return Book(ON, opening, 1500_00, MOVES, [])


def failing(*clients, on):
    return Failure(frozenset(clients), day(on), VAT_BACK_ON)


def curve(found):
    return [found.points[number].cents // 100 for number in ASKED]


def test_without_a_shock():
    found = shock(house()).after
    assert curve(found) == [5000, 2000, 4420, 5630, 3630, 3630, 3630, 3030, 3030, 3030]
    assert (found.lowest.on, found.runs_out_on) == (day(7), None)


def test_client_1_fails_before_it_pays():
    found = shock(house(), failure=failing(1, on=5))
    assert curve(found.after) == [5000, 2000, 2000, 3210, 1210, 1210, 1210, 610, 1030, 1030]
    assert (found.lost_cents, found.vat_cents, found.guaranteed_cents) == (2420_00, 420_00, 2000_00)
    assert (found.from_fund_cents, found.topped_up_cents) == (1500_00, 500_00)
    assert (found.fund_left_cents, found.held_cents) == (0, 0)
    assert found.wages_cents == found.wages_covered_cents == 5000_00
    assert (found.after.lowest.on, found.after.lowest.cents) == (day(51), 610_00)


@pytest.mark.parametrize(("on", "lost"), [(10, 2420_00), (11, 0)])
def test_on_the_day_it_would_have_paid_it_does_not_and_a_day_later_it_has(on, lost):
    assert shock(house(), failure=failing(1, on=on)).lost_cents == lost


def test_of_client_2_the_fund_bears_nothing():
    found = shock(house(), failure=failing(2, on=0))
    assert curve(found.after) == [5000, 2000, 4420, 4420, 2420, 2420, 2420, 1820, 2030, 2030]
    assert (found.guaranteed_cents, found.held_cents, found.vat_cents) == (0, 1000_00, 210_00)
    assert found.fund_left_cents == 1500_00


def test_everybody_pays_25_days_later_and_the_last_cent_decides():
    found = shock(house(), slow_days=25)
    assert curve(found.after) == [5000, 2000, 2000, 2000, 0, 2420, 3630, 3030, 3030, 3030]
    assert (found.after.runs_out_on, found.wages_covered_cents) == (None, 5000_00)
    short = shock(house(4999_99), slow_days=25)
    assert (short.after.runs_out_on, short.wages_covered_cents) == (day(30), 4999_99)
    assert short.lost_cents == 0


def test_both_at_once():
    """Client 1 would pay on day 35 now and fails before; client 2 pays on day 45."""
    found = shock(house(), failure=failing(1, on=12), slow_days=25)
    assert curve(found.after) == [5000, 2000, 2000, 2000, 0, 0, 1210, 610, 1030, 1030]
    assert (found.lost_cents, found.after.runs_out_on) == (2420_00, None)


def test_a_client_with_nothing_changes_nothing():
    found = shock(house(), failure=failing(3, on=0))
    assert found.after == found.before
    assert (found.lost_cents, found.fund_left_cents) == (0, 1500_00)
