"""VAT in a browser: from the figure to its entry, a line without a grid, and the file."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role
from commonweal.kernel import clock
from commonweal.ledger.actions import Entry, Line
from commonweal.reporting.tests import quarter
from commonweal.reporting.tests.intervat_schema import faults
from tests import cast
from tests.browser import axe, enter, fits, shoot
from tests.journeys.house import open_house

pytestmark = pytest.mark.journey


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def test_a_quarter_is_read_checked_and_taken(
    page: Page, own_database: str, settings: object, tmp_path: object
) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = False  # type: ignore[attr-defined]
    open_house()
    unit = cast.make_unit(cast.make_member())
    quarter.tell(unit, cast.make_client())
    museum = cast.make_client(name="Museum", enterprise_number="0403170701", vat_number="")
    on, standard = date(2026, 6, 4), quarter.Vat.STANDARD
    quarter.sell(unit, museum, 600_00, standard, 2100, on=on)
    clock.move(to=quarter.morning(date(2026, 7, 6)))
    enter(page, cast.make_staff(Role.FINANCE_MAKER, name="Sofie Claes"))
    page.goto("/desk/")
    page.get_by_role("button", name="More").click()
    page.get_by_role("link", name="VAT", exact=True).first.click()
    page.get_by_label("Month or quarter").select_option("2026-Q2")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("The return and the books agree")).to_be_visible()
    look(page, "vat-return")
    page.get_by_role("link", name="Grid 49: €500.00, show the entries").click()
    look(page, "vat-grid")
    page.get_by_role("link", name="C2026-000001", exact=True).click()
    expect(page.get_by_text("Credits invoice")).to_be_visible()
    lines = (Line("4510", 21_00), Line("499", -21_00))
    quarter.write(Entry("misc", date(2026, 6, 1), "Bankrupt client", "loss:1", "loss:1", lines))
    page.goto("/desk/vat/?period=2026-Q2")
    expect(page.get_by_text("sums differ from the books")).to_be_visible()
    look(page, "vat-return-differs")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download the return").click()
    assert faults(taken.value.path().read_bytes()) == []
    page.get_by_role("link", name="Client listing").click()
    expect(page.get_by_role("heading", name="Clients to complete")).to_be_visible()
    look(page, "vat-clients")
    page.get_by_role("link", name="EU listing").click()
    look(page, "vat-eu")
