"""A closed bankruptcy is taken up again: a payment bounced after the court had closed it."""

import pytest

from commonweal.guarantee import actions, queries
from commonweal.guarantee.tests.failing import bank_brings, invoice, judgment
from commonweal.ledger import queries as books


@pytest.fixture
def closed(amina_unit, festival, by, at):
    """Of 1,210.00 the client paid half; the rest is lost, and the court has closed it."""
    claim = invoice(amina_unit, festival)
    bank_brings(605_00, claim.ref, unit=amina_unit.pk)
    bankruptcy = actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    actions.close_bankruptcy(bankruptcy=bankruptcy, on=at.date(), by=by, at=at)
    return bankruptcy, claim


def test_what_bounced_after_the_end_is_written_off_all_the_same(closed, amina_unit, by, at):
    bankruptcy, claim = closed
    bank_brings(-605_00, claim.ref, unit=amina_unit.pk, name="move:2")
    taken_up = actions.reopen_bankruptcy(bankruptcy=bankruptcy, by=by, at=at)
    (loss,) = actions.write_off(bankruptcy=taken_up, by=by, at=at)
    assert (loss.nth, loss.open_cents, loss.vat_cents) == (2, 605_00, 105_00)
    assert books.lost(items=[claim.ref]) == {claim.ref: 1210_00}
    assert queries.losses(year=2026).cents == queries.fund(on=at.date()).lost_cents == 1000_00
    assert books.account_balance(account="4510") == 0
    assert set(books.proofs().values()) == {0}


def test_only_what_is_closed_is_taken_up(closed, by, at):
    bankruptcy, _claim = closed
    actions.reopen_bankruptcy(bankruptcy=bankruptcy, by=by, at=at)
    with pytest.raises(actions.NotClosed):
        actions.reopen_bankruptcy(bankruptcy=bankruptcy, by=by, at=at)


def test_who_failed_again_has_one_open_bankruptcy(closed, festival, by, at):
    bankruptcy, _claim = closed
    again = actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    with pytest.raises(actions.AlreadyBankrupt):
        actions.reopen_bankruptcy(bankruptcy=bankruptcy, by=by, at=at)
    assert not queries.losses_of(bankruptcy=again).exists()
