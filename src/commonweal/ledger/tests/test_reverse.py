from datetime import date

import pytest

from commonweal.kernel.clock import START
from commonweal.kernel.models import Event
from commonweal.ledger import queries
from commonweal.ledger.actions import PeriodClosed, close_month, reverse
from commonweal.ledger.models import Entry
from commonweal.ledger.tests.books import BOOKKEEPER, MAY_4, invoice, write

pytestmark = pytest.mark.django_db


def undo(*ids, on=MAY_4):
    return reverse(ids=ids, on=on, text="Wrong client", origin="test", by=BOOKKEEPER, at=START)


def test_it_posts_the_lines_with_the_opposite_sign_and_names_what_it_corrects():
    (posted,) = write(invoice(1))
    (undone,) = undo(posted.id)
    entry, lines = queries.get_entry(id=undone.id)
    assert entry.corrects == posted.id
    assert [line.cents for line in lines] == [-1210_00, 1000_00, 210_00, -65_00, 65_00]
    assert queries.open_amount(account="400", item="invoice:1") == 0
    assert queries.budget(unit=7) == 0


def test_a_second_reversal_is_answered_with_the_first():
    (posted,) = write(invoice(1))
    assert undo(posted.id)[0].id == undo(posted.id)[0].id
    assert Entry.objects.count() == 2


def test_it_is_dated_in_an_open_month():
    (posted,) = write(invoice(1, on=date(2026, 4, 30)))
    close_month(month=date(2026, 4, 1), by=BOOKKEEPER, at=START)
    with pytest.raises(PeriodClosed):
        undo(posted.id, on=date(2026, 4, 30))
    assert undo(posted.id, on=MAY_4)


def test_it_leaves_one_event_for_the_batch():
    places = write(invoice(1), invoice(2))
    undo(*(place.id for place in places))
    event = Event.objects.get(verb="ledger.reverse")
    assert len(event.subjects) == 2
    assert event.by_name == "Inès Bookkeeper"
