"""The year end in a browser: preview, run, undo, and units that sleep."""

from datetime import date, datetime

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role
from commonweal.activities import actions as activities
from commonweal.activities.tests.test_carry_over import move
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.clock import ZONE
from tests import cast
from tests.browser import axe, enter, fits, shoot
from tests.journeys.house import open_house

pytestmark = pytest.mark.journey
NAMES = ("Atelier Brume", "Stand Zuid", "Fietsen voor iedereen in de Brusselse rand")


@pytest.fixture
def units(own_database: str, settings: object) -> list[activities.Unit]:
    """Three activities of Amina that lived through 2026."""
    settings.STAFF_NEED_SECOND_FACTOR = False  # type: ignore[attr-defined]
    open_house()
    amina = cast.make_member(language="en")
    made = [cast.make_unit(amina, "activity", name) for name in NAMES]
    for unit, cents in zip(made, (12_345_67, -50_00, 600_00), strict=True):
        move(unit, cents, date(2026, 6, 1), f"m{unit.pk}", by=SYSTEM)
    return made


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def test_a_year_is_looked_at_carried_over_and_undone(
    page: Page, units: list[activities.Unit]
) -> None:
    enter(page, cast.make_staff(Role.FINANCE_MAKER, name="Sofie Claes"))
    page.goto("/desk/year-end/")
    expect(page.get_by_text("Not over yet")).to_be_visible()
    look(page, "year-end-may")
    page.get_by_role("link", name="2026", exact=True).click()
    expect(page.get_by_text("If the year ended today")).to_be_visible()
    look(page, "year-end-running")
    clock.move(to=datetime(2027, 1, 15, 9, tzinfo=ZONE))
    page.reload()
    page.get_by_label("Type the year to confirm").fill("2027")
    page.get_by_role("button", name="Carry over").click()
    expect(page.get_by_text("Type 2026 here").first).to_be_visible()
    look(page, "year-end-preview")
    page.get_by_label("Type the year to confirm").fill("2026")
    page.get_by_role("button", name="Carry over").click()
    expect(page.get_by_text("3 units are carried over. Every budget is the same.")).to_be_visible()
    look(page, "year-end-run")
    page.get_by_label("Why is it undone?").fill("An invoice of December was missing")
    page.get_by_label("Type the year to confirm").fill("2026")
    page.get_by_role("button", name="Undo the run").click()
    expect(page.get_by_text("The run is undone.")).to_be_visible()
    look(page, "year-end-undone")


def test_who_sleeps_is_seen_and_wakes_again(page: Page, units: list[activities.Unit]) -> None:
    enter(page, cast.make_staff(Role.ADVISER, name="Nadia Farah"))
    page.goto("/desk/year-end/sleeping/")
    expect(page.get_by_text("Every unit is awake")).to_be_visible()
    look(page, "year-end-awake")
    told = datetime(2028, 7, 1, 5, tzinfo=ZONE)
    activities.notify_dormant(by=SYSTEM, at=told)
    clock.move(to=told.replace(hour=9))
    page.reload()
    expect(page.get_by_text("For the adviser")).to_be_visible()
    look(page, "year-end-asleep")
    activities.settle_dormant(by=SYSTEM, at=told.replace(month=10))
    clock.move(to=told.replace(month=10, hour=9))
    page.reload()
    page.get_by_role("link", name="Open again").first.click()
    look(page, "year-end-reopen")
    page.get_by_label("Who asked for it, and why?").fill("Amina is back from Lisbon")
    page.get_by_role("button", name="Open again").click()
    expect(page.get_by_text("is open again.")).to_be_visible()
