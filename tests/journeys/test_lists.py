"""The list of invoices and the box that finds everything, by keyboard in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role
from commonweal.invoicing.tests import work
from commonweal.kernel.actor import SYSTEM
from tests import cast
from tests.browser import axe, enter, fits, shoot
from tests.journeys.house import open_house, type_and_find

pytestmark = pytest.mark.journey


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def test_invoices_are_found_ticked_and_kept_by_keyboard(
    page: Page, own_database: str, settings: object, tmp_path: object
) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = False  # type: ignore[attr-defined]
    settings.FILES = tmp_path  # type: ignore[attr-defined]
    open_house()
    unit, client = cast.make_unit(cast.make_member()), cast.make_client()
    first, second = (work.issue(unit, client, by=SYSTEM, at=cast.NOW) for _ in range(2))
    enter(page, cast.make_staff(Role.FINANCE_MAKER, name="Sofie Claes"))
    page.goto("/desk/work-queues/")
    look(page, "work-queues")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search everything")
    expect(box).to_be_focused()
    type_and_find(box, "senne")
    expect(page.get_by_role("option").first).to_be_visible()
    look(page, "search-box")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/desk/invoices/{second.number}/"))
    page.goto("/desk/invoices/?filters")
    look(page, "invoice-filters")
    page.get_by_label("State").select_option("open")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("2 invoices")).to_be_visible()
    page.get_by_text("Save this filter").click()
    page.get_by_label("Name").fill("Mine")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Mine")).to_have_attribute("aria-current", "page")
    page.get_by_label(f"Choose {first.number}").check()
    look(page, "invoice-list")
    page.get_by_role("button", name="Set papers again").click()
    expect(page.get_by_text("Done for 1 invoice.")).to_be_visible()
