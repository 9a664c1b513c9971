"""Suppliers whose number was never noted: the last bill paid speaks, and a likeness waits."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW

from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.banking.tests.conftest import CHECKER, MAKER
from commonweal.flows.payday import actions, queries
from commonweal.flows.payday.tests.bills import (
    EXEMPT,
    NEW,
    OLD,
    OTHER,
    UNTIL,
    due,
    settle,
)
from commonweal.flows.payday.tests.bills import bill as bill
from commonweal.purchases import actions as purchases
from commonweal.purchases.tests.suppliers import credit_note, received

pytestmark = pytest.mark.django_db
ASKED = "Called the printer on the number of its website"


def prepare():
    return actions.prepare(until=UNTIL, by=MAKER, at=NOW)


def confirm(account):
    banking.confirm_account(account=account, how="desk", because=ASKED, by=CHECKER, at=NOW)


def test_after_an_upgrade_another_number_than_the_last_one_paid_is_held(bill, by):
    settle(bill("P1", OLD), by)
    changed = bill("P2", NEW)
    assert "Confirm" in due(changed).held
    with pytest.raises(actions.NothingReady):
        prepare()
    assert [one.item for one in queries.unnoted(at=NOW)] == [changed.ref]


def test_the_number_that_was_paid_last_is_paid_at_once(bill, by):
    settle(bill("P1", OLD), by)
    same, changed = bill("P2", OLD), bill("P3", NEW)
    (batch,) = prepare()
    assert [payment.item for payment in bank.payments(batch=batch)] == [same.ref]
    assert "Confirm" in due(changed).held


def test_of_several_paid_bills_the_last_one_speaks(bill, by):
    for number, iban in (("P1", OLD), ("P2", NEW)):
        settle(bill(number, iban), by)
    assert due(bill("P3", NEW)).held == ""
    assert due(bill("P4", OLD)).held != ""


def test_a_number_that_replaces_the_one_paid_waits_a_day_and_for_a_colleague(bill, by):
    settle(bill("P1", OLD), by)
    changed = bill("P2", NEW)
    noted = actions.note_number(item=changed.ref, by=MAKER, at=NOW)
    assert (noted.iban, noted.confirmed_at) == (NEW, None)
    known = bank.histories(payees=[noted.payee])[noted.payee]
    assert [row.iban for row in known.rows] == [OLD, NEW]
    assert known.serving(NOW).iban == OLD
    confirm(noted)
    assert "Wait until" in due(changed).held
    assert due(changed, NOW + timedelta(days=1)).held == ""


def test_a_bill_that_nobody_paid_proves_no_number(bill):
    bill("P1", OLD)
    assert due(bill("P2", NEW)).held == ""


def test_a_bill_that_a_credit_note_settled_proves_no_number(bill, by):
    bill("P2026-31", OLD)
    note = received(credit_note(iban=OLD), by).purchase
    (note,) = purchases.assign(purchases=[note], unit=bill("P1", NEW).unit, by=by, at=NOW)
    purchases.book(purchases=[note], account="614", by=by, at=NOW)
    assert "P2026-31" not in {one.reference for one in queries.due(until=UNTIL, at=NOW)}
    assert due(bill("P2", NEW)).held == ""


@pytest.mark.parametrize(
    "name", ["Drukkerij De Pers", "DRUKKERIJ DE PERS BV", "Drukkerij De Perss"]
)
def test_a_new_supplier_who_looks_like_a_known_one_waits_and_says_like_whom(bill, by, name):
    settle(bill("P1", OLD), by)
    doubted = bill("X1", NEW, replace(EXEMPT, name=name))
    assert "looks like “Drukkerij De Pers”" in due(doubted).held
    with pytest.raises(actions.NothingReady):
        prepare()
    noted = actions.note_number(item=doubted.ref, by=MAKER, at=NOW)
    assert (noted.looks_like, noted.confirmed_at) == ("Drukkerij De Pers", None)
    assert "Confirm" in due(doubted).held
    confirm(noted)
    assert due(doubted).held == ""
    (batch,) = prepare()
    assert batch.count == 1


def test_who_was_only_noted_for_a_batch_is_known_too(bill):
    bill("P1", OLD)
    prepare()
    assert "looks like" in due(bill("X1", NEW, EXEMPT)).held


def test_a_stopped_likeness_is_not_paid_by_its_next_bill(bill, by):
    settle(bill("P1", OLD), by)
    noted = actions.note_number(item=bill("X1", NEW, EXEMPT).ref, by=MAKER, at=NOW)
    actions.stop_account(account=noted, because="The printer knows of nothing", by=CHECKER, at=NOW)
    assert due(bill("X2", OTHER, EXEMPT)).held != ""


def test_the_same_name_on_the_same_number_is_no_stranger(bill, by):
    settle(bill("P1", OLD), by)
    assert due(bill("X1", OLD, EXEMPT)).held == ""


@pytest.mark.parametrize(
    "seller",
    [replace(EXEMPT, name="Bloemen Rosa"), replace(EXEMPT, vat_number="BE0500000059")],
    ids=["quite another name", "a VAT number of its own"],
)
def test_what_tells_two_suppliers_apart_is_believed(bill, by, seller):
    settle(bill("P1", OLD), by)
    assert due(bill("X1", NEW, seller)).held == ""


def test_the_number_of_questions_does_not_grow_with_the_bills(bill, by):
    settle(bill("P0", OLD), by)
    asked = []
    for number in range(3):
        bill(f"X{number}", NEW, replace(EXEMPT, name=f"Drukkerij De Pers {number}"))
        with CaptureQueriesContext(connection) as questions:
            queries.due(until=UNTIL, at=NOW, kinds=("supplier",))
        asked.append(len(questions))
    assert len(set(asked)) == 1
