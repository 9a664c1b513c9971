import pytest
from tests.cast import NOW

from commonweal.kernel.actor import SYSTEM
from commonweal.peppol import actions
from commonweal.peppol.tests import mail

pytestmark = pytest.mark.django_db


def test_it_goes_back_in_the_queue_under_the_same_id(entity):
    (row,) = mail.claimed()
    actions.record_not_taken(outgoing=[row], by=SYSTEM, at=NOW)
    (after,) = mail.again([row])
    assert (after.state, after.attempts, after.sent_at) == ("queued", 1, None)
    assert after.message_id == row.message_id


def test_what_was_taken_after_all_does_not(entity):
    (row,) = mail.taken()
    actions.record_not_taken(outgoing=[row], by=SYSTEM, at=NOW)
    assert mail.again([row])[0].state == "sent"
