import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from tests.cast import actor

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.tests.offers import DESIGN, draft, new, sent


def test_a_draft_is_written_anew_under_its_number(amina, amina_unit, festival, at):
    drafted = draft(amina_unit, festival, amina)
    wish = new(amina_unit, festival, title="Two posters", lines=(DESIGN,))
    changed = invoicing.change_quote(quote=drafted, new=wish, by=actor(amina), at=at)
    assert (changed.title, changed.number) == ("Two posters", drafted.number)
    assert [line.description for line in queries.quote_lines(quote=changed)] == ["Design day"]


def test_what_was_sent_is_never_changed(amina, amina_unit, festival, at):
    offered = sent(amina_unit, festival, amina)
    with pytest.raises(invoicing.NoDraft, match="Make a new version"):
        invoicing.change_quote(quote=offered, new=new(amina_unit, festival), by=actor(amina), at=at)


def test_postgresql_keeps_the_words_and_the_lines_of_what_was_sent(amina, amina_unit, festival):
    offered = sent(amina_unit, festival, amina)
    offered.title = "Cheaper"
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        offered.save()
    line = queries.quote_lines(quote=offered)[0]
    line.price_cents = line.net_cents = 1
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        line.save()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        line.delete()
