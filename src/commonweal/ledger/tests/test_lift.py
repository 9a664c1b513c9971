from commonweal.kernel import queries as kernel
from commonweal.kernel.clock import START
from commonweal.ledger import queries
from commonweal.ledger.actions import dispute, lift
from commonweal.ledger.tests.books import BOOKKEEPER

ITEM = "invoice:2026-000001"


def test_what_is_settled_is_not_marked_any_more(db):
    dispute(marks={"dispute:1": ITEM}, by=BOOKKEEPER, at=START)
    (lifted,) = lift(origins=["dispute:1"], by=BOOKKEEPER, at=START)
    assert (lifted.origin, queries.disputed(items=[ITEM])) == ("dispute:1", {})
    verbs = [event.verb for event in kernel.events(of=[ITEM])]
    assert verbs == ["ledger.dispute", "ledger.lift"]


def test_a_mark_is_lifted_once(db):
    dispute(marks={"dispute:1": ITEM}, by=BOOKKEEPER, at=START)
    lift(origins=["dispute:1"], by=BOOKKEEPER, at=START)
    assert lift(origins=["dispute:1", "dispute:9"], by=BOOKKEEPER, at=START) == []
