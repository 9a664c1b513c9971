"""Opening the database: start or join the server, then apply the migrations that wait."""

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from commonweal.config import places, postgres

MIGRATING = zlib.crc32(b"commonweal migrations")  # the advisory lock: two at once would collide


def open_house(place: Path) -> None:
    """
    Make the database of this house ready for use, starting the embedded server if need be.

    :raises Unavailable: if there is no server to be had
    :raises Misplaced: if the data directory cannot be written
    """
    connect(place)
    migrate()


def connect(place: Path) -> None:
    """
    Start or join the server, name it in DATABASE_URL, and set Django up.

    :raises Misplaced: if DATABASE_URL names no PostgreSQL server; its password is not repeated
    """
    address = os.environ.get("DATABASE_URL")
    if address and not _is_postgres(address):
        raise places.Misplaced(
            "Write DATABASE_URL as postgresql://USER:PASSWORD@HOST/DATABASE: it names another kind"
            " of place."
        )
    places.remember_mode(place)
    if not address:
        os.environ["DATABASE_URL"] = postgres.serve(place)
    import django

    django.setup()


def _is_postgres(address: str) -> bool:
    import dj_database_url

    try:
        found = dj_database_url.parse(address)
    except ValueError:
        return False
    engine, name = str(found.get("ENGINE")), found.get("NAME") or found.get("OPTIONS")
    return engine.endswith(".postgresql") and bool(name)


def migrate() -> None:
    """Apply the migrations that wait."""
    from django.core.management import call_command

    with only_one():
        if _pending():
            call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def only_one() -> Iterator[None]:
    """Keep every other process from migrating or inventing people in this database meanwhile."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [MIGRATING])
        try:
            yield
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [MIGRATING])


def _pending() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
