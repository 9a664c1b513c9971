"""Funding in a browser: from what was agreed to money that can be spent; and an advance."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role, User
from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.actions import Unit
from commonweal.activities.tests.budgets import pay_out
from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.kernel.actor import SYSTEM
from tests import cast
from tests.browser import axe, enter, fits, shoot
from tests.journeys.house import open_house

pytestmark = pytest.mark.journey


@pytest.fixture
def atelier(own_database: str) -> Unit:
    """Amina owns a share and has an activity."""
    open_house()
    member = cast.make_member(language="en")
    member.share_paid_on = cast.TODAY
    member.save()
    return cast.make_unit(member, "activity", "Atelier Zinneke")


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def the_funder_pays() -> None:
    account = bank.find_main_account()
    assert account is not None
    content = bank.next_statement(account=account, on=cast.TODAY + timedelta(days=1))
    file = banking.BankFile("1.cod", content)
    banking.import_statements(files=[file], by=SYSTEM, at=cast.NOW)
    activities.release_tranches(by=SYSTEM, at=cast.NOW)


def write_it_down(page: Page) -> None:
    page.get_by_label("Who gives the money?").fill("Vlaamse Gemeenschapscommissie")
    page.get_by_label("What is it for?").fill("Zinneke Parade")
    page.get_by_label("Their reference").fill("VGC 2026/114")
    page.get_by_label("Amount", exact=True).first.fill("10000")
    page.get_by_label("Runs from").fill("2026-05-01")
    page.get_by_label("Until").fill("2026-12-31")
    page.get_by_label("Conditions").fill("The logo stands on every poster.\nTwo open rehearsals.")
    page.locator("#id_tranche-0-text").fill("At the start")
    page.locator("#id_tranche-0-amount").fill("6000")
    page.locator("#id_tranche-0-expected_on").fill("2026-05-04")
    page.get_by_role("button", name="Another tranche").click()
    page.locator("#id_tranche-1-text").fill("After the report")
    page.locator("#id_tranche-1-amount").fill("3000")
    page.locator("#id_tranche-1-expected_on").fill("2026-10-01")
    page.get_by_role("button", name="Add a report").click()
    page.locator("#id_report-0-text").fill("What was done")
    page.locator("#id_report-0-due_on").fill("2026-04-15")


def test_a_subsidy_becomes_money(page: Page, atelier: Unit) -> None:
    enter(page, User.objects.get(email="amina@example.org"))
    page.goto(f"/my/budget/{atelier.pk}/")
    page.get_by_role("link", name="Funding").click()
    expect(page.get_by_role("heading", name="No funding agreement yet")).to_be_visible()
    look(page, "fundings-none")
    page.get_by_role("link", name="Write down an agreement").click()
    write_it_down(page)
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_text("which is 1,000.00 too little").first).to_be_visible()
    look(page, "funding-new")
    page.locator("#id_tranche-1-amount").fill("4000")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_role("heading", name="A draft")).to_be_visible()
    look(page, "funding-draft")
    paper = {"name": "agreement.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 x"}
    page.locator("#sign").get_by_label("Signed agreement").set_input_files(paper)
    page.get_by_role("button", name="It is signed").click()
    expect(page.get_by_role("link", name="agreement.pdf")).to_be_visible()
    page.get_by_role("button", name="Call tranche 1").click()
    expect(page.get_by_role("heading", name="Request for payment")).to_be_visible()
    look(page, "funding-request")
    the_funder_pays()
    page.get_by_role("link", name="Zinneke Parade").click()
    expect(page.get_by_text("received", exact=True).first).to_be_visible()
    states = queries.states(unit=atelier.pk, on=cast.TODAY)
    assert (states.confirmed, states.available) == (3_740_00, 5_610_00)
    page.get_by_role("button", name="Sent What was done").click()
    page.get_by_role("button", name="It is sent").click()
    expect(page.get_by_text("Noted: the report is sent.")).to_be_visible()
    page.get_by_role("button", name="Cancel tranche 2").click()
    look(page, "funding-cancel")
    page.get_by_role("button", name="Cancel the tranche").click()
    expect(page.get_by_text("Not done yet")).to_be_visible()
    look(page, "funding-cancel-refused")
    page.get_by_label("Why?").first.fill("Less was counted")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Cancelled: this money is expected no more.")).to_be_visible()
    look(page, "funding")
    page.get_by_role("link", name="Funding").first.click()
    look(page, "fundings")


def test_an_adviser_grants_an_advance_and_is_reminded_of_it(
    page: Page, atelier: Unit, settings: object
) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = False  # type: ignore[attr-defined]
    enter(page, cast.make_staff(Role.ADVISER))
    page.goto(f"/desk/activities/{atelier.pk}/advance/")
    page.get_by_label("Amount").fill("9000")
    page.get_by_label("Repaid by").fill("2026-07-31")
    page.get_by_label("Why?").fill("The tour starts in June")
    page.get_by_role("button", name="Grant the advance").click()
    expect(page.get_by_text("at most 5,000.00").first).to_be_visible()
    look(page, "desk-advance-refused")
    page.get_by_label("Amount").fill("1500")
    page.get_by_role("button", name="Grant the advance").click()
    expect(page.get_by_text("The advance is granted.")).to_be_visible()
    spent = [activities.Spend(atelier.pk, "note:1", 800_00)]
    activities.spend(spends=spent, by=SYSTEM, at=cast.NOW)
    pay_out(atelier, 800_00, "note:1")
    page.reload()
    expect(page.get_by_text("€800.00 has to come in by").first).to_be_visible()
    look(page, "desk-advance")
