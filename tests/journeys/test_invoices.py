"""Invoices in a browser: a member sees who still owes, the office credits one and mends another."""

from datetime import timedelta
from unittest import mock

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role, User
from commonweal.einvoice.validator import refused
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import actions as ledger
from tests import cast
from tests.browser import axe, enter, fits, shoot
from tests.journeys.house import open_house, press_and_go

pytestmark = pytest.mark.journey
JOBS = [
    ("Poster series for the summer festival", 240_000, 1000, True, 0),
    ("Translation of the programme", 4_200, 12_000, True, 40),
    ("Workshop typography", 65_000, 2500, False, 10),
]


@pytest.fixture
def people(own_database: str) -> tuple[User, User]:
    """Amina, with an invoice to be paid, one overdue and one paid; and the finance maker."""
    open_house()
    amina, festival = cast.make_member(), cast.make_client()
    unit = cast.make_unit(amina)
    for title, price, thousandths, guaranteed, days_ago in JOBS:
        at = cast.NOW - timedelta(days=days_ago)
        new = invoicing.NewInvoice(
            unit_id=unit.pk, client=festival, title=title, contribution_cents=6_500,
            guaranteed=guaranteed, purchase_order="PO-2026/77", work_starts_on=at.date(),
            lines=[
                invoicing.NewLine(title, price, invoicing.Vat.STANDARD, 2100, thousandths),
                invoicing.NewLine("Booklet", 12_345, invoicing.Vat.STANDARD, 600),
            ],
        )  # fmt: skip
        drafts = invoicing.draft(invoices=[new], by=SYSTEM, at=at)
        (last,) = invoicing.issue(drafts=drafts, by=SYSTEM, at=at)
        invoicing.render(invoices=[last.pk], by=SYSTEM, at=at)
    paid = [
        ledger.Line("550", last.total_cents),
        ledger.Line("400", -last.total_cents, unit.pk, last.ref),
    ]
    entry = ledger.Entry("bank", cast.TODAY, "Payment", "bank:1", "bank:1", paid)
    ledger.post(entries=[entry], by=SYSTEM, at=cast.NOW)
    return amina.user, cast.make_staff(Role.FINANCE_MAKER)


def seen(page: Page, name: str) -> None:
    """Picture the page, and let nothing on it be cut off or out of reach."""
    shoot(page, name)
    fits(page)
    axe(page)


def test_a_member_sees_who_still_owes(page: Page, people: tuple[User, User]) -> None:
    enter(page, people[0])
    page.goto("/my/invoices/")
    for state in ("To be paid", "Overdue", "Paid"):
        expect(page.locator(".pill", has_text=state).first).to_be_visible()
    seen(page, "invoices")
    page.get_by_role("link", name=JOBS[0][0]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(JOBS[0][0])
    seen(page, "invoice")
    with page.expect_download() as download:
        page.get_by_role("link", name="E-invoice").click()
    assert download.value.suggested_filename == "2026-000001.xml"


def test_the_finance_maker_takes_an_invoice_back(page: Page, people: tuple[User, User]) -> None:
    enter(page, people[1])
    page.goto("/desk/invoices/")
    seen(page, "desk-invoices")
    page.get_by_label("Number, client, reference or amount").fill("000001")
    press_and_go(page, "Enter")
    page.get_by_role("link", name="2026-000001").click()
    seen(page, "desk-invoice")
    page.get_by_role("link", name="Credit note").click()
    page.get_by_role("button", name="Make the credit note").click()
    expect(page.get_by_text("Say why, in a few words").first).to_be_visible()
    seen(page, "desk-credit-note")
    page.get_by_label("Why is this invoice taken back?").fill("The wrong client")
    page.get_by_role("button", name="Make the credit note").click()
    expect(page.get_by_text("Credit note C2026-000001").first).to_be_visible()
    seen(page, "desk-credited")


def test_parked_papers_name_the_rule(page: Page, people: tuple[User, User]) -> None:
    invoice = invoicing.Invoice.objects.get(number="2026-000001")
    invoicing.Rendering.objects.filter(invoice=invoice).delete()
    broken = refused("BR-CO-15", "Invoice total amount with VAT is the sum of its parts.")
    with mock.patch("commonweal.invoicing.actions._render.validate", return_value=broken):
        invoicing.render(invoices=[invoice.pk], by=SYSTEM, at=cast.NOW)
    enter(page, people[1])
    page.goto("/desk/invoices/?show=parked")
    page.get_by_role("link", name="2026-000001").click()
    expect(page.get_by_text("BR-CO-15")).to_be_visible()
    seen(page, "desk-parked")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("link", name="PDF")).to_be_visible()
