"""What is invoiced after the judgment is written off later."""

import pytest

from commonweal.guarantee import actions, queries
from commonweal.guarantee.tests.failing import invoice, judgment
from commonweal.ledger import queries as books


def test_what_was_invoiced_since_is_lost_too(amina_unit, festival, by, at):
    invoice(amina_unit, festival)
    bankruptcy = actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    invoice(amina_unit, festival, net=50_000)
    actions.write_off(bankruptcy=bankruptcy, by=by, at=at)
    assert [loss.net_cents for loss in queries.losses_of(bankruptcy=bankruptcy)] == [
        100_000, 50_000,
    ]  # fmt: skip
    assert books.account_balance(account="400") == 0
    assert actions.write_off(bankruptcy=bankruptcy, by=by, at=at) == []


def test_not_after_the_bankruptcy_is_closed(festival, by, at):
    bankruptcy = actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    closed = actions.close_bankruptcy(bankruptcy=bankruptcy, on=at.date(), by=by, at=at)
    with pytest.raises(actions.AlreadyClosed):
        actions.write_off(bankruptcy=closed, by=by, at=at)
