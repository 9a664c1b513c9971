"""Budgets of invoices that were not guaranteed follow the client's money."""

from datetime import timedelta

import pytest
from tests.cast import NOW, make_client, make_member, make_unit
from tests.journeys.house import open_house

from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.clients import queries as clients
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
    """1,000.00 without VAT to a client in Geneva: 935.00 of budget, held."""
    open_house()
    unit = make_unit(make_member())
    geneva = make_client(country="CH", enterprise_number=None, vat_number="CHE-107.787.577")
    line = invoicing.NewLine("Concert", 1000_00, invoicing.Vat.OUTSIDE_SCOPE, 0)
    new = invoicing.NewInvoice(
        unit.pk, clients.get(id=geneva.pk), "Concert", [line], contribution_cents=65_00,
        guaranteed=False,
    )  # fmt: skip
    drafts = invoicing.draft(invoices=[new], by=SYSTEM, at=NOW)
    (issued,) = invoicing.issue(drafts=drafts, by=SYSTEM, at=NOW)
    return issued


def bank_brings(days, *mistakes):
    account = bank.find_main_account()
    on = NOW.date() + timedelta(days=days)
    content = bank.next_statement(account=account, on=on, mistakes=mistakes)
    file = banking.BankFile(f"{days}.cod", content)
    banking.import_statements(files=[file], by=SYSTEM, at=NOW)


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
