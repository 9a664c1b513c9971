"""In a browser: what Peppol refused is mailed, what has no address is posted, and all is told."""

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role
from commonweal.clients.actions import Client
from commonweal.flows.dispatch import jobs as dispatch
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.tests import work
from commonweal.kernel.actor import SYSTEM
from commonweal.peppol import jobs as peppol
from commonweal.peppol.queries import simulation
from tests import cast
from tests.browser import enter
from tests.journeys.house import open_house
from tests.journeys.test_invoices import seen

pytestmark = pytest.mark.journey


def test_the_desk_decides_what_becomes_of_what_did_not_arrive(
    page: Page, own_database: str
) -> None:
    open_house()
    amina = cast.make_member(language="en")
    unit, festival = cast.make_unit(amina), cast.make_client()
    mia = cast.make_client(kind="person", name="Mia Maes", enterprise_number="", vat_number="")
    Client.objects.filter(pk=mia.pk).update(email="")
    simulation().register("0208:0871234105", "reject")
    issued = [work.issue(unit, client, by=SYSTEM, at=cast.NOW) for client in (festival, mia)]
    invoicing.render(invoices=[each.pk for each in issued], by=SYSTEM, at=cast.NOW)
    for _ in range(2):
        dispatch.run(at=cast.NOW)
        peppol.run(at=cast.NOW)

    enter(page, cast.make_staff(Role.CUSTOMER_SERVICE, name="Sara Peeters"))
    page.goto("/desk/")
    expect(page.get_by_text("Refused by Peppol")).to_be_visible()
    page.goto("/desk/invoices/leaving/")
    expect(page.get_by_text("BR-NL-31")).to_be_visible()
    seen(page, "desk-refused-by-peppol")
    page.get_by_role("button", name="Send by mail").click()
    expect(page.get_by_text("Choose at least one invoice.")).to_be_visible()
    page.get_by_label("Choose 2026-000001").check()
    page.get_by_role("button", name="Send by mail").click()
    expect(page.get_by_text("Nothing was refused")).to_be_visible()
    page.get_by_role("link", name="To be posted").click()
    seen(page, "desk-to-be-posted")
    page.get_by_label("Choose 2026-000002").check()
    page.get_by_role("button", name="Mark as posted").click()
    expect(page.get_by_text("Nothing to post")).to_be_visible()
    page.goto("/desk/invoices/2026-000002/")
    expect(page.get_by_text("Posted", exact=True).first).to_be_visible()

    enter(page, amina.user)
    page.goto("/my/invoices/2026-000001/")
    expect(page.get_by_text("Refused over Peppol")).to_be_visible()
    seen(page, "invoice-refused-and-mailed")
