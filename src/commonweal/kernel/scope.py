"""
Which rows a connection sees. Row-level security reads `commonweal.scope`: `*` is all rows, a
comma list is these units, nothing is nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def past_the_lock() -> Iterator[None]:
    """
    See all rows for a moment. Only for a question that names the person who asks: somebody who
    works for another's unit reads the own contract and the own pay there, and nothing else.
    After an error the rollback hands the scope back.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('commonweal.scope', true), '')")
        (scope,) = cursor.fetchone()
        cursor.execute("select set_config('commonweal.scope', '*', true)")
        yield
        cursor.execute("select set_config('commonweal.scope', %s, true)", [scope])
