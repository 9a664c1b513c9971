"""Who may see one line of an entry may read all of it; others read none."""

import pytest
from django.db import connection

from commonweal.ledger import queries
from commonweal.ledger.models import Line
from commonweal.ledger.tests.books import invoice, write


def see(units):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [units])


@pytest.mark.django_db
@pytest.mark.parametrize(("units", "lines"), [("7", 5), ("*", 5), ("8", 0), ("", 0)])
def test_one_line_in_sight_opens_the_whole_entry(units, lines):
    (posted,) = write(invoice(1, unit=7))
    see(units)
    entry, found = queries.get_entry(id=posted.id)
    assert (entry.text, len(found)) == ("Invoice 1", lines)
    assert sum(line.cents for line in found) == 0


@pytest.mark.django_db
def test_the_scope_is_narrow_again_afterwards():
    (posted,) = write(invoice(1, unit=7))
    see("7")
    queries.get_entry(id=posted.id)
    assert Line.objects.count() == 3
