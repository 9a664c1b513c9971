"""To be sure of an order between two connections: by what the server says, not by sleeping."""

import time

from django.db import connection

PATIENCE_SECONDS = 60


def until_somebody_waits() -> None:
    """
    Return as soon as another connection waits for a lock that is held, by us or by anybody.

    Each process of the suite has a server of its own, so nobody else's locks are seen.
    """
    limit = time.monotonic() + PATIENCE_SECONDS
    while not _somebody_waits():
        assert time.monotonic() < limit, "nobody waits for a lock"
        time.sleep(0.002)


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from pg_locks where not granted)")
        return bool(cursor.fetchone()[0])
