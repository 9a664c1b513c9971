"""What several journeys do: found a cooperative with its account, search a claim."""

from playwright.sync_api import Page, expect

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


def seek_claim(page: Page, text: str) -> None:
    """Search a claim at the matching desk, by the keyboard alone."""
    page.wait_for_load_state()  # the keys of the desk are there
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Search a claim")
    expect(box).to_be_focused()
    box.fill(text)
    with page.expect_navigation():
        box.press("Enter")
