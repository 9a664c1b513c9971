"""The books at the desk: an amount followed to its entry, a fault found, a month closed."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.models import LegalEntity
from commonweal.ledger import actions
from commonweal.ledger.actions import Entry, Line
from commonweal.ledger.tests.books import MAY_4, invoice, payment, write
from tests.browser import axe, enter, fits, shoot
from tests.cast import NOW, make_staff
from tests.journeys.house import open_house

pytestmark = pytest.mark.journey


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


@pytest.fixture
def books(own_database: str) -> None:
    """Two months of invoices, a payment, a wage and a correction."""
    open_house()
    write(*[invoice(n, on=date(2026, 3, n), net=n * 123_45) for n in range(1, 6)])
    write(*[invoice(n, unit=7 + n % 2, net=n * 99_00) for n in range(6, 70)])
    write(payment(2, cents=298_75), payment(9, cents=500_00, unit=8))
    wage = [
        Line("6203", 130_00, 7),
        Line("6211", 80_22, 7),
        Line("454", -60_00),
        Line("453", -12_00),
        Line("455", -98_22, None, "payslip:3"),
        Line("7041", -40_00),
    ]
    (slip,) = write(Entry("pay", MAY_4, "Amina Benali: Decor", "payslip:3", "payslip:3", wage))
    actions.reverse(
        ids=[slip.id], on=MAY_4, text="Taken back", origin="payslip:3", by=SYSTEM, at=NOW
    )
    actions.prove(by=SYSTEM, at=NOW)


def test_the_auditor_follows_an_amount_to_its_entry(page: Page, books: None) -> None:
    enter(page, make_staff(Role.AUDITOR, name="Nora Peeters"))
    page.goto("/desk/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Books").click()
    expect(page.get_by_text("The books balance")).to_be_visible()
    look(page, "books-balance")
    page.get_by_role("link", name="Clients - invoices issued").click()
    expect(page.get_by_text("Balance after it").first).to_be_attached()
    look(page, "books-card")
    page.get_by_role("link", name="Show more").click()
    page.get_by_label("Number of the unit").fill("8")
    page.get_by_role("button", name="Show").click()
    assert "unit=8" in page.url and "month=2026-05" in page.url
    page.get_by_role("link", name="invoice:9", exact=True).first.click()
    look(page, "books-card-item")
    page.get_by_role("link", name="Sales 9", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sales 9")
    expect(page.get_by_text("The seal fits the content")).to_be_visible()
    look(page, "books-entry")
    page.goto("/desk/books/accounts/400/?month=2026-77")
    look(page, "books-card-refused")


def test_the_auditor_reads_journals_open_items_and_proofs(page: Page, books: None) -> None:
    enter(page, make_staff(Role.AUDITOR, name="Nora Peeters"))
    page.goto("/desk/books/")
    ways = page.get_by_role("navigation", name="Ways into the books")
    ways.get_by_role("link", name="Journals").click()
    look(page, "books-journals")
    page.get_by_role("main").get_by_role("link", name="Pay", exact=True).click()
    expect(page.get_by_text("Amina")).to_have_count(0)
    look(page, "books-journal")
    page.get_by_role("link", name="Pay 2").click()
    page.get_by_role("link", name="Pay 1", exact=True).click()
    expect(page.get_by_text("It is corrected by")).to_be_visible()
    page.goto("/desk/books/open/")
    look(page, "books-open")
    page.goto("/desk/books/proofs/")
    page.get_by_role("button", name="Prove the books now").click()
    expect(page.get_by_text("The books prove themselves")).to_be_visible()
    look(page, "books-proofs")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export").click()
    assert download.value.suggested_filename == "proofs.csv"


def test_a_fault_is_seen_on_the_desk(page: Page, books: None) -> None:
    spoil()
    actions.prove(by=SYSTEM, at=NOW)
    enter(page, make_staff(Role.FINANCE_MAKER, name="Fatima Maes"))
    page.goto("/desk/")
    look(page, "books-fault-desk")
    page.get_by_role("link", name="proof of the books fails").click()
    expect(page.get_by_role("alert")).to_contain_text("1 proof fails.")
    look(page, "books-fault")


def test_the_checker_closes_a_month(page: Page, books: None) -> None:
    enter(page, make_staff(Role.FINANCE_CHECKER, name="Chris Peeters"))
    page.goto("/desk/books/?month=2026-03")
    page.get_by_role("button", name="Close the month").first.click()
    expect(page.get_by_text("This cannot be undone.")).to_be_visible()
    shoot(page, "books-close")
    page.get_by_role("dialog").get_by_role("button", name="Close the month").click()
    expect(page.get_by_text("The books are closed.")).to_be_visible()
    expect(page.get_by_role("button", name="Close the month")).to_have_count(0)
    page.goto("/desk/books/journals/")
    expect(page.get_by_text("Chris Peeters, 4 May 2026")).to_be_visible()


def spoil() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("update ledger_unitbalance set budget_cents = 0 where unit = 7")


def test_an_auditor_follows_what_one_legal_entity_owes_another(page: Page, books: None) -> None:
    school = {"name": "Samen School cv", "enterprise_number": "0403019261", "series": "SC"}
    LegalEntity.objects.create(id=2, **school)
    actions.open_books(entity=2, by=SYSTEM, at=NOW)
    write(invoice(80, entity=2))
    actions.post_across(entries=[payment(80, cents=1000_00)], by=SYSTEM, at=NOW)
    enter(page, make_staff(Role.AUDITOR, name="Nora Peeters"))
    page.goto("/desk/books/?month=2026-05")
    expect(page.get_by_text("Commonweal cv owes Samen School cv")).to_be_visible()
    look(page, "books-between")
    page.get_by_label("Legal entity").select_option("Samen School cv")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("The books balance")).to_be_visible()
    look(page, "books-of-a-sister")
    page.get_by_role("link", name="Current accounts, group entities").click()
    page.get_by_role("link", name="Bank (2) 1").click()
    expect(page.get_by_text("In the other books")).to_be_visible()
    look(page, "books-entry-between")
    page.get_by_role("link", name="Bank 3", exact=True).click()
    expect(page.get_by_role("heading", name="Bank 3")).to_be_visible()
