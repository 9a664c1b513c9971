"""A dividend goes back to the bank, or was something else: the loss is as it was before."""

import pytest
from tests.cast import make_unit

from commonweal.guarantee import actions, queries
from commonweal.guarantee.tests.failing import bank_brings, invoice, judgment
from commonweal.ledger import queries as books

MOVE, BACK = "move:7", "move:8"


@pytest.fixture
def dividend(amina_unit, festival, by, at):
    """Lost: 1,210.00, of which the fund bore 1,000.00; 121.00 of it came."""
    invoice(amina_unit, festival)
    bankruptcy = actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    bank_brings(121_00, MOVE, account="499", name=MOVE)
    return actions.recover(bankruptcy=bankruptcy, move=MOVE, cents=121_00, by=by, at=at)


def take_back(recovery, by, at, because="Recalled", **more):
    return actions.take_back_recovery(recovery=recovery, because=because, by=by, at=at, **more)


def test_what_the_bank_took_back_is_lost_again(dividend, by, at):
    bank_brings(-121_00, BACK, account="499", name=BACK)
    assert queries.debits_waiting() == [(BACK, at.date(), 121_00)]
    back = take_back(dividend, by, at, move=BACK)
    assert (back.cents, back.fund_cents, back.vat_cents) == (-121_00, -100_00, -21_00)
    assert books.account_balance(account="499") == 0
    fund = queries.fund(on=at.date())
    assert (fund.lost_cents, fund.recovered_cents) == (1000_00, 0)
    assert queries.left_of(bankruptcy=dividend.bankruptcy) == 1210_00
    assert set(books.proofs().values()) == {0}


def test_what_was_something_else_waits_again_and_may_be_recorded_anew(dividend, by, at):
    take_back(dividend, by, at)
    assert queries.dividends_waiting() == [(MOVE, at.date(), 121_00)]
    again = actions.recover(bankruptcy=dividend.bankruptcy, move=MOVE, cents=121_00, by=by, at=at)
    assert (again.nth, again.fund_cents) == (3, 100_00)


def test_what_a_budget_had_of_it_is_taken_back_too(bram, festival, by, at):
    unit = make_unit(bram)
    invoice(unit, festival, guaranteed=False)
    bankruptcy = actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    bank_brings(121_00, MOVE, account="499", name=MOVE)
    recovery = actions.recover(bankruptcy=bankruptcy, move=MOVE, cents=121_00, by=by, at=at)
    assert books.budget(unit=unit.pk) == 100_00 - 6_50
    take_back(recovery, by, at)
    assert books.budget(unit=unit.pk) == 0


def test_once_with_a_reason_and_by_a_debit_of_as_much(dividend, by, at):
    with pytest.raises(actions.WhyRecoveryBack):
        take_back(dividend, by, at, because=" ")
    bank_brings(-120_99, BACK, account="499", name=BACK)
    with pytest.raises(actions.NotWaiting):
        take_back(dividend, by, at, move=BACK)
    back = take_back(dividend, by, at)
    for one in (dividend, back):
        with pytest.raises(actions.RecoveryTakenBack):
            take_back(one, by, at)


def test_a_fund_that_used_the_dividend_is_fed_first_and_a_mistake_undoes_that_too(
    dividend, amina_unit, festival, by, at
):
    """100.00 came back, another loss of 100.00 was borne by it, and then the bank recalls it."""
    invoice(amina_unit, festival, net=100_00)
    actions.write_off(bankruptcy=dividend.bankruptcy, by=by, at=at)
    assert books.account_balance(account="6370") == 1000_00
    take_back(dividend, by, at)
    fund = queries.fund(on=at.date())
    assert (fund.fed_cents, fund.lost_cents, fund.balance_cents) == (1100_00, 1100_00, 0)
    actions.withdraw_bankruptcy(bankruptcy=dividend.bankruptcy, because="Another one", by=by, at=at)
    assert [books.account_balance(account=code) for code in ("1641", "6370")] == [0, 0]
