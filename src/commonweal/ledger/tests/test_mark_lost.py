import pytest

from commonweal.kernel.clock import START
from commonweal.ledger import queries
from commonweal.ledger.actions import AlreadyLost, mark_lost
from commonweal.ledger.tests.books import BOOKKEEPER

ITEM, OTHER = "invoice:2026-000001", "invoice:2026-000002"


def test_what_is_written_off_is_known_by_its_item(db):
    mark_lost(marks={ITEM: ("bankruptcy:1", 121_00)}, by=BOOKKEEPER, at=START)
    assert queries.lost(items=[ITEM, OTHER]) == {ITEM: 121_00}


def test_an_item_is_lost_once(db):
    mark_lost(marks={ITEM: ("bankruptcy:1", 121_00)}, by=BOOKKEEPER, at=START)
    with pytest.raises(AlreadyLost):
        mark_lost(marks={ITEM: ("bankruptcy:2", 1)}, by=BOOKKEEPER, at=START)


def test_a_mark_changes_no_amount(db):
    mark_lost(marks={ITEM: ("bankruptcy:1", 121_00)}, by=BOOKKEEPER, at=START)
    assert set(queries.proofs().values()) == {0}
