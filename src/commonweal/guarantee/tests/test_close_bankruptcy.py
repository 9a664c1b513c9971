"""The court closes a bankruptcy: nothing more comes of it."""

from datetime import timedelta

import pytest

from commonweal.guarantee import actions, queries
from commonweal.guarantee.tests.failing import judgment


@pytest.fixture
def bankruptcy(festival, by, at):
    return actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)


def test_it_is_closed_once(bankruptcy, festival, by, at):
    actions.close_bankruptcy(bankruptcy=bankruptcy, on=at.date(), by=by, at=at)
    assert queries.find_bankruptcy(client=festival) is None
    with pytest.raises(actions.AlreadyClosed):
        actions.close_bankruptcy(bankruptcy=bankruptcy, on=at.date(), by=by, at=at)


@pytest.mark.parametrize("days", [-1, 1])
def test_not_before_the_judgment_nor_tomorrow(bankruptcy, by, at, days):
    with pytest.raises(actions.ClosedTooEarly):
        on = at.date() + timedelta(days=days)
        actions.close_bankruptcy(bankruptcy=bankruptcy, on=on, by=by, at=at)
