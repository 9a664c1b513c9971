"""What is open, item by item, is kept as lines come in."""

from datetime import date

import pytest
from django.db import connection

from commonweal.ledger import queries
from commonweal.ledger.models import OpenItem
from commonweal.ledger.tests.books import invoice, payment, write

pytestmark = pytest.mark.django_db


def scope(units):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [units])


def standing(account="400"):
    return {each.item: each.cents for each in queries.open_list(account=account)}


def test_an_invoice_is_open_until_it_is_paid():
    write(invoice(1), invoice(2))
    assert standing() == {"invoice:1": 1210_00, "invoice:2": 1210_00}
    write(payment(1, cents=1000_00))
    assert standing() == {"invoice:1": 210_00, "invoice:2": 1210_00}
    write(payment(1, cents=210_00))
    assert standing() == {"invoice:2": 1210_00}
    assert not OpenItem.objects.filter(cents=0).exists()


def test_what_is_paid_too_much_is_open_the_other_way():
    write(invoice(1), payment(1, cents=1300_00))
    assert standing() == {"invoice:1": -90_00}


def test_an_item_that_opens_and_settles_in_one_batch_is_never_open():
    write(invoice(1), payment(1, cents=1210_00))
    assert standing() == {}


def test_an_item_may_open_again():
    write(invoice(1), payment(1, cents=1210_00))
    write(payment(1, cents=-10_00))
    assert standing() == {"invoice:1": 10_00}
    assert queries.proofs()["open_items_equal_lines"] == 0


def test_the_list_has_the_day_and_the_reference_of_its_opening():
    write(invoice(1, on=date(2026, 4, 1)))
    write(payment(1, cents=10_00))
    (item,) = queries.aged(account="400")
    assert (item.opened_on, item.reference, item.cents) == (
        date(2026, 4, 1),
        "000000000001",
        1200_00,
    )
    assert [row.reference for row in queries.open_list(account="400")] == ["000000000001"]


def test_a_member_sees_the_items_of_its_units_and_settles_those_of_none():
    write(invoice(1, unit=7), invoice(2, unit=8))
    scope("7")
    assert standing() == {"invoice:1": 1210_00}
    write(payment(2, cents=1210_00, unit=7))
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('commonweal.scope')")
        assert cursor.fetchone() == ("7",)
    scope("*")
    assert standing() == {"invoice:1": 1210_00}


def test_an_item_is_reopened_when_the_bank_takes_back_and_it_is_open():
    write(invoice(1), invoice(2), payment(1, cents=1210_00))
    assert queries.reopened(account="400") == []
    write(payment(1, cents=-10_00))
    assert queries.reopened(account="400") == ["invoice:1"]
    turns = queries.turns(account="400", items=["invoice:1", "invoice:2", "invoice:3"])
    assert {item: nth for item, (nth, _last) in turns.items()} == {"invoice:1": 3, "invoice:2": 1}
