"""The pages of a budget in a real browser: a period, a figure, its lines, its files and papers."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from commonweal.activities.tests.budgets import collect, earn, pay_out, promise
from commonweal.kernel import clock
from tests.browser import axe, enter, fits, shoot
from tests.cast import NOW, make_member, make_unit
from tests.journeys.house import open_house

pytestmark = pytest.mark.journey


@pytest.fixture
def amina(own_database: str):
    open_house()
    member = make_member(language="en")
    unit = make_unit(member, "activity", "Atelier Brume")
    for number in range(1, 30):
        earn(unit, 1000_00 + number, number)
    collect(unit, 605_00)
    pay_out(unit, 12_50, "note:1")
    promise(unit, 40_00, origin="contract:3")
    return member


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def test_from_a_figure_to_its_lines_and_to_the_paper_of_the_month(page: Page, amina) -> None:
    enter(page, amina.user)
    page.goto("/my/budget/")
    page.get_by_role("link", name="2026", exact=True).click()
    page.get_by_role("link", name="May", exact=True).click()
    look(page, "budget-month")
    page.get_by_role("link", name="VAT", exact=True).click()
    expect(page.get_by_text("Sum of all 58 lines")).to_be_visible()
    page.get_by_role("link", name="Older lines").click()
    expect(page.get_by_role("link", name="Back to the newest line")).to_be_visible()
    look(page, "budget-older")
    for name in ("CSV", "XLSX", "ODS"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename.endswith(f"vat-2026-05.{name.lower()}")
    clock.move(to=NOW + timedelta(days=29))
    page.goto("/my/budget/")
    page.get_by_role("link", name="Papers").click()
    page.get_by_role("button", name="Make it now").click()
    expect(page.get_by_text("The statement is ready.")).to_be_visible()
    look(page, "budget-papers")
    answer = page.request.get(page.get_by_role("link", name="PDF").get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"


def test_on_a_phone_the_strip_of_pages_starts_at_the_one_that_is_shown(page: Page, amina) -> None:
    enter(page, amina.user)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/my/budget/")
    page.get_by_role("link", name="Papers").click()
    for strip in ("Main", "Pages of this budget"):
        here = page.get_by_role("navigation", name=strip).locator("[aria-current]")
        expect(here).to_be_in_viewport(ratio=0.99)
