"""A person says that a movement is not this."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.tests.conftest import MAKER, NOW, came_in, claim
from commonweal.banking.tests.waiting import owed, propose, wait, waiting
from commonweal.kernel.models import Event

pytestmark = pytest.mark.django_db


def test_it_is_shown_no_more_and_the_log_says_why(account):
    claim(12, 12_100)
    (move,) = wait(came_in(12_100))
    (row,) = propose(owed(12))
    banking.decline(proposals=[row.pk], because=" another  festival ", by=MAKER, at=NOW)
    assert queries.proposals(moves=[move.pk]) == {}
    event = Event.objects.get(verb="banking.decline")
    assert (event.subjects, event.data) == ([move.ref], {"because": "another festival"})
    assert waiting() == 12_100


def test_it_refuses_what_was_decided(account):
    claim(12, 12_100)
    wait(came_in(12_100))
    (row,) = propose(owed(12))
    banking.accept(proposals=[row.pk], by=MAKER, at=NOW)
    with pytest.raises(banking.ProposalGone):
        banking.decline(proposals=[row.pk], because="", by=MAKER, at=NOW)
    row.refresh_from_db()
    assert row.state == "accepted"
