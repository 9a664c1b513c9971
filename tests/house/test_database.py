"""What the tables owe: migrations in a line and complete, a second lock on members' rows."""

import io

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.house.tree import rooms

ROOMS = [room.name for room in rooms()]


def test_no_model_waits_for_its_migration() -> None:
    told = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1, stdout=told)
    except (SystemExit, CommandError):
        pytest.fail(told.getvalue())


@pytest.mark.parametrize("room", ROOMS)
def test_the_migrations_of_a_room_stand_in_one_line(room: str) -> None:
    graph = MigrationLoader(None).graph
    mine = [node for node in graph.nodes if node[0] == room]
    heads = [node for node in graph.leaf_nodes() if node[0] == room]
    forks = [
        n for n in mine if len([c for c in graph.node_map[n].children if c.key[0] == room]) > 1
    ]
    assert len(heads) <= 1, heads
    assert not forks, forks


@pytest.mark.django_db
def test_every_table_of_members_rows_has_the_second_lock() -> None:
    """Row-level security is enabled, forced on the owner too, and has a policy."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class join pg_attribute on attrelid = pg_class.oid"
            " where attname = 'unit_id' and relkind = 'r' and not attisdropped"
            " and relnamespace = current_schema()::regnamespace"
            " and not (relrowsecurity and relforcerowsecurity"
            "   and exists (select from pg_policy where polrelid = pg_class.oid))"
            " order by 1"
        )
        open_tables = [row[0] for row in cursor.fetchall()]
    ours = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in ROOMS}
    assert not [table for table in open_tables if table in ours]


@pytest.mark.django_db
def test_every_constraint_has_a_name_that_says_something() -> None:
    unnamed = [
        f"{model._meta.label}: {constraint.name}"
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for constraint in model._meta.constraints
        if not constraint.name or constraint.name[0].isdigit()
    ]
    assert not unnamed, "\n".join(unnamed)
