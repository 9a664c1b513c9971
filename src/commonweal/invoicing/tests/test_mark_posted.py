import pytest

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.actions import PostalCopy
from commonweal.kernel.queries import events


@pytest.fixture
def waiting(draft, by, at, settings, tmp_path):
    settings.FILES = tmp_path
    (invoice,) = invoicing.issue(drafts=[draft()], by=by, at=at)
    invoicing.render(invoices=[invoice.pk], by=by, at=at)
    because = PostalCopy.Because.NO_ADDRESS
    invoicing.put_in_post(invoices=[invoice], because=because, by=by, at=at)
    return invoice


def test_it_leaves_the_list_with_who_posted_it(waiting, by, at):
    assert invoicing.mark_posted(invoices=[waiting], by=by, at=at) == [waiting]
    copy = queries.postal_copies().get()
    assert (copy.posted_at, copy.posted_by, copy.posted_name) == (at, "user:1", "Dirk Maes")
    assert not queries.to_post().exists()
    assert events(of=[waiting.ref]).filter(verb="invoicing.mark_posted").exists()


def test_it_is_posted_once(waiting, by, at):
    invoicing.mark_posted(invoices=[waiting], by=by, at=at)
    with pytest.raises(invoicing.NotInThePost, match=waiting.number):
        invoicing.mark_posted(invoices=[waiting], by=by, at=at)


def test_what_was_posted_may_be_printed_once_more(waiting, by, at):
    invoicing.mark_posted(invoices=[waiting], by=by, at=at)
    chosen = PostalCopy.Because.CHOSEN
    assert invoicing.put_in_post(invoices=[waiting], because=chosen, by=by, at=at)
    assert queries.postal_copies().count() == 2
