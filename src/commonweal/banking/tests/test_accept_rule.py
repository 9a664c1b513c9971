"""What was learned counts once a person accepted it."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.tests.conftest import CHECKER, NOW, came_in, claim
from commonweal.banking.tests.test_place_parts import INVOICE, place
from commonweal.banking.tests.waiting import wait

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(account):
    claim(12, 12_100)
    (move,) = wait(came_in(500))
    place(move, ("400", INVOICE, None, 500), party="client:1", party_name="Festival vzw")
    return queries.rules().get()


def test_it_counts_from_then_on(rule):
    assert rule.accepted_at is None
    accepted = banking.accept_rule(rule=rule, by=CHECKER, at=NOW)
    assert (accepted.accepted_by, accepted.accepted_at) == (CHECKER.id, NOW)


def test_it_is_decided_once(rule):
    banking.accept_rule(rule=rule, by=CHECKER, at=NOW)
    with pytest.raises(banking.RuleDecided):
        banking.accept_rule(rule=rule, by=CHECKER, at=NOW)


def test_the_same_lesson_is_learned_once(rule):
    (move,) = wait(came_in(600), sequence=2, old_cents=500)
    place(move, ("400", INVOICE, None, 600), party="client:1", party_name="Festival vzw")
    assert queries.rules().count() == 1
