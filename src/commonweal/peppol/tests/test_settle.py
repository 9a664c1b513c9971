import pytest
from tests.cast import NOW

from commonweal.kernel.actor import SYSTEM
from commonweal.peppol import actions, queries
from commonweal.peppol.tests import mail

pytestmark = pytest.mark.django_db


def test_what_is_decided_leaves_the_list(entity):
    one, two = mail.refused("2026-000012", "2026-000013")
    assert list(queries.refused()) == [one, two]
    actions.settle(outgoing=[one], by=SYSTEM, at=NOW)
    assert list(queries.refused()) == [two]


def test_it_is_decided_once(entity):
    (row,) = mail.refused()
    actions.settle(outgoing=[row], by=SYSTEM, at=NOW)
    with pytest.raises(actions.NotRefused, match="2026-000012"):
        actions.settle(outgoing=[row], by=SYSTEM, at=NOW)


def test_what_was_not_refused_is_not_decided(entity):
    with pytest.raises(actions.NotRefused):
        actions.settle(outgoing=mail.taken(), by=SYSTEM, at=NOW)
