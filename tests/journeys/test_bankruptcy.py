"""A client fails, at the desk in a browser: choose, look, confirm, the claim, a dividend."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role
from commonweal.flows.tests.jobs_of_amina import (
    confirm,
    day,
    declare,
    job,
    later,
    on,
    place,
    worker,
)
from commonweal.guarantee.tests.failing import bank_brings, invoice, put_in_fund
from commonweal.kernel import clock
from tests import cast
from tests.browser import axe, enter, fits, shoot
from tests.journeys.house import open_house

pytestmark = pytest.mark.journey


@pytest.fixture
def festival(own_database: str, settings: object) -> object:
    """A client of Amina and Bram: work over, work that goes on, one invoice unguaranteed."""
    settings.STAFF_NEED_SECOND_FACTOR = False  # type: ignore[attr-defined]
    open_house()
    put_in_fund(600_00)
    amina, bram = cast.make_member(), cast.make_member(**cast.BRAM)
    unit, other = cast.make_unit(amina), cast.make_unit(bram)
    client = cast.make_client()
    invoice(other, client, net=250_00, guaranteed=False)
    confirm(place(amina, client, job(unit, client, worker(amina), title="Stage manager")).order)
    confirm(place(bram, client, job(other, client, worker(bram, day(later(9))))).order)
    declare()
    on(later(1))
    return client


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def test_a_client_fails_and_nobody_is_paid_less(page: Page, festival: object) -> None:
    enter(page, cast.make_staff(Role.FINANCE_MAKER, name="Sofie Claes"))
    page.goto("/desk/guarantee/bankruptcies/")
    look(page, "bankruptcies-none")
    page.get_by_role("link", name="Mark a client bankrupt").click()
    page.get_by_label("Name, number or e-mail").fill("senne")
    page.get_by_role("button", name="Search").click()
    look(page, "bankruptcy-choose")
    page.get_by_role("link", name="Choose Festival").click()
    page.get_by_label("Trustee", exact=True).fill("Mr. Karel Lievens")
    page.get_by_label("Court").fill("Ondernemingsrechtbank Brussel")
    page.get_by_label("Number of the file").fill("20260512")
    look(page, "bankruptcy-judgment")
    page.get_by_role("button", name="Show what happens").click()
    expect(page.get_by_text("Nobody is paid less, and no budget changes")).to_be_visible()
    expect(page.get_by_text("The fund is too small")).to_be_visible()
    look(page, "bankruptcy-preview")
    page.get_by_role("button", name="Mark bankrupt").click()
    expect(page.get_by_text("Claim for the trustee")).to_be_visible()
    bank_brings(121_00, "move:7", account="499", name="move:7")
    clock.move(to=clock.now() + timedelta(days=1))
    page.reload()
    look(page, "bankruptcy-marked")
    page.get_by_label("Payment that waits at the bank").select_option(index=1)
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text("Dividend received")).to_be_visible()
    look(page, "bankruptcy-dividend")
    page.goto("/desk/guarantee/bankruptcies/")
    look(page, "bankruptcies")
    page.goto("/desk/invoices/?state=lost")
    expect(page.get_by_text("2026-000001")).to_be_visible()
    look(page, "invoices-lost")
    bank_brings(-121_00, "move:8", account="499", name="move:8")
    page.goto("/desk/guarantee/bankruptcies/")
    page.get_by_role("link", name="Festival de la Senne").click()
    page.get_by_text("Take a dividend back", exact=True).click()
    page.get_by_label("Which").select_option(index=1)
    page.get_by_label("Taken back by the bank").select_option(index=1)
    page.get_by_label("Why", exact=True).fill("Recalled by the trustee")
    look(page, "bankruptcy-take-back")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Dividend taken back")).to_be_visible()
    page.get_by_text("Was it a mistake?").click()
    page.get_by_label("Why it was a mistake").fill("Another company of that name")
    page.get_by_role("button", name="Undo the bankruptcy").click()
    expect(page.get_by_text("Undone on")).to_be_visible()
    look(page, "bankruptcy-mistake")
