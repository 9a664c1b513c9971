"""In a browser, without an account: a client pays, mends its data and says what is wrong."""

import re

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role
from commonweal.flows.client_pages import actions
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.tests import work
from commonweal.kernel.actor import SYSTEM
from tests import cast
from tests.browser import enter
from tests.journeys.house import open_house
from tests.journeys.test_invoices import seen

pytestmark = pytest.mark.journey


def test_a_client_reads_contests_and_is_answered(page: Page, own_database: str) -> None:
    open_house()
    festival = cast.make_client(language="en")
    units = [cast.make_unit(cast.make_member()), cast.make_unit(cast.make_member(**cast.CARLA))]
    issued = [work.issue(unit, festival, by=SYSTEM, at=cast.NOW) for unit in units]
    invoicing.render(invoices=[each.pk for each in issued], by=SYSTEM, at=cast.NOW)
    address = actions.links(clients=[festival], by=SYSTEM, at=cast.NOW)[festival.pk]
    link = re.search(r"/client/\S+/", address)
    assert link

    page.goto(link[0])
    expect(page.get_by_role("table").get_by_text("Carla Lefèvre")).to_be_visible()
    seen(page, "client-overview")
    page.get_by_role("link", name="Correct our data about you").click()
    page.get_by_label("Your own name").fill("Leila Haddad")
    page.get_by_label("Postcode").fill("10800")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Your own name")).to_have_value("Leila Haddad")
    page.get_by_label("Postcode").fill("1080")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Thank you. Your next invoices say so.")).to_be_visible()

    page.get_by_role("link", name="Poster design").first.click()
    expect(page.get_by_text("Scan it with your banking app.")).to_be_visible()
    page.get_by_text("Something is wrong with this invoice").click()
    page.get_by_label("The amount is not what was agreed").check()
    page.get_by_label("What is wrong?").fill("We agreed on 900.00")
    page.get_by_label("Your name").fill("Leila Haddad")
    page.get_by_role("button", name="Tell us").click()
    expect(page.get_by_text("You told us something is wrong")).to_be_visible()
    seen(page, "client-invoice-contested")

    enter(page, cast.make_staff(Role.CUSTOMER_SERVICE, name="Sara Peeters"))
    page.goto("/desk/disputes/")
    page.get_by_role("link", name="The amount is not what was agreed").click()
    page.get_by_label("How is it settled?").fill("Credited 100.00")
    seen(page, "desk-dispute")
    page.get_by_role("button", name="Settle").click()
    expect(page.get_by_text("Nothing is contested")).to_be_visible()
    page.goto(f"{link[0]}{issued[1].number}/")
    expect(page.get_by_text("Credited 100.00")).to_be_visible()
