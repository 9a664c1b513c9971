import pytest

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.actions import PostalCopy


@pytest.fixture
def waiting(draft, by, at, settings, tmp_path):
    settings.FILES = tmp_path
    (invoice,) = invoicing.issue(drafts=[draft()], by=by, at=at)
    invoicing.render(invoices=[invoice.pk], by=by, at=at)
    chosen = PostalCopy.Because.CHOSEN
    invoicing.put_in_post(invoices=[invoice], because=chosen, by=by, at=at)
    return invoice


def test_it_leaves_the_list_unposted(waiting, by, at):
    assert invoicing.take_out_of_post(invoices=[waiting], by=by, at=at) == [waiting]
    assert not queries.postal_copies().exists()


def test_what_was_posted_stays_told(waiting, by, at):
    invoicing.mark_posted(invoices=[waiting], by=by, at=at)
    assert invoicing.take_out_of_post(invoices=[waiting], by=by, at=at) == []
    assert queries.postal_copies().count() == 1
