"""Who promises of one client waits for who promised before: a cap is held to the cent."""

from collections.abc import Iterable

from django.db import connection

# The first of two numbers keeps it apart from other locks; the second is the client.
KEY = 7_260


def lock(clients: Iterable[int]) -> None:
    """Wait for whoever decides of these clients now; held until the transaction ends."""
    with connection.cursor() as cursor:
        for client in sorted(set(clients)):
            cursor.execute("select pg_advisory_xact_lock(%s, %s)", [KEY, client])
