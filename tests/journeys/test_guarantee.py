"""The desk watches what hangs on clients; a member reads why a wage is guaranteed."""

from datetime import datetime, time

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
from commonweal.guarantee.tests.failing import put_in_fund
from commonweal.guarantee.tests.scene import cap
from commonweal.kernel import clock
from tests import cast
from tests.browser import axe, enter, fits, shoot
from tests.journeys.house import open_house

pytestmark = pytest.mark.journey


@pytest.fixture
def house(own_database: str, settings: object) -> dict[str, object]:
    """Three clients: one near its cap, one invoiced, one outside the Union that is not promised."""
    settings.STAFF_NEED_SECOND_FACTOR = False  # type: ignore[attr-defined]
    open_house()
    put_in_fund(4600_00)
    amina, bram = cast.make_member(share_paid_on=cast.TODAY), cast.make_member(**cast.BRAM)
    unit, other = cast.make_unit(amina), cast.make_unit(bram)
    festival = cast.make_client()
    theatre = cast.make_client(
        name="Théâtre du Canal", enterprise_number="0403170701", vat_number="BE0403170701"
    )
    geneva = cast.make_client(
        name="Genève Arts", country="CH", enterprise_number=None, vat_number="CHE-107.787.577"
    )
    cap(festival, 2000_00, reason="pays after a month, as the contract says")
    for member, where, client, days, title, price in (
        (amina, unit, festival, 0, "Poster", 1000_00),
        (bram, other, festival, 1, "Lights", 600_00),
        (amina, unit, theatre, 20, "Programme", 900_00),
        (bram, other, geneva, 22, "Scenery", 800_00),
    ):
        wanted = job(where, client, worker(member, day(later(days))), title=title, price=price)
        confirm(place(member, client, wanted).order)
    declare()
    on(later(2))
    return {"amina": amina, "festival": festival}


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def test_the_desk_sees_what_hangs_on_whom(page: Page, house: dict[str, object]) -> None:
    enter(page, cast.make_staff(Role.FINANCE_MAKER, name="Sofie Claes"))
    page.goto("/desk/")
    expect(page.get_by_text("Every wage that was due is on its account.")).to_be_visible()
    look(page, "desk-late-none")
    page.get_by_role("link", name="Guarantee", exact=True).click()
    expect(page.get_by_role("heading", name="Clients beside their caps")).to_be_visible()
    look(page, "guarantee-coverage")
    page.get_by_role("link", name="Festival de la Senne").first.click()
    page.get_by_label("Cap, without VAT").fill("5000")
    page.get_by_label("Why").fill("paid every invoice of last year in time")
    look(page, "guarantee-client")
    page.get_by_role("button", name="Set the cap").click()
    expect(page.get_by_text("The cap of Festival de la Senne is set.")).to_be_visible()
    page.goto("/desk/guarantee/clock/?until=2026-07-01")
    look(page, "guarantee-clock")
    clock.move(to=datetime.combine(later(9), time(9), clock.ZONE))
    page.goto("/desk/guarantee/clock/?stage=late")
    expect(page.get_by_text("Pay them today: this figure must be 0.")).to_be_visible()
    look(page, "guarantee-clock-late")


def test_a_member_reads_why_the_wage_is_guaranteed(page: Page, house: dict[str, object]) -> None:
    enter(page, house["amina"].user)  # type: ignore[attr-defined]
    page.goto("/my/jobs/new/")
    page.get_by_label("Client", exact=True).fill("senne")
    page.get_by_role("button", name="Festival de la Senne").first.click()
    expect(page.get_by_text("Guaranteed as soon as Festival")).to_be_visible()
    page.get_by_label("Price").fill("1500")
    page.get_by_label("Price").blur()
    expect(page.get_by_text("has promised as much as it can")).to_be_visible()
    look(page, "job-over-the-cap")
    page.goto("/my/jobs/")
    page.get_by_role("link", name="Poster").first.click()
    expect(page.get_by_text("Guaranteed because Festival de la Senne confirmed")).to_be_visible()
    look(page, "job-guaranteed")
    page.goto("/my/invoices/2026-000001/")
    expect(page.get_by_text("Guaranteed because Festival de la Senne confirmed")).to_be_visible()
    look(page, "invoice-guaranteed")
