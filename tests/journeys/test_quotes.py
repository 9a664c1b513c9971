"""From a quote over a new version to an order with its deposit, in a real browser."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import User
from commonweal.activities.queries import Unit
from commonweal.kernel.actor import SYSTEM
from commonweal.letters.queries import tray
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


def look(page: Page, name: str) -> None:
    """Picture the page, and check it."""
    shoot(page, name)
    fits(page)
    axe(page)
    page.reload()  # axe leaves styles behind, which htmx would copy


def newest_link() -> str:
    """The address in the newest letter to the client."""
    letters = [letter for letter in tray() if "/quote/" in letter.body]
    found = re.search(r"(/quote/\S+/)", max(letters, key=lambda letter: letter.pk).body)
    assert found
    return found[1]


def write(page: Page, atelier: Unit) -> None:
    """Amina offers two days, and half in advance."""
    page.goto(f"/my/budget/{atelier.pk}/quotes/")
    page.get_by_role("link", name="New quote").first.click()
    page.get_by_label("Client", exact=True).fill("Festival")
    page.get_by_role("button", name="Festival de la Senne").click()
    expect(page.get_by_text("production@festival.example")).to_be_visible()
    page.get_by_label("What do you offer?").fill("House style")
    page.get_by_label("Work", exact=True).fill("Design")
    page.get_by_label("Quantity").fill("2")
    page.get_by_label("Price per unit").fill("500")
    expect(page.get_by_text("€1,210.00")).to_be_visible()
    page.get_by_role("button", name="Add a part").click()
    page.get_by_label("What it is called").fill("Deposit")
    page.get_by_label("Part of the price (%)").fill("40")
    page.get_by_role("button", name="Add a part").click()
    page.get_by_label("What it is called").nth(1).fill("Files handed over")
    page.get_by_label("Part of the price (%)").nth(1).fill("60")
    shoot(page, "quotes-write")
    page.get_by_role("button", name="Keep and read it").click()
    expect(page.get_by_text("The client has not got it yet")).to_be_visible()
    page.get_by_role("button", name="Send to the client").click()
    expect(page.get_by_text("Sent to Festival de la Senne")).to_be_visible()


def ask(page: Page) -> None:
    """The client asks for print as well."""
    page.goto(newest_link())
    look(page, "quotes-client")
    page.get_by_text("Ask a change").click()
    page.locator("#id_change-name").fill("Fatima El Amrani")
    page.get_by_label("What should change?").fill("Can you print it too?")
    page.get_by_role("button", name="Ask it").click()
    expect(page.get_by_text("A change was asked")).to_be_visible()


def replace(page: Page, atelier: Unit) -> None:
    """Amina adds an option and sends the new version."""
    page.goto("/my/")
    page.get_by_role("link", name="asks a change of a quote").click()
    page.get_by_role("button", name="Make a new version").click()
    page.get_by_role("button", name="Another line").click()
    page.get_by_label("Work", exact=True).nth(1).fill("Print run")
    page.get_by_label("Price per unit").nth(1).fill("300")
    page.get_by_label("An option: the client chooses").nth(1).check()
    page.get_by_role("button", name="Keep and read it").click()
    page.get_by_role("button", name="Send to the client").click()
    expect(page.get_by_text("Sent to Festival de la Senne")).to_be_visible()
    page.get_by_role("link", name="What changed").click()
    expect(page.get_by_text("added", exact=True)).to_be_visible()
    page.goto(f"/my/budget/{atelier.pk}/quotes/")
    look(page, "quotes-list")


def accept(page: Page) -> None:
    """The client takes the option and accepts by name."""
    page.goto(newest_link())
    page.get_by_label("Print run").check()
    expect(page.get_by_text("€1,573.00")).to_be_visible()
    page.locator("#id_accept-name").fill("Fatima El Amrani")
    page.get_by_label("We agree with the work").check()
    page.get_by_role("button", name="Accept the quote").click()
    expect(page.get_by_text("Accepted. Thank you.")).to_be_visible()
    look(page, "quotes-accepted")


def test_a_quote_becomes_an_order_with_a_deposit(page: Page, atelier: Unit) -> None:
    sign_in(page, "amina@example.org", PASSWORD)
    write(page, atelier)
    ask(page)
    replace(page, atelier)
    accept(page)
    page.goto("/my/jobs/")
    page.get_by_role("link", name="House style").click()
    expect(page.get_by_text("€520.00").first).to_be_visible()
    expect(page.get_by_text("Files handed over").first).to_be_visible()
    look(page, "quotes-order")
    page.get_by_role("button", name="It is reached").click()
    expect(page.get_by_text("“Files handed over” is reached")).to_be_visible()
