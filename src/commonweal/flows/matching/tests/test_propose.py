"""From an issued invoice and a bare payment to a proposal, and what an acceptance sets free."""

import pytest
from tests.cast import BRAM, NOW, make_client, make_member, make_unit
from tests.journeys.house import open_house

from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.banking.simulator import Sketch, write_coda
from commonweal.banking.values import ReadMove
from commonweal.clients import queries as clients
from commonweal.flows.entities import actions as entities
from commonweal.flows.matching import jobs, queries
from commonweal.flows.tests.test_entities import SCHOOL
from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.guarantee import actions as guarantee
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actor import SYSTEM, Actor
from commonweal.ledger import queries as ledger

# A job sees an event when its transaction is over: these tests commit.
pytestmark = pytest.mark.usefixtures("own_database")
TODAY, SOFIE = NOW.date(), Actor("user:5", "Sofie Claes")


@pytest.fixture
def invoice(own_database):
    """1,000.00 without VAT to a client in Geneva: 935.00 of budget, held."""
    open_house()
    unit = make_unit(make_member())
    geneva = make_client(
        name="Théâtre de Genève", country="CH", enterprise_number=None, vat_number="CHE-107.787.577"
    )
    line = invoicing.NewLine("Concert", 1000_00, invoicing.Vat.OUTSIDE_SCOPE, 0)
    new = invoicing.NewInvoice(
        unit.pk, clients.get(id=geneva.pk), "Concert", [line], contribution_cents=65_00,
        guaranteed=False,
    )  # fmt: skip
    drafts = invoicing.draft(invoices=[new], by=SYSTEM, at=NOW)
    (issued,) = invoicing.issue(drafts=drafts, by=SYSTEM, at=NOW)
    return issued


def bring(*moves, sequence=1, old_cents=0):
    account = bank.find_main_account()
    sketch = Sketch(account.iban, account.bic, "Samen", sequence, TODAY, old_cents, moves)
    file = banking.BankFile("bank.cod", write_coda(sketch))
    banking.import_statements(files=[file], by=SYSTEM, at=NOW)


def paid(cents, text="", name="Theatre de Geneve"):
    return ReadMove(cents, TODAY, TODAY, name, "", "", text, f"B{cents}")


def proposed():
    jobs.run(at=NOW)
    return [row.best for row in bank.waits(on=TODAY)]


def test_what_a_client_pays_without_reference_is_proposed_by_itself(invoice):
    bring(paid(1000_00))
    (row,) = proposed()
    assert row.parts == [["400", invoice.ref, None, 1000_00]]
    assert row.party_name == "Théâtre de Genève"
    assert ledger.account_balance(account="499") == -1000_00


def test_an_acceptance_frees_the_budget_as_the_bank_would(invoice):
    bring(paid(1000_00, f"facture {invoice.number}"))
    (row,) = proposed()
    banking.accept(proposals=[row.pk], by=SOFIE, at=NOW)
    three_in_one.release_held(by=SYSTEM, at=NOW)
    assert ledger.budget(unit=invoice.unit_id) == 935_00
    assert set(ledger.proofs().values()) == {0}


def test_what_was_paid_and_comes_back_names_its_invoice(invoice):
    bring(ReadMove(1000_00, TODAY, TODAY, "Theatre", "", invoice.reference, "", "B1"))
    bring(paid(-1000_00, f"retour {invoice.number}"), sequence=2, old_cents=1000_00)
    (row,) = proposed()
    assert (row.kind, row.parts[0][1]) == ("bounced", invoice.ref)
    banking.accept(proposals=[row.pk], by=SOFIE, at=NOW)
    assert ledger.open_amount(account="400", item=invoice.ref) == 1000_00
    assert ledger.collected(unit=invoice.unit_id) == 0


def test_a_payment_of_an_invoice_that_is_still_partly_open_bounces_too(invoice):
    bring(ReadMove(400_00, TODAY, TODAY, "Theatre", "", invoice.reference, "", "B1"))
    bring(paid(-400_00, f"retour {invoice.number}"), sequence=2, old_cents=400_00)
    (row,) = proposed()
    assert (row.kind, row.parts[0][1], row.parts[0][3]) == ("bounced", invoice.ref, -400_00)
    banking.accept(proposals=[row.pk], by=SOFIE, at=NOW)
    assert ledger.open_amount(account="400", item=invoice.ref) == 1000_00


def test_a_claim_is_found_by_number_name_reference_and_amount(invoice):
    for text in (invoice.number, "genève", invoice.reference, "1.000,00"):
        (found,) = queries.search(text=text)
        assert (found.item, found.cents, found.party_name) == (
            invoice.ref, 1000_00, "Théâtre de Genève"
        )  # fmt: skip
    assert queries.search(text="nobody") == queries.search(text=" ") == []


def test_nothing_is_read_when_nothing_happened(invoice, django_assert_max_num_queries):
    bring(paid(1000_00))
    proposed()
    with django_assert_max_num_queries(8):
        jobs.run(at=NOW)


def test_what_is_lost_was_never_paid_and_proposals_for_it_are_over(invoice):
    bring(paid(400_00, f"facture {invoice.number}"))
    (row,) = proposed()
    assert row.kind == "claim"
    geneva = clients.get(id=invoice.client_id)
    told = guarantee.NewBankruptcy(geneva, TODAY, "Maître Favre")
    guarantee.mark_bankrupt(failure=told, by=SOFIE, at=NOW)
    assert proposed() == [None]


def test_an_invoice_of_a_sister_is_proposed_and_settled_in_her_books(invoice):
    school = entities.found(new=SCHOOL, by=SYSTEM, at=NOW)
    unit = make_unit(make_member(**BRAM))
    hers = entities.assign(unit=unit, entity=school, by=SYSTEM, at=NOW)
    line = invoicing.NewLine("Course", 700_00, invoicing.Vat.EXEMPT, 0)
    client = clients.get(id=invoice.client_id)
    new = invoicing.NewInvoice(
        hers.pk, client, "Course", [line], contribution_cents=45_50, guaranteed=True
    )
    drafts = invoicing.draft(invoices=[new], by=SYSTEM, at=NOW)
    (issued,) = invoicing.issue(drafts=drafts, by=SYSTEM, at=NOW)
    bring(paid(700_00, f"{issued.number}"))
    (row,) = proposed()
    assert row.parts == [["400", issued.ref, None, 700_00]]
    banking.accept(proposals=[row.pk], by=SOFIE, at=NOW)
    assert ledger.account_balance(account="400", entity=school.pk) == 0
    assert ledger.owed_between() == {(1, 2): -700_00, (2, 1): 700_00}
    assert [claim.number for claim in queries.search(text="Genève")] == [invoice.number]
