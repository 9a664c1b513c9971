"""activities.open_unit: a budget of one's own."""

import pytest
from django.db import connection
from tests.cast import TODAY, actor

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.kernel.models import Event


def new(member, name="Atelier Brume", kind="activity"):
    return activities.NewUnit(kind, name, member, TODAY)


def test_its_opener_manages_it(amina, at):
    (unit,) = activities.open_unit(units=[new(amina)], by=actor(amina), at=at)
    (mandate,) = queries.mandates(unit=unit.pk)
    assert (mandate.member, mandate.role) == (amina, "manager")
    assert queries.units_of(member_id=amina.pk) == [unit.pk]
    assert Event.objects.get(verb="activities.open_unit").subjects == [unit.ref]


def test_a_batch_costs_as_many_statements_as_one(
    amina, bram, carla, by, at, django_assert_max_num_queries
):
    members = [amina, bram, carla] * 10
    with django_assert_max_num_queries(7):
        activities.open_unit(units=[new(member) for member in members], by=by, at=at)
    assert len(queries.units_of(member_id=bram.pk)) == 10


def test_it_refuses_a_unit_without_a_name(amina, by, at):
    with pytest.raises(activities.MissingName):
        activities.open_unit(units=[new(amina, name=" ")], by=by, at=at)


def test_a_narrow_connection_sees_the_unit_it_opens(amina, carla_unit, by, at):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', '', true)")
        (unit,) = activities.open_unit(units=[new(amina)], by=by, at=at)
        assert queries.get(id=unit.pk) == unit
        assert list(queries.many(ids=[unit.pk, carla_unit.pk])) == [unit.pk]
