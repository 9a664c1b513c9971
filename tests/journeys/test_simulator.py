"""What is left of it? In a browser: by typing, by keyboard, by address, and without JavaScript."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from commonweal.access.queries import User
from commonweal.kernel.actor import SYSTEM
from commonweal.payroll import actions as payroll
from commonweal.payroll.tests import pay
from tests import cast
from tests.browser import axe, enter, fits, shoot, somebody
from tests.journeys.house import open_house

pytestmark = pytest.mark.journey


@pytest.fixture
def amina(own_database: str) -> User:
    open_house()
    member = cast.make_member(language="en")
    cast.make_unit(member)
    return User.objects.get(pk=member.user_id)


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def test_the_answer_follows_what_is_typed(page: Page, amina: User) -> None:
    enter(page, amina)
    page.goto("/my/")
    page.get_by_role("link", name="Simulator").click()
    look(page, "simulator-empty")
    page.get_by_label("How much?").fill("500")
    net = page.locator("#answer .kpi").first
    expect(net).to_contain_text("€268.78")
    look(page, "simulator")
    page.get_by_label("The net pay I want on my account").check()
    page.get_by_label("How much?").fill("300")
    expect(net).to_contain_text("€300.00")
    expect(page).to_have_url(re.compile("ask=net&amount=300"))
    page.reload()
    expect(net).to_contain_text("€300.00")
    page.get_by_role("link", name="Make a job of it").click()
    expect(page.get_by_label("Price without VAT")).to_have_value("596.86")


def test_pay_under_the_minimum_wage_is_repaired_by_a_click(page: Page, amina: User) -> None:
    enter(page, amina)
    page.goto("/my/payslips/simulator/?ask=daily&amount=90&days=3&contracts=daily")
    note = page.locator("#answer .note-box")
    expect(note).to_contain_text("Raise the gross to")
    look(page, "simulator-minimum")
    page.get_by_role("link", name="Try it with the minimum wage").click()
    expect(page.locator("#answer .kpi").first).to_be_visible()
    expect(note).to_have_count(0)


def test_a_refusal_stands_in_the_answer_and_nothing_is_lost(page: Page, amina: User) -> None:
    enter(page, amina)
    page.goto("/my/payslips/simulator/?amount=500&hours=7:36")
    page.get_by_label("First day").fill("2023-05-01")
    expect(page.locator("#answer")).to_contain_text("Choose a day from 2024-01-01 on")
    expect(page.get_by_label("Hours a day")).to_have_value("7:36")
    look(page, "simulator-refused")
    page.get_by_label("First day").fill("2026-05-05")
    page.get_by_label("Hours a day").fill("a lot")
    expect(page.locator("#answer")).to_contain_text("Write the hours of a day")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_label("Hours a day")).to_have_value("a lot")
    look(page, "simulator-fault")


def test_it_is_asked_with_the_keyboard_alone(page: Page, amina: User) -> None:
    enter(page, amina)
    page.goto("/my/payslips/simulator/")
    page.get_by_label("My budget: what the work may cost").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("150")
    expect(page.locator("#answer")).to_contain_text("€150.00")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("ask=daily&amount=150"))
    expect(page.locator("#answer")).to_contain_text("€242.57")


def test_it_answers_without_javascript(browser: Browser, site: str, amina: User) -> None:
    plain = somebody(browser, site, java_script_enabled=False)
    tab = plain.new_page()
    enter(tab, amina)
    tab.goto("/my/payslips/simulator/")
    tab.get_by_label("How much?").fill("500")
    tab.get_by_role("button", name="Work it out").click()
    expect(tab.locator("#answer")).to_contain_text("€268.78")
    plain.close()


def test_a_year_is_read_month_by_month_and_taken_along(page: Page, amina: User) -> None:
    enter(page, amina)
    page.goto("/my/payslips/years/")
    look(page, "pay-year-empty")
    member = amina.member
    unit = cast.make_unit(member, name="A second account")
    for month, gross in ((5, 26_000), (6, 46_000), (7, 125_000)):
        contracts = pay.plan(unit, member, by=SYSTEM, gross_cents=gross, days=2, month=month)
        payroll.run(contracts=pay.inputs(contracts), by=SYSTEM, at=cast.NOW)
    premium = replace(
        pay.inputs(contracts)[0], kind="year_end_premium", disabled_children=1, children=2,
        extra_withholding_cents=2_500, title="Premium of the year",
    )  # fmt: skip
    payroll.run(contracts=[premium], by=SYSTEM, at=cast.NOW)
    page.goto("/my/payslips/")
    look(page, "payslips-kinds")
    page.get_by_role("link", name="Premium of the year").click()
    expect(page.get_by_text("Tax on exceptional pay")).to_be_visible()
    look(page, "payslip-premium")
    page.goto("/my/payslips/")
    page.get_by_role("link", name="Year by year").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your pay in 2026")
    look(page, "pay-year")
    with page.expect_download() as file:
        page.get_by_role("link", name="Export").click()
    assert file.value.suggested_filename == "pay-2026.csv"
