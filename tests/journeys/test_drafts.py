"""An invoice of an activity from the first word to its number, in a real browser."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import User
from commonweal.activities.queries import Unit
from commonweal.kernel.actor import SYSTEM
from commonweal.members import actions as members
from tests.browser import axe, fits, shoot, sign_in
from tests.cast import NOW, make_client, make_member, make_unit
from tests.journeys.house import PASSWORD, open_house

pytestmark = pytest.mark.journey


@pytest.fixture
def atelier(own_database: str) -> Unit:
    """Amina's activity; she owns a share."""
    open_house()
    amina = make_member(language="en")
    members.mark_share_paid(members=[amina], on=date(2026, 1, 5), by=SYSTEM, at=NOW)
    unit = make_unit(amina, "activity", "Atelier Brume")
    make_client(language="en")
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()
    return unit


def test_a_draft_is_written_held_and_issued(page: Page, atelier: Unit) -> None:
    sign_in(page, "amina@example.org", PASSWORD)
    page.goto("/my/invoices/drafts/")
    page.get_by_role("link", name="New invoice").click()
    page.get_by_label("Client", exact=True).fill("Festival")
    page.get_by_role("button", name="Festival de la Senne").click()
    expect(page.get_by_text("production@festival.example")).to_be_visible()
    page.get_by_label("What is it for?").fill("House style")
    page.get_by_label("Work", exact=True).fill("Design")
    page.get_by_label("Quantity").fill("2")
    page.get_by_label("Price per unit").fill("500")
    expect(page.get_by_text("€1,210.00")).to_be_visible()
    page.get_by_role("button", name="Copy line 1").click()
    expect(page.get_by_label("Work", exact=True)).to_have_count(2)
    page.get_by_role("button", name="Leave out line 2").click()
    expect(page.get_by_label("Work", exact=True)).to_have_count(1)
    shoot(page, "drafts-write")
    fits(page)
    page.get_by_role("button", name="Keep and read it").click()
    expect(page.get_by_role("heading", name="House style")).to_be_visible()
    page.get_by_label("Files to send along").set_input_files(
        {"name": "hours.csv", "mimeType": "text/csv", "buffer": b"day;hours\n4;7,6\n"}
    )
    page.get_by_role("button", name="Send along", exact=True).click()
    expect(page.get_by_text("hours.csv").first).to_be_visible()
    page.get_by_label("Why does it have to wait?").fill("The hours are not agreed yet")
    page.get_by_role("button", name="Hold it").click()
    shoot(page, "drafts-held")
    page.get_by_role("button", name="Let it go on").click()
    shoot(page, "drafts-draft")
    fits(page)
    axe(page)
    page.reload()
    page.goto("/my/invoices/drafts/")
    shoot(page, "drafts-list")
    fits(page)
    page.get_by_role("link", name="House style").click()
    page.get_by_role("button", name="Issue it now").click()
    page.get_by_role("dialog").get_by_role("button", name="Issue it now").click()
    expect(page.get_by_text("2026-000001").first).to_be_visible()
