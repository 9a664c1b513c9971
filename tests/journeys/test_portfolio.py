"""An adviser's morning in a browser: the portfolio, a unit, and a job that waits for approval."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role, User
from commonweal.activities import actions as activities
from commonweal.activities.tests.budgets import earn, pay_out
from commonweal.activities.tests.validations import SAMPLED, controlled, trusted
from commonweal.flows.tests.jobs_of_amina import day, job, place, worker
from commonweal.kernel.actor import SYSTEM
from commonweal.letters.queries import tray
from tests.browser import axe, enter, fits, shoot
from tests.cast import BRAM, CARLA, NOW, TODAY, make_client, make_member, make_staff, make_unit
from tests.journeys.house import open_house

pytestmark = pytest.mark.journey


@pytest.fixture
def dirk(own_database: str, settings: object) -> User:
    """Three units: one in debt, one with a job to approve, one in order; and their adviser."""
    settings.STAFF_NEED_SECOND_FACTOR = False  # type: ignore[attr-defined]
    open_house()
    amina, bram = make_member(language="en"), make_member(**BRAM)
    carla, festival = make_member(**CARLA), make_client()
    units = [make_unit(member) for member in (amina, bram, carla)]
    dirk = make_staff(Role.ADVISER)
    activities.assign_adviser(units=units[:2], adviser=dirk, by=SYSTEM, at=NOW)
    earn(units[0], 2400_00)
    soon = TODAY + timedelta(days=3)
    goal = "Find a second client"
    activities.set_goal(unit=units[0], text=goal, due_on=soon, by=SYSTEM, at=NOW)
    pay_out(units[1], 120_00, "note:1")
    trusted(amina, 500_00)
    for origin in SAMPLED[:3]:
        controlled(units[1], bram, origin)
    starts = TODAY + timedelta(days=16)
    wanted = job(units[0], festival, worker(amina, day(starts)), title="Poster of the season")
    place(amina, festival, wanted)
    return dirk


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def test_an_adviser_looks_after_units_and_approves_a_job(page: Page, dirk: User) -> None:
    enter(page, dirk)
    page.goto("/desk/")
    expect(page.get_by_text("decision waits for an adviser")).to_be_visible()
    page.get_by_role("link", name="Portfolio", exact=True).first.click()
    first = page.get_by_role("row").nth(1)
    expect(first).to_contain_text("3in1 Bram De Smet")
    expect(first).to_contain_text("no advance covers it")
    look(page, "portfolio")

    page.get_by_label("Adviser", exact=True).first.select_option(label="Without an adviser")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("checkbox", name="Choose 3in1 Carla Lefèvre").check()
    page.get_by_label("Adviser", exact=True).last.select_option(label="Dirk Maes")
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("1 unit is now with Dirk Maes.")).to_be_visible()
    expect(page.get_by_text("No units here")).to_be_visible()
    assert "adviser=none" in page.url

    page.goto("/desk/portfolio/")
    page.get_by_role("link", name="3in1 Bram De Smet").click()
    expect(page.get_by_text("more is proposed")).to_be_visible()
    page.get_by_label("Note").fill("Called: a tour pays in June.")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_text("Called: a tour pays in June.")).to_be_visible()
    page.get_by_label("Goal").fill("Out of the red")
    page.get_by_label("To be reached by").fill("2026-06-30")
    page.get_by_role("button", name="Set the goal").click()
    expect(page.get_by_text("Out of the red by")).to_be_visible()
    look(page, "desk-unit")
    page.get_by_role("link", name="alone up to").click()
    expect(page.get_by_text("all in order")).to_be_visible()
    look(page, "trust")
    page.get_by_role("button", name="Set the limit").click()
    expect(page.get_by_text("now decides alone up to 25,000.00 euro")).to_be_visible()

    page.goto("/desk/validations/")
    look(page, "validations")
    page.get_by_role("link", name="Poster of the season").click()
    page.get_by_role("button", name="Refuse").click()
    expect(page.get_by_text("Say what is wrong, so that Amina").first).to_be_visible()
    look(page, "validation")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Approved: it goes on.")).to_be_visible()
    assert tray().get().kind == "order_to_confirm"


def test_the_member_sees_why_a_job_waits_and_what_was_agreed(page: Page, dirk: User) -> None:
    amina = User.objects.get(email="amina@example.org")
    enter(page, amina)
    page.goto("/my/jobs/")
    page.get_by_role("link", name="Poster of the season").click()
    expect(page.get_by_text("above your limit of")).to_be_visible()
    expect(page.get_by_text("An adviser looks at it", exact=True)).to_be_visible()
    look(page, "job-checking")
    page.goto("/my/")
    expect(page.get_by_text("Your goal for")).to_be_visible()
    page.get_by_role("link", name="Your goal for").click()
    expect(page.get_by_text("Find a second client")).to_be_visible()
    look(page, "people-goals")
