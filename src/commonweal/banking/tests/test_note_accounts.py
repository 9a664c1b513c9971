"""Noting on which number a payee is paid: the first serves, another waits."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.tests.conftest import CHECKER, MAKER, NOW
from commonweal.banking.tests.payees import HOLD, LIAM, NEW, OLD, OTHER, note
from commonweal.kernel.identifiers import WrongIban

pytestmark = pytest.mark.django_db


def test_the_first_number_of_a_payee_serves_at_once():
    row = note("be68 5390 0754 7034")
    assert (row.iban, row.confirmed_how, row.usable_at) == (OLD, "first", NOW)
    assert serving() == OLD
    assert queries.held(payees=[LIAM], at=NOW) == {}


def test_another_number_waits_and_payments_wait_with_it():
    note(OLD)
    row = note(NEW)
    assert row.usable_at == NOW + HOLD
    assert row.confirmed_at is None
    why = queries.held(payees=[LIAM], at=NOW)[LIAM]
    assert (why.needs, why.until, why.iban, why.account) == ("confirmation", NOW + HOLD, NEW, row)


def test_a_number_that_nobody_confirmed_never_serves():
    note(OLD)
    note(NEW)
    for later in (HOLD, timedelta(days=365)):
        assert serving(NOW + later) == OLD
        assert queries.held(payees=[LIAM], at=NOW + later)[LIAM].needs == "confirmation"


def test_the_number_that_serves_is_not_noted_again():
    first = note(OLD)
    assert note(OLD, at=NOW + HOLD) == first
    assert queries.histories(payees=[LIAM])[LIAM].rows == [first]


def test_the_number_that_waits_does_not_wait_longer_when_it_is_given_again():
    note(OLD)
    waits = note(NEW)
    assert note(NEW, at=NOW + timedelta(hours=5)).usable_at == waits.usable_at


def test_going_back_to_the_number_that_serves_drops_the_one_that_waits():
    note(OLD)
    note(NEW)
    note(OLD)
    assert queries.held(payees=[LIAM], at=NOW) == {}
    assert [row.stopped_because for row in rows()] == ["", "replaced"]


def test_a_third_number_takes_the_place_of_the_one_that_waits():
    note(OLD)
    note(NEW)
    note(OTHER)
    assert queries.held(payees=[LIAM], at=NOW)[LIAM].iban == OTHER
    assert [row.iban for row in queries.histories(payees=[LIAM])[LIAM].waiting(NOW)] == [OTHER]


def test_going_back_to_a_number_of_long_ago_waits_like_any_change():
    note(OLD)
    banking.confirm_account(account=note(NEW), how="link", by=MAKER, at=NOW)
    later = NOW + timedelta(days=30)
    row = note(OLD, at=later)
    assert serving(later) == NEW
    assert row.usable_at == later + HOLD
    assert queries.held(payees=[LIAM], at=later)[LIAM].iban == OLD


def test_a_number_that_differs_from_the_one_that_serves_is_held_though_nobody_noted_it():
    note(OLD)
    found = queries.held(payees=[LIAM], at=NOW, numbers={LIAM: NEW})
    assert (found[LIAM].needs, found[LIAM].iban, found[LIAM].account) == ("confirmation", NEW, None)
    assert queries.held(payees=[LIAM], at=NOW, numbers={LIAM: OLD}) == {}


def test_who_was_never_paid_is_not_held():
    assert queries.held(payees=["member:99"], at=NOW, numbers={"member:99": NEW}) == {}
    assert queries.payee_account_for(payees=["member:99"], at=NOW) == {}


def test_many_are_noted_in_a_constant_number_of_statements(django_assert_num_queries):
    note(OLD)
    few = [banking.NewPayeeAccount(f"member:{n}", OLD, "Somebody") for n in range(20, 23)]
    many = [banking.NewPayeeAccount(f"member:{n}", OLD, "Somebody") for n in range(30, 130)]
    for accounts in (few, [banking.NewPayeeAccount(LIAM, NEW, "Liam"), *many]):
        with django_assert_num_queries(6):
            banking.note_accounts(accounts=accounts, by=MAKER, at=NOW)


def test_one_payee_twice_in_one_call_keeps_the_order():
    both = [banking.NewPayeeAccount(LIAM, iban, "Liam") for iban in (OLD, NEW, NEW)]
    first, second, third = banking.note_accounts(accounts=both, by=MAKER, at=NOW)
    assert (first.iban, first.confirmed_how) == (OLD, "first")
    assert second is third
    assert len(rows()) == 2


def test_the_first_number_of_who_looks_like_another_waits_for_a_colleague_and_no_day():
    new = banking.NewPayeeAccount(LIAM, OLD, "Liam De Smet", looks_like="Liam De Smedt")
    (row,) = banking.note_accounts(accounts=[new], by=MAKER, at=NOW)
    assert (row.looks_like, row.confirmed_at, row.usable_at) == ("Liam De Smedt", None, NOW)
    assert queries.held(payees=[LIAM], at=NOW)[LIAM].needs == "confirmation"
    banking.confirm_account(account=row, how="desk", because="Called him", by=CHECKER, at=NOW)
    assert queries.held(payees=[LIAM], at=NOW) == {}


def test_with_whom_a_payee_may_be_confused_never_changes():
    row = note(OLD)
    row.looks_like = "Somebody"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(update_fields=["looks_like"])


def test_it_refuses_a_number_that_does_not_fit():
    with pytest.raises(WrongIban):
        note("BE00 0000 0000 0000")


def serving(at=NOW):
    return queries.payee_account_for(payees=[LIAM], at=at)[LIAM].iban


def rows():
    return queries.histories(payees=[LIAM])[LIAM].rows
