"""Every proof is 0 on sound books, and each finds the fault made for it."""

import pytest
from django.db import connection

from commonweal.ledger import queries
from commonweal.ledger.queries._proofs import PROOFS
from commonweal.ledger.tests.books import invoice, payment, write

pytestmark = pytest.mark.django_db

FORGERIES = {
    "hashes_intact": "update ledger_entry set text = 'forged' where number = 2",
    "lines_sum_to_zero": "update ledger_line set cents = cents + 1 where account = '7000'",
    "entries_balance": "update ledger_line set cents = cents + 1 where account = '7000'",
    "balances_equal_lines": "update ledger_balance set debit_cents = debit_cents + 1",
    "lines_carry_their_day": 'update ledger_line set "on" = "on" + 1 where account = \'7000\'',
    "budgets_equal_lines": "update ledger_unitbalance set budget_cents = 0",
    "open_items_equal_lines": "delete from ledger_openitem where item = 'invoice:2'",
    "entities_owe_each_other_the_same": (
        "insert into ledger_openitem (account, item, cents) values ('4164', 'between:1-2', 1)"
    ),
    "journals_gapless": "update ledger_journal set last_number = last_number + 1",
    "contribution_is_cost_and_revenue": (
        "update ledger_line set account = '7000' where account = '7040'"
    ),
    "chain_intact": "update ledger_entry set hash = sha256('x') where number = 1",
    "chain_ends_at_the_counter": (
        "delete from ledger_link where last_number = (select max(last_number) from ledger_link)"
    ),
}


def test_sound_books_answer_zero():
    write(invoice(1), invoice(2), payment(1, cents=3))
    write(invoice(3))
    assert set(queries.proofs().values()) == {0}


@pytest.mark.parametrize("proof", PROOFS)
def test_each_forgery_is_found(proof):
    write(invoice(1), invoice(2))
    write(invoice(3))
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for table in ("entry", "line", "link"):
            cursor.execute(f"alter table ledger_{table} disable trigger user")
        cursor.execute(FORGERIES[proof])
    assert queries.proofs()[proof] != 0
