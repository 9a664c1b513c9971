import pytest

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.models import Invoice


def test_it_throws_a_draft_away(draft, by, at):
    invoicing.discard(drafts=[draft()], by=by, at=at)
    assert not Invoice.objects.exists()


def test_what_carries_a_number_stays(draft, by, at):
    issued, other = draft(), draft()
    invoicing.issue(drafts=[issued], by=by, at=at)
    with pytest.raises(invoicing.AlreadyIssued):
        invoicing.discard(drafts=[issued, other], by=by, at=at)
    assert Invoice.objects.count() == 2
