"""What settles an item of another legal entity stands in both books, and each of them balances."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.kernel.clock import START
from commonweal.ledger import queries
from commonweal.ledger.actions import Entry, Line, open_books, post, post_across, reverse
from commonweal.ledger.between import BETWEEN, parted
from commonweal.ledger.tests.books import BOOKKEEPER, invoice, payment, write

MAY = date(2026, 5, 4)
CODES = ("550", "499", "400", BETWEEN)


@pytest.fixture
def sister(db):
    open_books(entity=2, by=BOOKKEEPER, at=START)
    write(invoice(1), invoice(2, entity=2))


def across(*entries):
    return post_across(entries=entries, by=BOOKKEEPER, at=START)


def balances(entity):
    return {code: queries.account_balance(account=code, entity=entity) for code in CODES}


def left(number):
    return queries.open_amount(account="400", item=f"invoice:{number}")


def test_an_item_of_the_house_is_settled_as_ever(sister):
    across(payment(1, cents=1210_00))
    assert balances(1) == {"550": 1210_00, "499": 0, "400": 0, BETWEEN: 0}
    assert queries.entries_of(journal="2-bank").count() == 0


def test_an_item_of_a_sister_is_settled_in_its_books_and_owed_to_it(sister):
    (posted,) = across(payment(2, cents=1000_00))
    assert balances(1) == {"550": 1000_00, "499": 0, "400": 1210_00, BETWEEN: -1000_00}
    assert balances(2) == {"550": 0, "499": 0, "400": 210_00, BETWEEN: 1000_00}
    assert (left(2), queries.owed_between()) == (210_00, {(1, 2): -1000_00, (2, 1): 1000_00})
    entry, _lines = queries.get_entry(id=posted.id)
    assert [each.journal.name for each in queries.whole_of(entry=entry)] == ["bank", "2-bank"]
    assert set(queries.proofs().values()) == {0}


def test_both_are_undone_together(sister):
    (posted,) = across(payment(2, cents=1000_00))
    undone = reverse(ids=[posted.id], on=MAY, text="No", origin="x", by=BOOKKEEPER, at=START)
    assert len(undone) == 2
    assert (left(2), queries.owed_between(), balances(2)[BETWEEN]) == (1210_00, {}, 0)
    assert set(queries.proofs().values()) == {0}


def test_one_entry_may_settle_items_of_both(sister):
    lines = (Line("550", 30), Line("400", -10, 7, "invoice:1"), Line("400", -20, 7, "invoice:2"))
    across(Entry("bank", MAY, "Both", "both", "both", lines))
    assert (left(1), left(2)) == (1210_00 - 10, 1210_00 - 20)
    assert (balances(1)[BETWEEN], balances(2)[BETWEEN]) == (-20, 20)


def test_money_of_the_house_on_the_account_of_a_sister_is_owed_the_other_way(sister):
    across(payment(1, cents=1210_00)._replace(entity=2))
    assert balances(1) == {"550": 0, "499": 0, "400": 0, BETWEEN: 1210_00}
    assert balances(2) == {"550": 1210_00, "499": 0, "400": 1210_00, BETWEEN: -1210_00}


def test_what_is_all_of_a_sister_stands_in_its_books_alone(sister):
    lines = (Line("400", -10, 7, "invoice:2"), Line("400", 10, 7, "invoice:2"))
    (posted,) = across(Entry("misc", MAY, "Hers", "hers", "hers", lines))
    assert queries.get_entry(id=posted.id)[0].journal.name == "2-misc"


def test_a_retry_is_answered(sister):
    first = across(payment(2, cents=10))
    assert across(payment(2, cents=10)) == [first[0]._replace(replayed=True)]
    assert left(2) == 1210_00 - 10


def test_an_item_stands_where_it_was_opened_whatever_was_written_since(sister):
    post(entries=[payment(2, cents=5)], by=BOOKKEEPER, at=START)  # as it was done before
    across(payment(2, cents=10))
    assert balances(2)["400"] == 1210_00 - 10


PLACES = [("400", "a"), ("400", "b"), ("499", "c"), ("657", None), ("550", None), (BETWEEN, "t")]
LINES = st.lists(st.tuples(st.sampled_from(PLACES), st.integers(-500, 500)), min_size=1, max_size=8)
WHOSE = st.dictionaries(st.sampled_from(PLACES[:3]), st.integers(1, 3))


@given(LINES, WHOSE, st.integers(1, 3))
def test_whatever_is_settled_every_book_balances_and_nothing_is_lost(lines, owners, entity):
    sides = [Line(account, cents, None, item) for (account, item), cents in lines]
    sides.append(Line("580", -sum(line.cents for line in sides)))
    whole = list(parted(Entry("bank", MAY, "", "k", "o", sides, entity=entity), owners))
    assert all(sum(line.cents for line in part.lines) == 0 for part in whole)
    added = [line for part in whole for line in part.lines if line not in sides]
    assert sum(line.cents for line in added) == 0
    assert {line.account for line in added} <= {BETWEEN}
    kept = [line for part in whole for line in part.lines]
    assert all(side in kept for side in sides)
    assert (whole[0].key, whole[0].entity) == ("k", entity)
    assert len({part.entity for part in whole}) == len(whole)
    for part in whole:
        for line in part.lines:
            if (line.account, line.item) in owners:
                assert owners[line.account, line.item] == part.entity
