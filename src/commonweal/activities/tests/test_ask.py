"""activities.ask: does a member decide this alone?"""

import pytest
from tests.cast import TODAY, actor

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.validations import ORIGINS, SAMPLED, UNSEEN, asked, trusted

pytestmark = pytest.mark.django_db


def test_up_to_the_limit_it_is_free_and_above_it_waits(amina, amina_unit):
    trusted(amina, 1000_00)
    assert asked(amina_unit, amina, cents=1000_00).state == "free"
    waits = asked(amina_unit, amina, cents=1000_01)
    assert waits.state == "waiting"
    assert list(queries.waiting()) == [waits]


def test_a_sample_of_what_is_free_is_looked_at_afterwards(amina, amina_unit):
    seen = asked(amina_unit, amina, origin=SAMPLED[0])
    unseen = asked(amina_unit, amina, origin=UNSEEN[0])
    assert (seen.sampled, unseen.sampled) == (True, False)
    assert list(queries.sampled(units=[amina_unit.pk])) == [seen]


def test_what_waits_is_not_in_the_sample(amina, amina_unit):
    assert not asked(amina_unit, amina, cents=99_000_00, origin=SAMPLED[0]).sampled


def test_the_sample_is_about_a_tenth_and_the_same_each_time():
    assert 0.05 < len(SAMPLED) / len(ORIGINS) < 0.15
    assert all(queries.is_sampled(origin=origin, on=TODAY) for origin in SAMPLED)


def test_many_cost_as_much_as_one(amina, amina_unit, at, django_assert_max_num_queries):
    new = [
        activities.NewValidation(amina_unit.pk, amina.pk, origin, "Poster", 100)
        for origin in ORIGINS
    ]
    with django_assert_max_num_queries(5):
        activities.ask(validations=new, by=actor(amina), at=at)
