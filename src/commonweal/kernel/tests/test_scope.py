"""Seeing all rows for a moment."""

import pytest
from django.db import connection

from commonweal.kernel.scope import past_the_lock

pytestmark = pytest.mark.django_db


def scope():
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('commonweal.scope', true)")
        return cursor.fetchone()[0]


def narrow(units):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [units])


@pytest.mark.parametrize("before", ["", "7,8", "*"])
def test_it_hands_the_scope_back_as_it_was(before):
    narrow(before)
    with past_the_lock():
        assert scope() == "*"
    assert scope() == before


def test_it_hands_the_scope_back_after_an_error():
    narrow("7")
    with pytest.raises(LookupError), past_the_lock():
        raise LookupError
    assert scope() == "7"
