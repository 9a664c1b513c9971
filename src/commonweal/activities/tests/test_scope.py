"""The second lock: a connection sees the units of its scope, whatever the query asks."""

import pytest
from django.db import connection

from commonweal.activities import queries
from commonweal.activities.models import Commitment, Mandate, Unit
from commonweal.activities.tests.budgets import promise


@pytest.fixture
def scope(amina_unit, carla_unit):
    """Set what the connection may see, for the rest of the test."""
    promise(amina_unit, 100, "planned", "order:1")
    promise(carla_unit, 100, "planned", "order:2")

    def set_scope(text):
        with connection.cursor() as cursor:
            cursor.execute("select set_config('commonweal.scope', %s, true)", [text])

    return set_scope


@pytest.mark.parametrize("model", [Unit, Mandate, Commitment])
def test_one_unit_shows_its_own_rows_only(scope, amina_unit, model):
    scope(str(amina_unit.pk))
    assert model.objects.count() == 1
    assert {getattr(row, "unit_id", row.pk) for row in model.objects.all()} == {amina_unit.pk}


@pytest.mark.parametrize("model", [Unit, Mandate, Commitment])
def test_no_scope_shows_nothing(scope, model):
    scope("")
    assert not model.objects.exists()


def test_nobody_changes_what_they_do_not_see(scope, amina_unit, carla_unit):
    scope(str(amina_unit.pk))
    assert Commitment.objects.filter(unit=carla_unit).update(cents=1) == 0
    assert Commitment.objects.filter(unit=carla_unit).delete()[0] == 0


def test_several_units_are_seen_together(scope, amina_unit, carla_unit):
    scope(f"{amina_unit.pk},{carla_unit.pk}")
    assert Unit.objects.count() == 2


def test_the_way_in_tells_the_units_of_one_member_and_leaves_the_scope_shut(
    scope, amina, amina_unit
):
    scope("")
    assert queries.units_of(member_id=amina.pk) == [amina_unit.pk]
    assert queries.units_of(member_id=0) == []
    assert not Unit.objects.exists()


def test_every_table_of_the_room_has_its_policy(db):
    tables = {model._meta.db_table for model in (Unit, Mandate, Commitment)}
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname from pg_class c join pg_policy p on p.polrelid = c.oid"
            " where c.relrowsecurity and c.relforcerowsecurity and c.relname = any (%s)",
            [list(tables)],
        )
        assert {name for (name,) in cursor.fetchall()} == tables
