"""What a connection of a member or of a client sees of the money of others: nothing."""

import pytest
from django.apps import apps
from django.db import connection

from commonweal.banking.tests.conftest import account as account
from commonweal.banking.tests.conftest import bring, came_in, coda
from commonweal.guarantee.tests.scene import cap

pytestmark = pytest.mark.django_db
# Asked by the item of a payslip, by the payee that asks, printed on every invoice, or claimed in a
# transaction of its own (handover: it names nobody).
OPEN = {"account", "handover", "payeeaccount", "payment", "paymentbatch", "paymentstatus"}
TABLES = [
    model._meta.db_table
    for room in ("banking", "guarantee")
    for model in apps.get_app_config(room).get_models()
]
STAFF = [table for table in TABLES if table.partition("_")[2] not in OPEN]
BY_UNIT = {"guarantee_guarantee", "guarantee_loss"}


def policy(table):
    """Whether the lock is on, on the owner too, and what it asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relrowsecurity and relforcerowsecurity, qual from pg_class"
            " join pg_policies on tablename = relname where relname = %s",
            [table],
        )
        return cursor.fetchone()


@pytest.mark.parametrize("table", STAFF)
def test_the_table_is_of_staff_or_of_the_units_of_the_connection(table):
    is_locked, asked = policy(table)
    assert is_locked
    assert "commonweal.scope" in asked
    assert ("unit_id" in asked) == (table in BY_UNIT)


@pytest.mark.parametrize("name", sorted(OPEN))
def test_what_stays_open_has_no_unit_and_says_why(name):
    assert policy(f"banking_{name}") is None
    from importlib import import_module

    told = import_module("commonweal.banking.migrations.0009_second_lock").__doc__
    assert "stay open" in told


def counted(scope, *tables):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [scope])
        found = {}
        for table in tables:
            cursor.execute(f"select count(*) from {table}")
            (found[table],) = cursor.fetchone()
        cursor.execute("select set_config('commonweal.scope', '*', true)")
        return found


def test_neither_a_member_nor_a_client_reads_a_statement_or_a_cap(account, amina_unit, festival):
    bring(coda(came_in(12_00, "hello")))
    cap(festival, 10_00)
    tables = "banking_statement", "banking_move", "guarantee_cap"
    assert counted("*", *tables) == dict.fromkeys(tables, 1)
    assert counted(f"{amina_unit.pk}", *tables) == dict.fromkeys(tables, 0)
    assert counted("", *tables) == dict.fromkeys(tables, 0)
