import pytest
from tests.cast import NOW

from commonweal.kernel.actor import SYSTEM
from commonweal.peppol import actions
from commonweal.peppol.tests import mail

pytestmark = pytest.mark.django_db


def test_a_message_is_claimed_before_it_leaves(entity):
    (row,) = mail.claimed()
    assert (row.state, row.attempts, row.sent_at) == ("sending", 1, NOW)


def test_it_is_claimed_once(entity):
    rows = mail.send("2026-000012", "2026-000013")
    assert actions.begin_sending(outgoing=rows[:1], by=SYSTEM, at=NOW) == 1
    assert actions.begin_sending(outgoing=rows, by=SYSTEM, at=NOW) == 1
    assert [row.attempts for row in mail.again(rows)] == [1, 1]
