"""What is lost of an item becomes more or less; at nothing the mark is gone."""

import pytest

from commonweal.kernel.clock import START
from commonweal.ledger import queries
from commonweal.ledger.actions import LessThanLost, correct_lost, mark_lost
from commonweal.ledger.tests.books import BOOKKEEPER

ITEM, OTHER = "invoice:2026-000012", "invoice:2026-000013"


@pytest.fixture
def marked(db):
    mark_lost(marks={ITEM: ("bankruptcy:1", 121_00)}, by=BOOKKEEPER, at=START)


def correct(changes):
    correct_lost(changes=changes, by=BOOKKEEPER, at=START)


def test_more_is_lost_and_then_some_of_it_came(marked):
    correct({ITEM: 60_50})
    assert queries.lost(items=[ITEM]) == {ITEM: 181_50}
    correct({ITEM: -181_00})
    assert queries.lost(items=[ITEM]) == {ITEM: 50}


def test_of_what_came_in_whole_nothing_is_lost_and_it_may_be_lost_again(marked):
    correct({ITEM: -121_00})
    assert queries.lost(items=[ITEM]) == {}
    mark_lost(marks={ITEM: ("bankruptcy:2", 121_00)}, by=BOOKKEEPER, at=START)


def test_no_more_comes_back_than_was_lost_and_all_or_nothing_is_changed(marked):
    with pytest.raises(LessThanLost, match="12100 cents"):
        correct({ITEM: -121_01})
    with pytest.raises(LessThanLost):
        correct({ITEM: -1, OTHER: 1})
    assert queries.lost(items=[ITEM, OTHER]) == {ITEM: 121_00}
