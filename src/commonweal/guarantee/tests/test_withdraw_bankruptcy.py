"""A client was marked bankrupt by mistake: the books stand as before, with every step in them."""

from datetime import timedelta

import pytest
from tests.cast import make_client, make_unit

from commonweal.guarantee import actions, queries
from commonweal.guarantee.tests.failing import bank_brings, invoice, judgment, put_in_fund
from commonweal.invoicing import queries as issued
from commonweal.ledger import queries as books
from commonweal.reporting import queries as reporting

ACCOUNTS = ("400", "4510", "1641", "6370", "4894", "4890", "6199", "7040")


def balances():
    return {code: books.account_balance(account=code) for code in ACCOUNTS}


@pytest.fixture
def mistaken(bram, amina_unit, festival, by, at):
    """1,210.00 guaranteed and 605.00 not, over a fund of 300.00."""
    put_in_fund(300_00)
    first = invoice(amina_unit, festival)
    invoice(make_unit(bram), festival, net=500_00, guaranteed=False)
    before = balances()
    return actions.mark_bankrupt(failure=judgment(festival), by=by, at=at), first, before


def withdraw(bankruptcy, by, at, because="Another company of that name"):
    return actions.withdraw_bankruptcy(bankruptcy=bankruptcy, because=because, by=by, at=at)


def test_all_accounts_stand_as_before_and_the_invoices_are_owed(mistaken, festival, by, at):
    bankruptcy, first, before = mistaken
    withdrawn = withdraw(bankruptcy, by, at)
    assert balances() == before
    assert books.lost(items=[first.ref]) == {}
    (standing,) = issued.standings(invoices=[first], on=at.date())
    assert (standing.state, standing.open_cents) == ("open", 1210_00)
    assert withdrawn.closed_on == at.date()
    assert queries.find_bankruptcy(client=festival) is None
    assert set(books.proofs().values()) == {0}


def test_the_line_of_the_report_and_the_fund_say_that_nothing_was_lost(mistaken, by, at):
    withdraw(mistaken[0], by, at)
    fund = queries.fund(on=at.date())
    assert (fund.lost_cents, fund.recovered_cents, fund.balance_cents) == (0, 0, 300_00)
    line = reporting.losses_of_the_guarantee(year=2026)
    assert (line.cents, line.recovered_cents, line.check.agrees) == (0, 0, True)


def test_a_mistake_of_last_year_counts_against_this_one(mistaken, by, at):
    withdraw(mistaken[0], by, at + timedelta(days=300))
    for year, cents in ((2026, 1000_00), (2027, -1000_00)):
        line = reporting.losses_of_the_guarantee(year=year)
        assert (line.cents, line.check.agrees) == (cents, True)


def test_the_client_may_fail_in_earnest_later(mistaken, festival, by, at):
    withdrawn = withdraw(mistaken[0], by, at)
    again = actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    assert [loss.nth for loss in queries.losses_of(bankruptcy=again)] == [2, 2]
    assert queries.fund(on=at.date()).lost_cents == 1000_00
    assert books.account_balance(account="6370") == 1000_00
    assert queries.left_of(bankruptcy=withdrawn) == 0
    bank_brings(1, "move:7", account="499", name="move:7")
    with pytest.raises(actions.MoreThanLost):
        actions.recover(bankruptcy=mistaken[0], move="move:7", cents=1, by=by, at=at)


def test_dividends_are_taken_back_first(mistaken, by, at):
    bank_brings(121_00, "move:7", account="499", name="move:7")
    actions.recover(bankruptcy=mistaken[0], move="move:7", cents=121_00, by=by, at=at)
    with pytest.raises(actions.DividendsFirst):
        withdraw(mistaken[0], by, at)


def test_once_and_for_a_reason(mistaken, by, at):
    with pytest.raises(actions.WhyWithdrawn):
        withdraw(mistaken[0], by, at, because="")
    withdrawn = withdraw(mistaken[0], by, at)
    with pytest.raises(actions.AlreadyWithdrawn):
        withdraw(withdrawn, by, at)
    with pytest.raises(actions.AlreadyClosed):
        actions.write_off(bankruptcy=withdrawn, by=by, at=at)
    with pytest.raises(actions.NotClosed):
        actions.reopen_bankruptcy(bankruptcy=withdrawn, by=by, at=at)


def test_a_fund_that_bore_another_loss_by_a_dividend_taken_back_is_not_left_short(
    amina_unit, festival, by, at
):
    """Its 100.00 bore what another client lost, and were fed again when the bank recalled them."""
    invoice(amina_unit, festival)
    other = make_client(name="Harmonie", enterprise_number="0871234303", vat_number="BE0871234303")
    mistaken = actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    bank_brings(121_00, "move:7", account="499", name="move:7")
    dividend = actions.recover(bankruptcy=mistaken, move="move:7", cents=121_00, by=by, at=at)
    invoice(amina_unit, other, net=100_00)
    actions.mark_bankrupt(failure=judgment(other), by=by, at=at)
    actions.take_back_recovery(recovery=dividend, because="Recalled", by=by, at=at)
    withdraw(mistaken, by, at)
    fund = queries.fund(on=at.date())
    assert (fund.fed_cents, fund.lost_cents, fund.balance_cents) == (100_00, 100_00, 0)
