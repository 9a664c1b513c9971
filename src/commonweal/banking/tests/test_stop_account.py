"""Stopping a number: one that waited never serves; one that served leaves the payee without."""

from datetime import timedelta

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.tests.conftest import MAKER, NOW
from commonweal.banking.tests.payees import HOLD, LIAM, NEW, OLD, note

pytestmark = pytest.mark.django_db


def stop(account, at=NOW, because="This was not me"):
    return banking.stop_account(account=account, because=because, by=MAKER, at=at)


def held(at):
    return queries.held(payees=[LIAM], at=at).get(LIAM)


def serving(at):
    return queries.payee_account_for(payees=[LIAM], at=at).get(LIAM)


def test_the_number_before_goes_on_when_the_new_one_is_stopped():
    first = note(OLD)
    stop(note(NEW))
    assert held(NOW) is None
    assert serving(NOW + HOLD) == first


def test_a_number_that_served_is_not_replaced_by_an_older_one_unasked():
    note(OLD)
    row = note(NEW)
    banking.confirm_account(account=row, how="link", by=MAKER, at=NOW)
    later = NOW + timedelta(days=2)
    stop(row, at=later)
    assert serving(later) is None
    assert (held(later).needs, held(later).iban) == ("number", NEW)
    assert serving(later - timedelta(hours=1)) == row  # what was, stays so


def test_a_number_given_after_that_waits_though_none_serves():
    stop(note(OLD))
    row = note(OLD, at=NOW + timedelta(hours=1))
    assert row.usable_at == NOW + timedelta(hours=25)
    assert held(NOW + timedelta(hours=2)).needs == "confirmation"


def test_it_refuses_to_stop_twice_or_without_a_reason():
    row = note(OLD)
    with pytest.raises(banking.WhyStopped):
        stop(row, because=" ")
    stop(row)
    with pytest.raises(banking.NotWaiting):
        stop(row)
