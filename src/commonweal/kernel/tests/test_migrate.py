"""The lighter way through the migrations ends where Django's own way ends."""

import subprocess

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.commands.migrate import Command as Usual
from django.db import connection, models
from django.db.migrations import operations as steps
from django.db.migrations.state import ProjectState

from commonweal.kernel.management.commands.migrate import LightState

KEY = models.BigAutoField(primary_key=True)
STEPS = [
    steps.CreateModel("House", [("id", KEY), ("name", models.TextField())]),
    steps.CreateModel(
        "Room", [("id", KEY), ("house", models.ForeignKey("inn.House", models.PROTECT, "rooms"))]
    ),
    steps.AddConstraint("House", models.UniqueConstraint(fields=["name"], name="one_name")),
    steps.AddConstraint("Room", models.CheckConstraint(condition=models.Q(id__gt=0), name="late")),
    steps.AddIndex("Room", models.Index(fields=["house", "id"], name="by_house")),
    steps.AddIndex("Room", models.Index(fields=["house"], name="short")),
    steps.RemoveIndex("Room", "short"),
    steps.AddField("House", "best", models.ForeignKey("inn.Room", models.PROTECT)),
    steps.RemoveConstraint("Room", "late"),
    steps.AlterField("House", "name", models.CharField(max_length=80)),
    steps.AddConstraint("House", models.UniqueConstraint(fields=["best"], name="one_best")),
    steps.DeleteModel("House"),
    steps.CreateModel("House", [("id", KEY), ("street", models.TextField())]),
]  # fmt: skip


@pytest.mark.parametrize("taken", range(1, len(STEPS) - 1))
def test_after_every_step_the_classes_are_as_django_builds_them(taken):
    light, usual = _after(LightState, taken), _after(ProjectState, taken)
    assert light == usual
    assert _seen(light) == _seen(usual)


def test_a_model_that_comes_back_under_its_name_is_the_new_one():
    light = LightState()
    assert light.apps
    for step in (STEPS[0], steps.DeleteModel("House"), STEPS[-1]):
        step.state_forwards("inn", light)
    assert [field.name for field in light.apps.get_model("inn", "House")._meta.fields] == [
        "id",
        "street",
    ]


def test_a_copy_of_a_light_state_is_light():
    assert type(_after(LightState, 3).clone()) is LightState


def test_the_house_migrates_with_this_command():
    assert get_commands()["migrate"] == "commonweal.kernel"


@pytest.mark.slow
def test_an_empty_database_becomes_what_djangos_own_way_makes_of_it(own_database):
    light = _made_by("migrate")
    usual = _made_by(Usual())
    assert light == usual
    assert "create table" in light.lower()


def _after(kind, taken):
    state = kind()
    assert state.apps.get_models() == []  # from here on each step keeps the classes
    for step in STEPS[:taken]:
        step.state_forwards("inn", state)
    return state


def _seen(state):
    return {
        model.__name__: (
            [field.deconstruct() for field in model._meta.get_fields() if field.concrete],
            [(each.name, each.related_model.__name__) for each in model._meta.related_objects],
            [each.deconstruct() for each in model._meta.constraints],
            [each.deconstruct() for each in model._meta.total_unique_constraints],
            [each.deconstruct() for each in model._meta.indexes],
            [each.related_model._meta.db_table for each in model._meta.fields if each.is_relation],
        )
        for model in state.apps.get_models()
    }


def _made_by(command):
    with connection.cursor() as cursor:
        cursor.execute("drop schema public cascade; create schema public")
    call_command(command, verbosity=0, interactive=False)
    connection.ensure_connection()
    dump = subprocess.run(
        [f"{settings.POSTGRES_PROGRAMS}/pg_dump", "-s", "-d", connection.connection.info.dsn],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return "\n".join(line for line in dump.stdout.splitlines() if "restrict" not in line)
