"""The forecast of a budget and the member's home in a browser: asked, written down, looked at."""

import re
from datetime import date, time, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from commonweal.access.queries import User
from commonweal.activities import actions as activities
from commonweal.activities.actions import Unit
from commonweal.activities.tests.budgets import earn, pay_out, promise
from commonweal.activities.tests.expectations import expect as foresee
from commonweal.clients.actions import Client
from commonweal.employment.actions import NewPeriod
from commonweal.flows.tests.jobs_of_amina import confirm, declare, job, on, place, worker
from commonweal.flows.three_in_one.actions import Expense
from commonweal.ledger import actions as ledger
from tests import cast
from tests.browser import axe, enter, fits, shoot, somebody
from tests.journeys.house import open_house

pytestmark = pytest.mark.journey


@pytest.fixture
def amina(own_database: str) -> User:
    open_house()
    member = cast.make_member(language="en", share_paid_on=cast.TODAY)
    cast.make_unit(member)
    cast.make_client(email="orders@festival.example")
    return User.objects.get(pk=member.user_id)


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def live(user: User) -> int:
    """A budget with a past, orders that are confirmed and not, and something kept aside."""
    member = user.member
    unit = cast.make_unit(member, "activity", "Atelier Brume")
    for month, cents in enumerate((900_00, 400_00, 1300_00, 250_00), 1):
        entry = ledger.Entry(
            "misc", date(2026, month, 14), "Work", f"past:{month}", "test",
            (ledger.Line("550", cents), ledger.Line("7000", -cents, unit.pk)),
        )  # fmt: skip
        ledger.post(entries=[entry], by=cast.actor(member), at=cast.NOW)
    earn(unit, 1000_00)
    promise(unit, 180_00, origin="note:7")
    festival = cast.make_client(name="Theatre of the Docks", enterprise_number="0416971722",
                                vat_number="BE0416971722")  # fmt: skip
    works = [(date(2026, 5, 20), "Poster of the season", 1800_00),
             (date(2026, 6, 11), "Programme book", 2400_00)]  # fmt: skip
    for work_day, title, price in works:
        part = worker(member, NewPeriod(work_day, time(9), 480), fixed_gross_cents=price // 3)
        wanted = job(
            unit, festival, part, price=price, title=title, expenses=(Expense("Paper", 60_00),)
        )
        placed = place(member, festival, wanted)
        if price < 2000_00:
            confirm(placed.order)
    foresee(unit, on=date(2026, 7, 3), text="Second part of the website", cents=1500_00)
    foresee(unit, on=date(2026, 7, 31), kind="pay", text="My pay of July", cents=2600_00)
    return unit.pk


def test_what_can_i_pay_myself(page: Page, amina: User) -> None:
    unit = live(amina)
    enter(page, amina)
    page.goto(f"/my/budget/{unit}/")
    page.get_by_role("link", name="Forecast").click()
    answer = page.locator("#answer")
    net = answer.locator(".kpi").first
    expect(net).to_contain_text("€")
    look(page, "forecast")
    before = net.inner_text()
    page.get_by_label("On which day?").fill("2026-05-05")
    expect(net).not_to_have_text(before)
    expect(page).to_have_url(re.compile("day=2026-05-05"))
    expect(answer).to_contain_text("Why not more?")
    page.get_by_label("On which day?").fill("2026-05-03")
    expect(answer).to_contain_text("Choose today or a later day.")
    look(page, "forecast-fault")


def test_a_member_writes_down_changes_and_takes_off(page: Page, amina: User) -> None:
    unit = live(amina)
    enter(page, amina)
    page.goto(f"/my/budget/{unit}/forecast/")
    page.get_by_label("What do you expect?").select_option("expense")
    page.get_by_label("In a few words").fill("A new camera")
    page.get_by_label("Day", exact=True).fill("2026-06-20")
    page.get_by_label("Amount").fill("0")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("alert")).to_contain_text("Give an amount above zero")
    expect(page.get_by_label("In a few words")).to_have_value("A new camera")
    look(page, "forecast-refused")
    page.get_by_label("Amount").fill("850")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Written down. It counts as expected, never as sure.")).to_be_visible()
    page.get_by_role("link", name="A new camera").click()
    look(page, "forecast-line")
    page.get_by_label("Amount").fill("900")
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_text("−€900.00").first).to_be_visible()
    page.get_by_role("link", name="A new camera").click()
    page.get_by_role("button", name="Take it off").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Take it off").click()
    expect(page.get_by_text("Taken off the forecast.")).to_be_visible()
    expect(page.get_by_role("link", name="A new camera")).to_have_count(0)
    with page.expect_download() as file:
        page.get_by_role("link", name="XLSX").click()
    assert file.value.suggested_filename == f"forecast-{unit}.xlsx"


def test_a_new_budget_has_nothing_to_pay_and_says_what_to_do(page: Page, amina: User) -> None:
    enter(page, amina)
    (unit,) = [mandate.unit_id for mandate in amina.member.mandates.all()]
    page.goto(f"/my/budget/{unit}/forecast/")
    expect(page.get_by_text("Invoice first, or ask a client to confirm")).to_be_visible()
    look(page, "forecast-empty")


def test_it_answers_without_javascript(browser: Browser, site: str, amina: User) -> None:
    unit = live(amina)
    plain = somebody(browser, site, java_script_enabled=False)
    tab = plain.new_page()
    enter(tab, amina)
    tab.goto(f"/my/budget/{unit}/forecast/")
    tab.get_by_label("On which day?").fill("2026-05-22")
    tab.get_by_role("button", name="Work it out").click()
    expect(tab.locator("#answer")).to_contain_text("By the figures of 22")
    plain.close()


def test_home_says_what_to_do_first_and_who_is_late(page: Page, amina: User) -> None:
    unit = live(amina)
    red = cast.make_unit(amina.member, "activity", "Workshop by the canal")
    pay_out(red, 45_00, "note:1")
    bram = cast.make_member(**cast.BRAM)
    trio = cast.make_unit(bram, "activity", "Trio")
    earn(trio, 900_00, 2)
    asked = activities.NewInvitation(trio, amina.email, "co_manager")
    activities.invite(invitations=[asked], by=cast.actor(bram), at=cast.NOW + timedelta(days=45))
    given = activities.NewTransfer(trio.pk, unit, 120_00, "Printing together")
    activities.propose_transfers(transfers=[given], by=cast.actor(bram), at=cast.NOW)
    (mine,) = Unit.objects.filter(kind="three_in_one", mandates__member=amina.member)
    festival = Client.objects.get(name="Festival de la Senne")
    confirm(place(amina.member, festival, job(mine, festival, worker(amina.member))).order)
    declare()
    on(date(2026, 5, 7))
    on(date(2026, 6, 20))
    enter(page, amina)
    page.goto("/my/")
    expect(page.get_by_text("14 days")).to_be_visible()
    expect(page.get_by_text("You are invited to act for “Trio”")).to_be_visible()
    look(page, "home-full")
    page.get_by_role("link", name="Take or refuse a transfer of €120.00").click()
    expect(page.get_by_text("Printing together").first).to_be_visible()
    page.goto("/my/")
    page.get_by_role("link", name="New order").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("New job")
    page.goto("/my/")
    page.get_by_role("link", name="New contract from a budget").click()
    page.locator("#hire").get_by_role("link", name="Workshop by the canal").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("contract")
