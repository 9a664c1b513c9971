"""A client fails: VAT comes back in grid 62, a dividend is due again in 61, the report agrees."""

from datetime import timedelta

import pytest

from commonweal.guarantee import actions as guarantee
from commonweal.guarantee.tests.failing import bank_brings, invoice, judgment
from commonweal.ledger import actions as ledger
from commonweal.reporting import queries

pytestmark = pytest.mark.django_db
MAY = queries.read_period("2026-05")
MOVE = "move:7"


@pytest.fixture
def failed(amina_unit, festival, by, at):
    """Of 1,210.00 nothing came; then 121.00 did."""
    invoice(amina_unit, festival)
    bankruptcy = guarantee.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    bank_brings(121_00, MOVE, account="499", name=MOVE)
    guarantee.recover(bankruptcy=bankruptcy, move=MOVE, cents=121_00, by=by, at=at)
    return bankruptcy


def test_the_vat_of_a_loss_comes_back_and_that_of_a_dividend_is_due_again(failed):
    found = queries.vat_return(period=MAY)
    figures = {code: grid.cents for code, grid in found.grids.items() if grid.cents}
    assert figures == {"03": 1000_00, "54": 210_00, "62": 210_00, "61": 21_00, "71": 21_00}
    assert found.unexplained.lines == 0
    assert found.agrees
    assert "vat.grids.losses" in found.marks


def test_the_client_listing_is_not_lowered(failed):
    found = queries.client_listing(year=2026)
    assert [(one.turnover_cents, one.vat_cents) for one in found.clients] == [(1000_00, 210_00)]
    assert all(check.agrees for check in found.checks)


def test_the_line_of_the_report_is_what_the_fund_bore(failed):
    line = queries.losses_of_the_guarantee(year=2026)
    assert (line.cents, line.recovered_cents, line.check.agrees) == (1000_00, 100_00, True)
    assert queries.losses_of_the_guarantee(year=2025).cents == 0


def test_what_was_not_guaranteed_is_no_loss_of_the_guarantee(amina_unit, festival, by, at):
    invoice(amina_unit, festival, guaranteed=False)
    guarantee.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    line = queries.losses_of_the_guarantee(year=2026)
    assert (line.cents, line.check.agrees) == (0, True)
    found = queries.vat_return(period=MAY)
    assert (found.grids["62"].cents, found.agrees) == (210_00, True)


def test_a_mistake_of_a_closed_period_is_corrected_in_the_open_one(amina_unit, festival, by, at):
    invoice(amina_unit, festival)
    bankruptcy = guarantee.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    later = at + timedelta(days=60)
    ledger.close_month(month=MAY.start, by=by, at=later)
    told = queries.vat_return(period=MAY).grids
    guarantee.withdraw_bankruptcy(bankruptcy=bankruptcy, because="Other", by=by, at=later)
    assert queries.vat_return(period=MAY).grids == told
    found = queries.vat_return(period=queries.read_period(f"{later:%Y-%m}"))
    figures = {code: grid.cents for code, grid in found.grids.items() if grid.cents}
    assert figures == {"61": 210_00, "71": 210_00}
    assert (found.unexplained.lines, found.agrees) == (0, True)
