"""activities.decide: an adviser approves or refuses what waits."""

import pytest
from tests.cast import NOW, actor

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.validations import DIRK, asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def waits(amina, amina_unit):
    return asked(amina_unit, amina, cents=12_000_00)


def decide(validation, approved, finding="", by=DIRK):
    return activities.decide(
        validation=validation, approved=approved, finding=finding, by=by, at=NOW
    )


def test_approved_it_waits_no_more(waits):
    done = decide(waits, True)
    assert (done.state, done.decided_by_name, done.decided_at) == ("approved", "Dirk Maes", NOW)
    assert not queries.waiting()
    assert list(queries.settled_validations()) == [done]


def test_refused_it_says_why(waits):
    with pytest.raises(activities.SayWhatIsWrong, match="Amina Benali"):
        decide(waits, False)
    assert decide(waits, False, "The client is bankrupt.").finding == "The client is bankrupt."


def test_it_is_decided_once(waits):
    decide(waits, True)
    with pytest.raises(activities.NothingToDecide, match="Dirk Maes"):
        decide(waits, False, "Too late")


def test_nobody_decides_about_the_own_work(waits, amina):
    with pytest.raises(activities.OneselfTrusted):
        decide(waits, True, by=actor(amina))
