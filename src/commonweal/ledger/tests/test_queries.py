import pytest

from commonweal.ledger import queries
from commonweal.ledger.tests.books import invoice, payment, write

pytestmark = pytest.mark.django_db


def test_a_paid_part_leaves_the_rest_open():
    write(invoice(1), payment(1, cents=1000_00))
    assert queries.open_amount(account="400", item="invoice:1") == 210_00
    assert queries.open_amounts(account="400", items=["invoice:1", "invoice:2"]) == {
        "invoice:1": 210_00
    }


def test_a_reference_finds_its_item_also_when_it_is_settled():
    write(invoice(1), invoice(2), payment(1, cents=1210_00))
    found = queries.open_items(account="400", references=[f"{n:012}" for n in (1, 2, 3)])
    assert {item.item: (item.unit, item.cents) for item in found.values()} == {
        "invoice:1": (7, 0),
        "invoice:2": (7, 1210_00),
    }
    assert [item.item for item in queries.open_list(account="400")] == ["invoice:2"]


def test_collected_is_what_the_clients_of_the_unit_have_paid():
    write(invoice(1), payment(1, cents=1000_00), invoice(2, unit=8))
    assert queries.collected(unit=7) == 1000_00
    assert queries.collected(unit=8) == 0


def test_the_trial_balance_sums_to_zero():
    write(invoice(1), payment(1, cents=1210_00))
    rows = queries.trial_balance()
    assert sum(row.balance_cents for row in rows) == 0
    assert {row.account.code: row.balance_cents for row in rows}["550"] == 1210_00
