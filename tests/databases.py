"""
A database of one's own, for tests that commit: parallel writers, killed processes, browsers.

The books refuse TRUNCATE, so the usual flush after such a test cannot work, and must not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import ProgrammingError, connection, connections
from django.test.utils import override_settings, setup_databases
from pytest_django.plugin import DjangoDbBlocker

DEMO_PASSWORD = "samen-sterk-2026"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Make the test database whatever the tests of this run ask for: a copy needs it too."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases=["default"])
        _number_from_afar()
        yield
        name = connection.settings_dict["NAME"]
        _use(made[0][1])
        _drop(name)  # by force: a thread of a browser's server may still hold its connection


def _number_from_afar() -> None:
    """Give rows keys from a million on: else, late in a run, one is an amount that a test seeks."""
    sequences = "select schemaname, sequencename from pg_sequences where schemaname = 'public'"
    with connection.cursor() as cursor:
        cursor.execute(sequences)
        for schema, name in cursor.fetchall():
            cursor.execute(f'alter sequence "{schema}"."{name}" restart with 1000001')


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Copy the migrated test database, point every connection at the copy, drop it afterwards."""
    with django_db_blocker.unblock(), _in_copy(connection.settings_dict["NAME"]) as copy:
        yield copy


@pytest.fixture(scope="session")
def told_database(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, Path]]:
    """Tell the story of the demonstration once a run, in a database and a folder of its own."""
    from commonweal.flows import demo
    from commonweal.kernel import clock
    from commonweal.kernel.actor import SYSTEM

    files = tmp_path_factory.mktemp("told")
    with django_db_blocker.unblock():
        original = connection.settings_dict["NAME"]
        told = f"{original}_told"
        _recreate(told, original)
        _use(told)
        try:
            with override_settings(DEMO_PASSWORD=DEMO_PASSWORD, FILES=files):
                demo.load(by=SYSTEM, at=clock.START)
        finally:
            _use(original)
        yield told, files
        _drop(told)


@pytest.fixture
def told(
    told_database: tuple[str, Path], settings: Any, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """A copy of the demonstration as it is when it starts, to do with as one likes."""
    story, settings.FILES = told_database
    settings.DEMO_PASSWORD = DEMO_PASSWORD
    with django_db_blocker.unblock(), _in_copy(story) as copy:
        yield copy


@contextmanager
def _in_copy(template: str) -> Iterator[str]:
    original = connection.settings_dict["NAME"]
    copy = f"{original}_own"
    _recreate(copy, template)
    _use(copy)
    try:
        yield copy
    finally:
        _use(original)
        _drop(copy)


def _recreate(copy: str, original: str) -> None:
    connections.close_all()
    _drop(copy)
    # Copying the files costs half of writing each block to the log, which nobody will replay.
    _maintain(f'create database "{copy}" template "{original}" strategy file_copy')


def _drop(name: str) -> None:
    """By force, and plainly where that may not end an autovacuum worker: then PostgreSQL does."""
    try:
        _maintain(f'drop database if exists "{name}" with (force)')
    except ProgrammingError:
        _maintain(f'drop database if exists "{name}"')


def _use(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name


def _maintain(sql: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)
