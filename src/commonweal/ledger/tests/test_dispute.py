from commonweal.kernel.clock import START
from commonweal.ledger import queries
from commonweal.ledger.actions import dispute, lift
from commonweal.ledger.tests.books import BOOKKEEPER

ITEM, OTHER = "invoice:2026-000001", "invoice:2026-000002"


def test_an_item_is_marked_while_one_mark_stands(db):
    marks = {"dispute:1": ITEM, "dispute:2": ITEM}
    dispute(marks=marks, by=BOOKKEEPER, at=START)
    assert queries.disputed(items=[ITEM, OTHER]) == {ITEM: ["dispute:1", "dispute:2"]}
    lift(origins=["dispute:1"], by=BOOKKEEPER, at=START)
    assert queries.disputed(items=[ITEM]) == {ITEM: ["dispute:2"]}


def test_a_mark_is_made_once(db):
    for _ in range(2):
        dispute(marks={"dispute:1": ITEM}, by=BOOKKEEPER, at=START)
    assert queries.disputed(items=[ITEM]) == {ITEM: ["dispute:1"]}


def test_a_mark_changes_no_amount(db):
    dispute(marks={"dispute:1": ITEM}, by=BOOKKEEPER, at=START)
    assert set(queries.proofs().values()) == {0}
