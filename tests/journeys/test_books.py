"""The books at the desk, seen by the auditor."""

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role
from commonweal.ledger.tests.books import invoice, payment, write
from tests.browser import axe, fits, shoot
from tests.cast import make_staff
from tests.journeys.house import open_house
from tests.journeys.test_pay import enter

pytestmark = pytest.mark.journey


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def test_the_auditor_follows_an_amount_to_its_entry(page: Page) -> None:
    open_house()
    write(invoice(1), invoice(2, unit=8), payment(1, cents=1210_00))
    enter(page, make_staff(Role.AUDITOR, name="Nora Peeters"))
    page.goto("/desk/books/")
    expect(page.get_by_text("The books balance")).to_be_visible()
    look(page, "books-balance")
    page.get_by_role("link", name="400", exact=False).first.click()
    look(page, "books-card")
    page.get_by_role("link", name="Sales 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sales 1")
    look(page, "books-entry")
    for name, title in (("Journals", "Journals"), ("Open items", "Open items")):
        page.goto("/desk/books/")
        page.get_by_role("main").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        look(page, f"books-{name.lower().replace(' ', '-')}")
    page.goto("/desk/books/proofs/")
    page.get_by_role("button", name="Prove the books now").click()
    expect(page.get_by_text("The books prove themselves")).to_be_visible()
    look(page, "books-proofs")
