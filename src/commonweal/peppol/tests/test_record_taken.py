import pytest
from tests.cast import NOW

from commonweal.kernel.actor import SYSTEM
from commonweal.peppol import actions
from commonweal.peppol.tests import mail

pytestmark = pytest.mark.django_db


def test_what_was_taken_waits_for_its_answer(entity):
    (row,) = mail.taken()
    assert (row.state, row.sent_at) == ("sent", NOW)


def test_what_was_answered_already_stays_so(entity):
    (row,) = mail.refused()
    assert actions.record_taken(outgoing=[row], by=SYSTEM, at=NOW) == []
    assert mail.again([row])[0].state == "rejected"
