"""What every room owes: its words, its verbs in the agreed shape, a test for each verb."""

import ast
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from commonweal.config import launcher
from commonweal.kernel.actions import Action
from commonweal.sites.cli.main import VERBS
from tests.house.tree import PACKAGE, ROOT, floors, place, rooms

ROOMS = [room.name for room in rooms()]
WITH_VERBS = [r for r in ROOMS if (PACKAGE / r / "actions.py").exists()] + [
    r for r in ROOMS if (PACKAGE / r / "actions").is_dir()
]


def actions_of(room: str) -> dict[str, Action]:  # type: ignore[type-arg]
    door = import_module(f"commonweal.{room}.actions")
    return {name: it for name, it in vars(door).items() if isinstance(it, Action)}


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_it_is(room: str) -> None:
    assert (PACKAGE / room / "README.md").exists()


@pytest.mark.parametrize("room", [room for room in WITH_VERBS if room != "kernel"])
def test_every_verb_has_a_test_file_of_its_own(room: str) -> None:
    missing = [
        f"write src/commonweal/{room}/tests/test_{verb}.py"
        for verb in actions_of(room)
        if not (PACKAGE / room / "tests" / f"test_{verb}.py").exists()
    ]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("room", [room for room in WITH_VERBS if room != "kernel"])
def test_every_verb_belongs_to_its_room_and_says_what_it_does(room: str) -> None:
    for name, verb in actions_of(room).items():
        assert verb.name == f"{room}.{name}"
        assert verb.__doc__, f"{room}.{name} has no docstring"


def doors() -> list[Path]:
    names = ("actions.py", "queries.py", "actions/*.py", "queries/*.py")
    return sorted(path for room in rooms() for name in names for path in room.glob(name))


@pytest.mark.parametrize("path", doors(), ids=place)
def test_every_function_of_a_door_says_what_it_does(path: Path) -> None:
    silent = [
        f"{place(path)}:{each.lineno}: {each.name} has no docstring"
        for each in ast.parse(path.read_text()).body
        if isinstance(each, ast.FunctionDef) and not each.name.startswith("_")
        if not ast.get_docstring(each)
    ]
    assert not silent, "\n".join(silent)


def test_no_key_points_upward_or_sideways() -> None:
    """A key written as a string makes no import, so import-linter cannot see it."""
    floor = {room: number for number, some in enumerate(floors()) for room in some}
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        if (here := model._meta.app_label) in floor
        if (there := field.related_model._meta.app_label) in floor
        if here != there and floor[there] <= floor[here]
    ]
    assert not wrong, "\n".join(wrong)


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in ROOMS]


def test_nothing_disappears_because_something_else_does() -> None:
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        if field.remote_field.on_delete is not models.PROTECT
    ]
    assert not wrong, "\n".join(wrong)


def test_no_table_has_a_hidden_order() -> None:
    assert not [model._meta.label for model in our_models() if model._meta.ordering]


def test_there_is_no_way_round_the_verbs() -> None:
    """The admin writes rows without refusals, events or entries."""
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


FACES = sorted(
    folder
    for face in ("portal", "desk")
    for folder in (PACKAGE / "sites" / face).iterdir()
    if (folder / "__init__.py").exists()
)


@pytest.mark.parametrize("folder", FACES, ids=place)
def test_a_face_mirrors_a_room_or_a_flow(folder: Path) -> None:
    known = {*ROOMS, *(flow.name for flow in (PACKAGE / "flows").iterdir()), "tests"}
    assert folder.name in known


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_of_the_command_line_keeps_the_contract(verb: str) -> None:
    module: ModuleType = import_module(f"commonweal.sites.cli.{verb}")
    assert module.HELP
    assert not module.HELP.endswith(".")
    assert module.__doc__
    assert all(callable(getattr(module, n)) for n in ("add_arguments", "run", "needs_database"))


def test_the_command_line_knows_every_verb_there_is() -> None:
    modules = {path.stem for path in (PACKAGE / "sites" / "cli").glob("[a-z]*.py")}
    assert modules - {"main"} == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_help_needs_no_database_and_no_django(verb: str) -> None:
    quiet = {n: v for n, v in launcher.environment().items() if n != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "commonweal.config.command", verb, "--help"],
        env=quiet,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"usage: commonweal {verb}")


def test_the_root_scripts_can_be_called() -> None:
    for name in ("demo", "test", "commonweal", ".ci/run"):
        assert (ROOT / name).stat().st_mode & 0o111, name


def test_no_sql_names_a_schema() -> None:
    """A whole cooperative lives in one schema found by search_path; see ARCHITECTURE.md."""
    named = re.compile(r"\bpublic\.\w|set\s+search_path", re.IGNORECASE)
    wrong = [
        place(path)
        for pattern in ("*/migrations/*.py", "*/migrations/*.sql", "*/queries.py", "*/actions.py")
        for path in PACKAGE.glob(pattern)
        if named.search(path.read_text())
    ]
    assert not wrong, "\n".join(wrong)
