"""Two legal entities under one roof: each its own numbers, references, books and papers."""

from dataclasses import replace

import pytest
from lxml import etree
from tests.cast import AMINA

from commonweal.activities import queries as units
from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.documents import queries as documents
from commonweal.flows.entities import actions as entities
from commonweal.flows.three_in_one.actions import release_paid
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.kernel import queries as house
from commonweal.kernel.refusals import Refusals
from commonweal.ledger import queries as books

SCHOOL = entities.NewEntity(
    name="School cv", enterprise_number="0403.170.701", series="SC", street="Kaai 1",
    postcode="9000", city="Gent", email="hello@school.example", iban=AMINA["iban"],
    bic="GKCCBEBB", vat_regime="training",
)  # fmt: skip


@pytest.fixture
def school(entity, by, at):
    return entities.found(new=SCHOOL, by=by, at=at)


@pytest.fixture
def issue(festival, by, at, settings, tmp_path):
    settings.FILES = tmp_path

    def issue(unit, vat=invoicing.Vat.STANDARD, rate=2100, guaranteed=True):
        new = invoicing.NewInvoice(
            unit_id=unit.pk, client=festival, title="Course",
            lines=[invoicing.NewLine("Day", 1000_00, vat, rate)],
            contribution_cents=65_00, guaranteed=guaranteed,
        )  # fmt: skip
        drafts = invoicing.draft(invoices=[new], by=by, at=at)
        return invoicing.issue(drafts=drafts, by=by, at=at)[0]

    return issue


def test_each_numbers_from_one_and_keeps_its_own_books(
    school, issue, amina_unit, carla_unit, by, at
):
    entities.assign(unit=carla_unit, entity=school, by=by, at=at)
    own = issue(amina_unit)
    theirs = issue(units.get(id=carla_unit.pk), invoicing.Vat.EXEMPT, 0)
    (note,) = invoicing.credit_note(invoices=[theirs], reason="Rain", by=by, at=at)
    assert [own.number, theirs.number, note.number] == [
        "2026-000001", "SC-2026-000001", "SC-C2026-000001",
    ]  # fmt: skip
    assert own.reference != theirs.reference
    assert books.entries_of(journal="sales").count() == 1
    assert books.entries_of(journal="2-sales").count() == 2
    assert set(books.proofs().values()) == {0}


def test_its_papers_are_its_own(school, issue, amina_unit, by, at):
    entities.assign(unit=amina_unit, entity=school, by=by, at=at)
    invoice = issue(units.get(id=amina_unit.pk), invoicing.Vat.EXEMPT, 0)
    invoicing.render(invoices=[invoice.pk], by=by, at=at)
    rendering = queries.find_rendering(invoice=invoice)
    tree = etree.fromstring(documents.content(document=rendering.xml))
    seller = tree.find("{*}AccountingSupplierParty").xpath(
        "string(.//*[local-name()='RegistrationName'])"
    )
    assert (rendering.findings, seller) == ([], "School cv")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"series": "sc"}, "WrongSeries"),
        ({"series": "SCHOOL"}, "WrongSeries"),
        ({"name": " "}, "MissingDetail"),
        ({"email": "nobody"}, "WrongEmail"),
        ({"currency": "euro"}, "WrongCurrency"),
        ({"pay_terms": "never"}, "UnknownTerms"),
        ({"iban": "BE00"}, "WrongIban"),
    ],
)
def test_what_is_wrong_is_said(entity, by, at, wrong, code):
    with pytest.raises(Exception) as raised:
        entities.found(new=replace(SCHOOL, **wrong), by=by, at=at)
    assert type(raised.value).__name__ == code


def test_letters_and_numbers_are_anothers_once_only(school, by, at):
    with pytest.raises(Refusals, match="School cv"):
        entities.found(new=SCHOOL, by=by, at=at)


def test_an_entity_pays_its_wages_on_its_own_terms(school, entity, by, at):
    entities.change_pay_terms(entity=school, terms="day_of_next_month", by=by, at=at)
    assert [each.pay_terms for each in house.entities()] == ["days_after", "day_of_next_month"]
    (event,) = house.events(of=[school.ref]).filter(verb="entities.change_pay_terms")
    assert event.by == by.id
    with pytest.raises(entities.UnknownTerms):
        entities.change_pay_terms(entity=school, terms="never", by=by, at=at)


def test_its_account_at_the_bank_is_its_own(school):
    (account,) = bank.accounts()
    assert (account.iban, account.entity, account.holder) == (school.iban, school.pk, school.name)


def test_an_account_that_is_ours_already_stays_where_it_is(entity, by, at):
    of_house = banking.NewAccount(entity.iban, entity.bic, entity.name)
    banking.open_accounts(accounts=[of_house], by=by, at=at)
    entities.found(new=replace(SCHOOL, iban=entity.iban), by=by, at=at)
    assert [account.entity for account in bank.accounts()] == [1]


def test_an_invoice_of_a_sister_is_paid_on_the_account_of_the_house(
    school, issue, entity, amina_unit, by, at
):
    """Paid by its reference: settled in her books, with what waits on it released there."""
    own = banking.NewAccount(entity.iban, entity.bic, entity.name)
    banking.open_accounts(accounts=[own], by=by, at=at)
    entities.assign(unit=amina_unit, entity=school, by=by, at=at)
    invoice = issue(units.get(id=amina_unit.pk), invoicing.Vat.EXEMPT, 0, guaranteed=False)
    account = bank.find_main_account()
    content = bank.next_statement(account=account, on=at.date(), references=[invoice.reference])
    banking.import_statements(files=[banking.BankFile("a.cod", content)], by=by, at=at)
    release_paid(by=by, at=at)
    (standing,) = queries.standings(invoices=[invoice], on=at.date())
    assert standing.open_cents == 0
    for code, house_cents, her_cents in (
        ("550", invoice.total_cents, 0),
        ("400", 0, 0),
        ("4894", 0, 0),
        ("4164", -invoice.total_cents, invoice.total_cents),
    ):
        of = [books.account_balance(account=code, entity=each) for each in (1, school.pk)]
        assert of == [house_cents, her_cents], code
    assert set(books.proofs().values()) == {0}
