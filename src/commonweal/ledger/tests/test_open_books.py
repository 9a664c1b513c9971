"""A sister entity has journals, numbers and a chain of its own in the same books."""

from datetime import date

import pytest

from commonweal.kernel.clock import START
from commonweal.ledger import queries
from commonweal.ledger.actions import (
    BooksOpen,
    Entry,
    Line,
    PeriodClosed,
    close_month,
    open_books,
    post,
    reverse,
)
from commonweal.ledger.tests.books import BOOKKEEPER

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 4)


def entry(key, entity=1, cents=100_00, on=MAY):
    lines = [Line("550", cents), Line("7000", -cents)]
    return Entry("sales", on, key, key, key, lines, entity=entity)


@pytest.fixture
def sister():
    return open_books(entity=2, by=BOOKKEEPER, at=START)


def test_it_has_the_journals_of_the_house(sister):
    names = queries.journal_codes()
    assert [journal.name for journal in sister] == [
        f"2-{name}" for name in names if "-" not in name
    ]


def test_both_number_from_one_in_the_order_given(sister):
    batch = [entry("a"), entry("b", 2), entry("c"), entry("d", 2)]
    posted = post(entries=batch, by=BOOKKEEPER, at=START)
    assert [place.key for place in posted] == ["a", "b", "c", "d"]
    for journal, keys in (("sales", ["a", "c"]), ("2-sales", ["b", "d"])):
        found = queries.entries_of(journal=journal).order_by("number")
        assert [(each.number, each.key) for each in found] == list(enumerate(keys, 1))
    assert set(queries.proofs().values()) == {0}


def test_a_retry_is_answered(sister):
    first = post(entries=[entry("a"), entry("b", 2)], by=BOOKKEEPER, at=START)
    again = post(entries=[entry("a"), entry("b", 2)], by=BOOKKEEPER, at=START)
    assert [place.id for place in again] == [place.id for place in first]


def test_a_reversal_stands_in_the_books_of_its_entry(sister):
    (posted,) = post(entries=[entry("b", 2)], by=BOOKKEEPER, at=START)
    reverse(ids=[posted.id], on=MAY, text="No", origin="b", by=BOOKKEEPER, at=START)
    assert queries.entries_of(journal="2-sales").count() == 2


def test_a_closing_closes_all_books_also_those_opened_later():
    close_month(month=date(2026, 4, 1), by=BOOKKEEPER, at=START)
    open_books(entity=2, by=BOOKKEEPER, at=START)
    with pytest.raises(PeriodClosed):
        post(entries=[entry("late", 2, on=date(2026, 4, 30))], by=BOOKKEEPER, at=START)


def test_books_are_opened_once(sister):
    with pytest.raises(BooksOpen):
        open_books(entity=2, by=BOOKKEEPER, at=START)
