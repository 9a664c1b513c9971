"""A shock to a real house: one client fails, or everybody pays later."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import TODAY, make_client

from commonweal.clients import actions as clients
from commonweal.guarantee.queries import NoShock, OutsideTheForecast, TooSlow, cash, shock
from commonweal.guarantee.tests.test_cash import KOBALT, post
from commonweal.invoicing.tests import work
from commonweal.payroll import actions as payroll
from commonweal.payroll.tests.pay import inputs, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def fund(entity, by):
    post(("6370", 300_00), ("1641", -300_00), key="fund", by=by)


def test_a_client_that_fails_pays_nothing_and_the_fund_bears_it_first(
    amina_unit, festival, fund, by, at
):
    work.issue(amina_unit, festival, by=by, at=at)
    found = shock(on=TODAY, client=festival)
    assert (found.lost_cents, found.vat_cents, found.guaranteed_cents) == (1210_00, 210_00, 1000_00)
    assert (found.from_fund_cents, found.topped_up_cents, found.fund_left_cents) == (
        300_00, 700_00, 0,
    )  # fmt: skip
    (back,) = [move for move in found.after.moves if move.kind == "vat_back"]
    assert (back.cents, back.on) == (210_00, date(2026, 7, 27))  # the 25th is a Saturday


def test_the_other_clients_go_on_paying(amina_unit, festival, by, at):
    other = make_client(**KOBALT)
    work.issue(amina_unit, other, by=by, at=at)
    found = shock(on=TODAY, client=festival)
    assert found.after == found.before == cash(on=TODAY).forecast


def test_a_client_fails_with_those_merged_into_it(amina_unit, festival, by, at):
    other = make_client(name="Festival", kind="person", enterprise_number=None, vat_number="")
    work.issue(amina_unit, other, by=by, at=at)
    clients.merge(keep=festival, others=[other], reason="One house", by=by, at=at)
    assert shock(on=TODAY, client=festival).lost_cents == 1210_00


def test_what_would_have_come_before_the_failure_still_comes(amina_unit, festival, by, at):
    work.issue(amina_unit, festival, by=by, at=at)
    assert shock(on=TODAY, client=festival, fails_on=date(2026, 6, 4)).lost_cents == 0
    assert shock(on=TODAY, client=festival, fails_on=date(2026, 6, 3)).lost_cents == 1210_00


def test_slow_payers_lose_nothing_but_come_later(amina_unit, festival, by, at):
    work.issue(amina_unit, festival, by=by, at=at)
    found = shock(on=TODAY, slow_days=20)
    (before,) = [move for move in found.before.moves if move.is_receipt]
    (after,) = [move for move in found.after.moves if move.is_receipt]
    assert after.on == before.on + timedelta(days=20)
    assert found.lost_cents == 0


def test_the_wages_stay_and_what_is_there_says_how_many_are_covered(amina, amina_unit, by, at):
    (slip,) = payroll.run(contracts=inputs(plan(amina_unit, amina, by=by)), by=by, at=at)
    found = shock(on=TODAY, slow_days=5)
    assert (found.wages_cents, found.wages_covered_cents) == (slip.net_cents, 0)


def test_nothing_is_no_shock_and_no_day_outside_the_forecast_is_shown(festival):
    with pytest.raises(NoShock, match="Choose a client that fails"):
        shock(on=TODAY)
    with pytest.raises(OutsideTheForecast, match="from 4 May 2026 to 2 Aug 2026"):
        shock(on=TODAY, client=festival, fails_on=TODAY - timedelta(days=1))
    with pytest.raises(OutsideTheForecast):
        shock(on=TODAY, client=festival, fails_on=TODAY + timedelta(days=91))
    with pytest.raises(TooSlow, match="90 days at most"):
        shock(on=TODAY, slow_days=91)


def test_a_shock_asks_no_more_than_its_forecast_and_one_for_the_client(
    amina_unit, festival, by, at
):
    work.issue(amina_unit, festival, by=by, at=at)
    with CaptureQueriesContext(connection) as forecast:
        cash(on=TODAY)
    with CaptureQueriesContext(connection) as shocked:
        shock(on=TODAY, client=festival, slow_days=3)
    assert len(shocked) <= len(forecast) + 1
