import pytest
from django.db import IntegrityError, connection, transaction

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.actions import PostalCopy
from commonweal.kernel.queries import events

CHOSEN = PostalCopy.Because.CHOSEN


@pytest.fixture
def issued(draft, by, at, settings, tmp_path):
    settings.FILES = tmp_path
    (invoice,) = invoicing.issue(drafts=[draft()], by=by, at=at)
    return invoice


@pytest.fixture
def printable(issued, by, at):
    invoicing.render(invoices=[issued.pk], by=by, at=at)
    return issued


def test_it_waits_to_be_posted_with_the_reason(printable, by, at):
    assert invoicing.put_in_post(invoices=[printable], because=CHOSEN, by=by, at=at) == [printable]
    copy = queries.to_post().get()
    assert (copy.invoice, copy.because, copy.queued_at) == (printable, "chosen", at)
    assert copy.unit_id == printable.unit_id
    assert events(of=[printable.ref]).filter(verb="invoicing.put_in_post").exists()


def test_it_waits_once(printable, by, at):
    invoicing.put_in_post(invoices=[printable], because=CHOSEN, by=by, at=at)
    assert invoicing.put_in_post(invoices=[printable], because=CHOSEN, by=by, at=at) == []
    assert queries.to_post().count() == 1
    copy = PostalCopy(invoice=printable, unit_id=printable.unit_id, because=CHOSEN, queued_at=at)
    with pytest.raises(IntegrityError, match="postal_copy_waits_once"), transaction.atomic():
        copy.save()


def test_without_papers_there_is_nothing_to_print(issued, by, at):
    with pytest.raises(invoicing.NoPapersYet, match=issued.number):
        invoicing.put_in_post(invoices=[issued], because=CHOSEN, by=by, at=at)


def test_a_stranger_does_not_see_it(printable, carla_unit, by, at):
    invoicing.put_in_post(invoices=[printable], because=CHOSEN, by=by, at=at)
    for unit, seen in ((carla_unit.pk, 0), (printable.unit_id, 1)):
        with connection.cursor() as cursor:
            cursor.execute("select set_config('commonweal.scope', %s, true)", [str(unit)])
        assert PostalCopy.objects.count() == seen
