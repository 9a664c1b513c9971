"""Budgets of invoices that were not guaranteed follow the client's money."""

import pytest
from tests.cast import NOW

from commonweal.clients import queries as clients
from commonweal.flows.tests.unsure import bank_brings, concert
from commonweal.flows.three_in_one import actions
from commonweal.guarantee import actions as guarantee
from commonweal.guarantee.tests.failing import judgment
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as ledger

# A job sees an event when its transaction is over: these tests commit.
pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def invoice(own_database):
    return concert()


def test_nothing_can_be_spent_before_the_client_pays(invoice):
    actions.release_held(by=SYSTEM, at=NOW)
    assert ledger.budget(unit=invoice.unit_id) == 0
    assert ledger.account_balance(account="4894") == -935_00


def test_half_is_released_when_half_is_paid_and_the_rest_with_the_rest(invoice):
    bank_brings(1, "partial")
    actions.release_held(by=SYSTEM, at=NOW)
    assert ledger.budget(unit=invoice.unit_id) == 467_50
    actions.release_held(by=SYSTEM, at=NOW)
    assert ledger.budget(unit=invoice.unit_id) == 467_50
    bank_brings(2)
    actions.release_held(by=SYSTEM, at=NOW)
    assert ledger.budget(unit=invoice.unit_id) == 935_00
    assert ledger.account_balance(account="4894") == 0
    assert set(ledger.proofs().values()) == {0}


def test_a_credit_note_takes_back_what_was_released_and_what_is_held(invoice):
    bank_brings(1, "partial")
    actions.release_held(by=SYSTEM, at=NOW)
    invoicing.credit_note(invoices=[invoice], reason="Rain", by=SYSTEM, at=NOW)
    assert ledger.budget(unit=invoice.unit_id) == 0
    assert ledger.account_balance(account="4894") == 0
    actions.release_held(by=SYSTEM, at=NOW)
    assert ledger.budget(unit=invoice.unit_id) == 0
    assert set(ledger.proofs().values()) == {0}


def test_what_is_lost_frees_nothing_and_what_was_released_stays(invoice):
    bank_brings(1, "partial")
    actions.release_held(by=SYSTEM, at=NOW)
    client = clients.get(id=invoice.client_id)
    guarantee.mark_bankrupt(failure=judgment(client), by=SYSTEM, at=NOW)
    bank_brings(2)
    actions.release_held(by=SYSTEM, at=NOW)
    assert ledger.budget(unit=invoice.unit_id) == 467_50
    assert ledger.account_balance(account="4894") == 0
    assert set(ledger.proofs().values()) == {0}
