"""A client entered twice, in a browser: the member is offered the first, the desk merges both."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role
from commonweal.activities import actions as activities
from commonweal.activities.actions import ContactFacts
from commonweal.clients import actions as clients
from commonweal.kernel.actor import SYSTEM
from tests.browser import axe, enter, fits, shoot
from tests.cast import NOW, make_client, make_member, make_staff, make_unit
from tests.journeys.house import open_house

pytestmark = pytest.mark.journey


@pytest.fixture
def house(own_database: str, settings: Any) -> dict[str, Any]:
    """Amina's activity knows the festival, whose mail came back; it stands in the base twice."""
    settings.STAFF_NEED_SECOND_FACTOR = False
    open_house()
    amina, festival = make_member(language="en"), make_client()
    unit = make_unit(amina, "activity", "Atelier Brume")
    make_client(
        name="Festival de la Sene vzw", enterprise_number=None, vat_number="", cost_centre="K4",
        email="compta@festival.example",
    )  # fmt: skip
    facts = ContactFacts("Léa Dupont", "accounts", "lea@festival.example", "+32 2 123 45 67")
    activities.add_contact(unit=unit, client=festival, facts=facts, by=SYSTEM, at=NOW)
    bounces = [clients.Bounce(festival.email, "550 5.1.1 user unknown")]
    clients.note_bounce(bounces=bounces, by=SYSTEM, at=NOW)
    clients.compare(limit=10, by=SYSTEM, at=NOW)
    return {"amina": amina.user, "dirk": make_staff(Role.CUSTOMER_SERVICE), "unit": unit}


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def test_a_client_is_offered_mended_and_merged(page: Page, house: dict[str, Any]) -> None:
    enter(page, house["amina"])
    page.goto(f"/my/budget/{house['unit'].pk}/clients/")
    expect(page.get_by_text("mail came back")).to_be_visible()
    look(page, "activity-clients")
    page.get_by_role("link", name="New client").click()
    page.get_by_label("Name", exact=True).fill("Festival de la Senne asbl")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Is it one of these?")).to_be_visible()
    look(page, "activity-client-offered")
    page.get_by_role("link", name="Choose Festival de la Senne").first.click()
    expect(page.get_by_text("550 5.1.1 user unknown")).to_be_visible()
    look(page, "activity-client")
    page.get_by_label("E-mail for orders and invoices").fill("compta@gmial.com")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Use compta@gmail.com").click()
    expect(page.get_by_text("Saved, for everybody")).to_be_visible()

    page.context.clear_cookies()
    enter(page, house["dirk"])
    page.goto("/desk/clients/doubles/")
    look(page, "desk-doubles")
    page.get_by_role("link", name="Compare").click()
    look(page, "desk-merge")
    page.get_by_label("Why are they one client?").fill("Same house, same street")
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("is part of this client now")).to_be_visible()
    look(page, "desk-client")
