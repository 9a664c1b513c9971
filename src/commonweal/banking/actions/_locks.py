"""One queue for everything that reads what is open and then settles it."""

from django.db import connection

# Imports and payments wait for each other: a second one must see what the first settled.
KEY = 7_260_001


def lock() -> None:
    """Wait for the import or payment before this one; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [KEY])
