"""A part of the turnover of each month is put aside for losses."""

from datetime import date, timedelta

import pytest

from commonweal.guarantee import actions, queries
from commonweal.guarantee.jobs import feed_fund
from commonweal.guarantee.tests.failing import invoice
from commonweal.kernel import clock
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

MAY = date(2026, 5, 1)
MONTH = timedelta(days=31)


def test_the_fund_has_its_part_of_the_turnover_once(amina_unit, festival, by, at):
    invoice(amina_unit, festival, net=1_000_000)
    assert queries.months_to_feed(on=(at + MONTH).date()) == [MAY]
    actions.feed_fund(month=MAY, by=by, at=at + MONTH)
    fund = queries.fund(on=date(2026, 5, 31))
    assert (fund.balance_cents, fund.fed_cents) == (1_000, 1_000)
    assert books.account_balance(account="6370") == 1_000
    assert queries.months_to_feed(on=(at + MONTH).date()) == []
    with pytest.raises(actions.NothingToFeed):
        actions.feed_fund(month=MAY, by=by, at=at + MONTH)


def test_no_budget_of_a_unit_pays_for_it(amina_unit, festival, by, at):
    invoice(amina_unit, festival)
    before = books.budget(unit=amina_unit.pk)
    actions.feed_fund(month=MAY, by=by, at=at + MONTH)
    assert books.budget(unit=amina_unit.pk) == before
    assert set(books.proofs().values()) == {0}


def test_a_month_is_fed_when_it_is_over(amina_unit, festival, by, at):
    invoice(amina_unit, festival)
    with pytest.raises(actions.MonthNotOver):
        actions.feed_fund(month=MAY, by=by, at=at)


def test_a_month_that_is_closed_is_fed_today(amina_unit, festival, by, at):
    invoice(amina_unit, festival)
    ledger.close_month(month=MAY, by=by, at=at + MONTH)
    actions.feed_fund(month=MAY, by=by, at=at + MONTH)
    assert queries.fund(on=date(2026, 5, 31)).balance_cents == 0
    assert queries.fund(on=date(2026, 6, 30)).balance_cents == 100


def test_by_itself_it_is_fed_once_for_each_month_that_is_over(amina_unit, festival, at):
    invoice(amina_unit, festival)
    clock.move(to=at + MONTH)
    for _ in range(2):
        feed_fund()
    assert queries.fund(on=(at + MONTH).date()).fed_cents == 100
