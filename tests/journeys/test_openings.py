"""From the wish to the activity, in a browser: the member asks, the adviser opens."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role, User
from commonweal.kernel.actor import SYSTEM
from commonweal.letters.queries import tray
from commonweal.members import actions as members
from tests import cast
from tests.browser import axe, enter, fits, shoot
from tests.journeys.house import open_house

pytestmark = pytest.mark.journey
LEASE = {"name": "kitchen.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a kitchen"}
PERMIT = {"name": "permit.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a permit"}


@pytest.fixture
def amina(own_database: str) -> User:
    open_house()
    member = cast.make_member(language="en")
    cast.make_unit(member)
    members.mark_share_paid(members=[member], on=date(2026, 1, 5), by=SYSTEM, at=cast.NOW)
    return User.objects.get(pk=member.user_id)


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def test_a_cook_asks_for_an_activity_and_an_adviser_opens_it(
    page: Page, amina: User, settings: object
) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = False  # type: ignore[attr-defined]
    enter(page, amina)
    page.goto("/my/budget/openings/new/")
    page.get_by_label("Profession", exact=True).select_option(
        label="Restaurant or café on a commercial lease"
    )
    expect(page.get_by_text("Find a shared or mobile place")).to_be_visible()
    page.get_by_label("Profession", exact=True).select_option(label="Cook, caterer")
    expect(page.get_by_text("I work without a commercial lease")).to_be_visible()
    look(page, "opening-new")
    page.get_by_label("Name of the activity").fill("Keuken Benali")
    page.get_by_label("What do you do").fill(
        "I cook for festivals, in a shared kitchen in Brussels."
    )
    page.get_by_role("checkbox", name="I work without").check()
    page.get_by_label("Papers").set_input_files([LEASE])
    page.get_by_role("button", name="Send to an adviser").click()
    expect(page.get_by_text("The food agency").first).to_be_visible()
    expect(page.get_by_text("kitchen.pdf")).to_be_visible()
    look(page, "opening-refused")
    page.get_by_role("checkbox", name="The food agency").check()
    page.get_by_label("Papers").set_input_files([PERMIT])
    page.get_by_role("button", name="Send to an adviser").click()
    expect(page.get_by_text("You get a mail when it is decided")).to_be_visible()
    look(page, "opening-sent")

    enter(page, cast.make_staff(Role.ADVISER, name="Els Peeters"))
    page.goto("/desk/")
    expect(page.get_by_text("request for an activity")).to_be_visible()
    page.goto("/desk/activities/openings/")
    look(page, "desk-openings")
    page.get_by_role("link", name="Keuken Benali").click()
    page.get_by_role("button", name="Refuse").click()
    expect(page.get_by_text("Write what you decided and why").first).to_be_visible()
    look(page, "desk-opening")
    page.get_by_label("What you say to the member").fill("Welcome. Let us meet next week.")
    page.get_by_role("button", name="Accept and open").click()
    expect(page.get_by_text("Decided. The member is told by mail.")).to_be_visible()
    page.goto("/desk/activities/trades/")
    look(page, "desk-trades")
    assert "Keuken Benali" in tray().get(kind="opening_accepted").body

    enter(page, amina)
    page.goto("/my/budget/")
    expect(page.get_by_role("link", name="Keuken Benali")).to_be_visible()
