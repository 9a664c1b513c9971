"""Purchases as the house books them, read back by the return: where the VAT is ours to pay."""

import pytest
from tests.cast import TODAY

from commonweal.einvoice.values import Vat
from commonweal.purchases import actions as purchases
from commonweal.purchases.tests.suppliers import (
    DUTCH,
    credit_note,
    document,
    item,
    received,
)
from commonweal.reporting import queries

pytestmark = pytest.mark.django_db
MAY = queries.read_period("2026-05")


@pytest.fixture
def buy(entity, by, at):
    def buy(content, *, account="614", **words):
        purchase = received(content, by).purchase
        purchases.book(purchases=[purchase], account=account, by=by, at=at, **words)

    return buy


def figures():
    found = queries.vat_return(period=MAY)
    assert [check.name for check in found.checks if not check.agrees] == []
    assert found.agrees
    return {code: grid.cents for code, grid in found.grids.items() if grid.cents}


def test_belgian_vat_is_deducted(buy):
    buy(document(item(100_00)))
    assert figures() == {"82": 100_00, "59": 21_00, "72": 21_00}


def test_what_is_not_deducted_is_cost(buy):
    buy(document(item(100_00)), deducted_bp=5000)
    assert figures() == {"82": 110_50, "59": 10_50, "72": 10_50}


def test_a_service_from_the_union_is_owed_and_deducted(buy):
    buy(document(item(400_00, Vat.EU_SERVICE, 0), seller=DUTCH))
    assert figures() == {"82": 400_00, "88": 400_00, "55": 84_00, "59": 84_00}


def test_goods_from_the_union_stand_in_another_grid(buy):
    goods = document(item(300_00, Vat.EU_GOODS, 0), seller=DUTCH, delivered_on=TODAY)
    buy(goods, account="2400")
    assert figures() == {"83": 300_00, "86": 300_00, "55": 63_00, "59": 63_00}


def test_a_reverse_charge_in_belgium_is_owed_at_its_own_rate(buy):
    buy(document(item(200_00, Vat.REVERSE_CHARGE, 0)), due_bp=600)
    assert figures() == {"82": 200_00, "87": 200_00, "56": 12_00, "59": 12_00}


def test_credit_notes_stand_where_their_invoice_stood(buy):
    buy(document(item(400_00, Vat.EU_SERVICE, 0), seller=DUTCH))
    buy(credit_note(item(150_00, Vat.EU_SERVICE, 0), seller=DUTCH))
    buy(document(item(100_00), number="P-2"))
    buy(credit_note(item(30_00), number="C-2"))
    assert figures() == {
        "82": 320_00, "84": 150_00, "85": 30_00, "88": 250_00,
        "55": 84_00, "59": 105_00, "62": 31_50, "63": 37_80, "72": 14_70,
    }  # fmt: skip


def test_each_of_these_figures_opens_its_entries(buy):
    buy(document(item(400_00, Vat.EU_SERVICE, 0), seller=DUTCH))
    buy(credit_note(item(150_00, Vat.EU_SERVICE, 0), seller=DUTCH))
    found = queries.vat_return(period=MAY)
    for code in ("82", "84", "88", "55", "62"):
        behind = queries.grid_entries(period=MAY, grid=code)
        assert sum(entry.cents for entry in behind) == found.grids[code].cents, code
    assert [entry.cents for entry in queries.grid_entries(period=MAY, grid="88")] == [
        -150_00, 400_00,
    ]  # fmt: skip
