"""
A database of one's own, for tests that commit: parallel writers, killed processes, browsers.

The books refuse TRUNCATE, so the usual flush after such a test cannot work, and must not.
"""

from collections.abc import Iterator

import pytest
from django.db import connection, connections
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Copy the migrated test database, point every connection at the copy, drop it afterwards."""
    with django_db_blocker.unblock():
        original = connection.settings_dict["NAME"]
        copy = f"{original}_own"
        _recreate(copy, original)
        _use(copy)
        try:
            yield copy
        finally:
            _use(original)
            _maintain(f'drop database if exists "{copy}" with (force)')


def _recreate(copy: str, original: str) -> None:
    connections.close_all()
    _maintain(f'drop database if exists "{copy}" with (force)')
    _maintain(f'create database "{copy}" template "{original}"')


def _use(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name


def _maintain(sql: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)
