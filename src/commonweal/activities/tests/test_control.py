"""activities.control: a sample of free decisions is looked at afterwards."""

import pytest
from tests.cast import NOW, actor

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.validations import DIRK, SAMPLED, UNSEEN, asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def free(amina, amina_unit):
    return asked(amina_unit, amina, origin=SAMPLED[0])


def control(validation, finding="", by=DIRK):
    return activities.control(validation=validation, finding=finding, by=by, at=NOW)


def test_it_leaves_the_list_and_stays_the_members_decision(free):
    done = control(free, "The VAT is wrong.")
    assert (done.state, done.finding) == ("free", "The VAT is wrong.")
    assert not queries.sampled()


def test_it_is_looked_at_once(free):
    control(free)
    with pytest.raises(activities.NothingToDecide):
        control(free)


def test_what_is_not_in_the_sample_is_left_alone(amina, amina_unit):
    with pytest.raises(activities.NothingToDecide):
        control(asked(amina_unit, amina, origin=UNSEEN[0]))


def test_nobody_controls_oneself(free, amina):
    with pytest.raises(activities.OneselfTrusted):
        control(free, by=actor(amina))
