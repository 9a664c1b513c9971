"""What several journeys do: found a cooperative with its account, search a claim or a client."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from commonweal.banking import actions as banking
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.models import LegalEntity
from tests.cast import NOW

PASSWORD = "korenbloem-aan-zee"


def open_house() -> LegalEntity:
    """Found the cooperative and open its account."""
    entity = LegalEntity.objects.create(
        id=1,
        name="Commonweal cv",
        enterprise_number="0896755397",
        street="Coenraetsstraat 72",
        postcode="1060",
        city="Brussel",
        email="hello@commonweal.example",
        phone="+32 2 000 00 00",
        iban="BE69068765432178",
        bic="GKCCBEBB",
    )
    account = banking.NewAccount(iban=entity.iban, bic=entity.bic, holder=entity.name)
    banking.open_accounts(accounts=[account], by=SYSTEM, at=NOW)
    return entity


def press(page: Page, key: str) -> None:
    """Press a key when the page has its scripts: one that comes earlier is heard by nobody."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def press_and_go(page: Page, key: str) -> None:
    """Press a key that leads to another page; return when that stands."""
    page.wait_for_load_state()
    with page.expect_navigation():
        page.keyboard.press(key)


def type_and_find(box: Locator, text: str) -> None:
    """Type letter by letter in a box that searches meanwhile, until it shows what it found."""

    def asked(address: str) -> bool:
        return [text] in parse_qs(urlsplit(address).query).values()

    with box.page.expect_response(lambda answer: asked(answer.url)):
        box.press_sequentially(text)
    expect(box).not_to_have_class(re.compile("htmx-request"))  # it stands on the page


def choose_client(page: Page, name: str, typed: str) -> None:
    """Choose a client by its first letters."""
    type_and_find(page.get_by_label("Client", exact=True), typed)
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("button", name="Choose another")).to_be_visible()


def seek_claim(page: Page, text: str) -> None:
    """Search a claim at the matching desk, by the keyboard alone."""
    press(page, "/")
    box = page.get_by_role("searchbox", name="Search a claim")
    expect(box).to_be_focused()
    box.fill(text)
    with page.expect_navigation():
        box.press("Enter")
