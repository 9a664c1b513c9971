"""One queue for everything that reads what is open and then settles it."""

from django.db import connection

# Imports and payments wait for each other: a second one must see what the first settled.
KEY = 7_260_001
# Proposals are made beside them, one round at a time: who settles never waits for who only looks.
PROPOSALS = 7_260_002


def lock(key: int = KEY) -> None:
    """Wait for the import or payment before this one; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [key])


def hold_bank() -> None:
    """
    Wait for whoever settles claims by the bank's money now; held until the transaction ends. For
    another room that reads what is open, or waits, and then settles it: it asks this lock first.
    """
    lock()
