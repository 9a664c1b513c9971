"""activities.assign_adviser: somebody stands by these units."""

import pytest
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.kernel.models import Event


@pytest.fixture
def dirk(entity):
    return make_staff(Role.ADVISER)


def test_the_units_stand_in_the_portfolio_of_the_adviser(dirk, amina_unit, carla_unit, by, at):
    activities.assign_adviser(units=[amina_unit], adviser=dirk, by=by, at=at)
    assert list(queries.watched(on=at.date(), adviser=dirk.pk)) == [amina_unit]
    assert list(queries.watched(on=at.date(), adviser=queries.NOBODY)) == [carla_unit]
    assert Event.objects.get(verb="activities.assign_adviser").subjects == [amina_unit.ref]


def test_nobody_may_stand_by_a_unit_again(dirk, amina_unit, by, at):
    activities.assign_adviser(units=[amina_unit], adviser=dirk, by=by, at=at)
    activities.assign_adviser(units=[amina_unit], adviser=None, by=by, at=at)
    assert not queries.watched(on=at.date(), adviser=dirk.pk).exists()


def test_many_units_cost_as_much_as_one(
    dirk, amina_unit, carla_unit, by, at, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        activities.assign_adviser(units=[amina_unit, carla_unit], adviser=dirk, by=by, at=at)


def test_it_refuses_somebody_who_is_no_adviser(amina_unit, by, at):
    nora = make_staff(Role.AUDITOR, name="Nora Peeters")
    with pytest.raises(activities.NotAnAdviser, match="Nora Peeters"):
        activities.assign_adviser(units=[amina_unit], adviser=nora, by=by, at=at)


def test_units_are_found_by_kind_name_and_people(amina_unit, carla_unit, at):
    day = at.date()
    assert list(queries.watched(on=day, text="lefev")) == [carla_unit]
    assert list(queries.watched(on=day, text="3in1 Amina")) == [amina_unit]
    assert not queries.watched(on=day, kind="activity").exists()
