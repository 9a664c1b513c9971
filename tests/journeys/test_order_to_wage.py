"""
The first story, in a real browser: from the order to the wage.

Amina enters one job, the festival confirms it without an account, social security hears of it
before the work starts, the invoice leaves, Bram prepares the wages and Nora approves them, the
bank pays and is paid, and the books prove every cent.
"""

import re
from datetime import date, datetime, time, timedelta

import pytest
from playwright.sync_api import Page, expect

from commonweal.access import actions as access
from commonweal.access.queries import User
from commonweal.employment import gateways
from commonweal.employment import jobs as social_security
from commonweal.flows.three_in_one import jobs
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.letters.queries import tray
from tests.browser import axe, fits, shoot, sign_in
from tests.cast import make_client, make_member, make_unit
from tests.journeys.house import PASSWORD, open_house

pytestmark = pytest.mark.journey
WORK_DAY = date(2026, 5, 6)


@pytest.fixture
def amina(own_database: str) -> User:
    open_house()
    member = make_member(language="en")
    make_unit(member)
    make_client(email="orders@festival.example")
    user = User.objects.get(pk=member.user_id)
    user.set_password(PASSWORD)
    user.save()
    return user


def morning(on: date) -> datetime:
    at = datetime.combine(on, time(9), clock.ZONE)
    clock.move(to=at)
    return at


def test_from_order_to_wage(page: Page, amina: User) -> None:
    sign_in(page, amina.email, PASSWORD)
    enter_the_job(page)
    confirm_as_client(page)


def enter_the_job(page: Page) -> None:
    page.goto("/my/jobs/new/")
    shoot(page, "job-new")
    page.get_by_label("Client", exact=True).press_sequentially("festi")
    page.get_by_role("button", name="Festival de la Senne").click()
    expect(page.get_by_text("0871234105")).to_be_visible()
    page.get_by_label("What is the job?").fill("Poster and programme")
    page.get_by_label("Price without VAT").fill("1000")
    page.get_by_label("Day", exact=True).fill(WORK_DAY.isoformat())
    estimate = page.locator("#estimate")
    expect(estimate).to_contain_text("€578.19")
    expect(estimate).to_contain_text("€65.00")
    expect(estimate.get_by_text("Net pay")).to_be_visible()
    shoot(page, "job-estimate")
    fits(page)
    axe(page)
    page.get_by_role("button", name="Send to the client").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Poster and programme")
    expect(page.get_by_text("Festival de la Senne confirms the order")).to_be_visible()
    shoot(page, "job-sent")
    axe(page)


def confirm_as_client(page: Page) -> None:
    letter = tray().get(kind="order_to_confirm")
    (link,) = re.findall(r"https?://\S+(/order/\S+/)", letter.body)
    context = page.context.browser.new_context(
        base_url=page.url.split("/my")[0], locale="en-GB", reduced_motion="reduce"
    )
    client = context.new_page()
    client.goto(link)
    shoot(client, "order-to-confirm")
    fits(client)
    axe(client)
    client.locator("[name=name]").fill("Fatima El Amrani")
    client.locator("[name=agreed]").check()
    client.get_by_role("button").last.click()
    expect(client.get_by_text("Fatima El Amrani")).to_be_visible()
    shoot(client, "order-confirmed")
    context.close()
