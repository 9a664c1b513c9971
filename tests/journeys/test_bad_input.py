"""Wrong input gets a sentence with the remedy, and loses nothing that was typed."""

import re
from datetime import datetime, time, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from commonweal.access.queries import User
from commonweal.invoicing.queries import Order
from commonweal.kernel import clock
from commonweal.letters.queries import tray
from tests.browser import axe, enter, shoot
from tests.cast import TODAY, make_client, make_member, make_unit
from tests.journeys.house import choose_client, open_house

pytestmark = pytest.mark.journey


@pytest.fixture
def amina(own_database: str) -> User:
    open_house()
    member = make_member(language="en")
    make_unit(member)
    make_client()
    make_client(
        name="City on the Lys", enterprise_number="0403789125", vat_number="",
        purchase_order_required=True,
    )  # fmt: skip
    return User.objects.get(pk=member.user_id)


def fill(page: Page, *, client: str, price: str = "1000", day: str = "") -> None:
    page.goto("/my/jobs/new/")
    choose_client(page, client, client[:6])
    page.get_by_label("What is the job?").fill("Poster and programme")
    page.get_by_label("Price without VAT").fill(price)
    if day:
        page.get_by_label("Day", exact=True).fill(day)


def send(page: Page) -> None:
    page.get_by_role("button", name="Send to the client").click()


def kept(page: Page, price: str) -> None:
    """Everything typed is still there."""
    expect(page.get_by_label("What is the job?")).to_have_value("Poster and programme")
    expect(page.get_by_label("Price without VAT")).to_have_value(price)
    expect(page.get_by_role("button", name="Choose another")).to_be_visible()
    assert not Order.objects.exists()


def test_a_missing_purchase_order_number_is_asked_for(page: Page, amina: User) -> None:
    enter(page, amina)
    fill(page, client="City on the Lys")
    send(page)
    expect(page.get_by_role("alert")).to_contain_text(
        "Ask City on the Lys for its purchase-order number"
    )
    kept(page, "1000")
    shoot(page, "job-refused")
    axe(page)
    page.get_by_label("Purchase-order number").fill("PO-77")
    send(page)
    expect(page.get_by_text("City on the Lys confirms the order")).to_be_visible()


def test_a_start_in_the_past_and_a_wage_under_the_minimum(page: Page, amina: User) -> None:
    enter(page, amina)
    fill(page, client="Festival de la Senne", day=(TODAY - timedelta(days=1)).isoformat())
    send(page)
    expect(page.get_by_text("Choose a start from").first).to_be_visible()
    kept(page, "1000")
    page.get_by_label("Day", exact=True).fill((TODAY + timedelta(days=2)).isoformat())
    page.get_by_label("Price without VAT").fill("150")
    expect(page.locator("#estimate")).to_contain_text("Raise the gross to")
    send(page)
    expect(page.get_by_text("Raise the gross to").first).to_be_visible()
    kept(page, "150")


def test_no_client_and_no_amount(page: Page, amina: User) -> None:
    enter(page, amina)
    page.goto("/my/jobs/new/")
    page.get_by_label("What is the job?").fill("Poster and programme")
    page.get_by_label("Price without VAT").fill("a thousand")
    send(page)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Choose the client, or enter a new one.")
    expect(alert).to_contain_text("Write the amount in euro")
    expect(page.get_by_label("Price without VAT")).to_have_value("a thousand")


def test_rows_are_added_and_dropped_without_losing_the_others(page: Page, amina: User) -> None:
    enter(page, amina)
    fill(page, client="Festival de la Senne")
    page.get_by_role("button", name="Another day").click()
    expect(page.get_by_label("Day", exact=True)).to_have_count(2)
    page.get_by_label("Day", exact=True).nth(1).fill((TODAY + timedelta(days=3)).isoformat())
    page.get_by_role("button", name="Add an expense").click()
    page.get_by_label("What for?").fill("Paper")
    page.get_by_label("Amount", exact=True).fill("40")
    page.get_by_role("button", name="Somebody else works too").click()
    expect(page.get_by_label("Who works?")).to_have_count(2)
    page.get_by_label("Who works?").nth(1).fill("nobody@example.org")
    send(page)
    expect(page.get_by_text("no member signs in with nobody@example.org").first).to_be_visible()
    kept(page, "1000")
    expect(page.get_by_label("What for?")).to_have_value("Paper")
    page.get_by_role("button", name="Leave out", exact=True).last.click()
    expect(page.get_by_label("Who works?")).to_have_count(1)
    send(page)
    expect(page.get_by_text("Festival de la Senne confirms the order")).to_be_visible()


def test_a_new_client_is_made_in_place_and_its_wrong_number_refused(
    page: Page, amina: User
) -> None:
    enter(page, amina)
    page.goto("/my/jobs/new/")
    page.get_by_role("button", name="Enter a new client").click()
    page.get_by_label("Name", exact=True).fill("Bakery Noon")
    page.get_by_label("Enterprise number").fill("0403.789.126")
    page.get_by_label("E-mail address", exact=True).fill("hello@noon.example")
    page.get_by_label("Street and number").fill("High Street 1")
    page.get_by_label("Postcode").fill("1000")
    page.get_by_label("City").fill("Brussels")
    page.get_by_label("What is the job?").fill("Poster and programme")
    page.get_by_label("Price without VAT").fill("1000")
    send(page)
    expect(page.get_by_role("alert").first).to_contain_text("number")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Bakery Noon")
    assert not Order.objects.exists()
    page.get_by_label("Enterprise number").fill("0543.218.707")
    send(page)
    expect(page.get_by_text("Bakery Noon confirms the order")).to_be_visible()


def test_two_clicks_make_one_order(page: Page, amina: User) -> None:
    enter(page, amina)
    fill(page, client="Festival de la Senne")
    page.get_by_role("button", name="Send to the client").dblclick()
    expect(page.get_by_text("Festival de la Senne confirms the order")).to_be_visible()
    page.go_back()
    assert Order.objects.count() == 1
    assert tray().filter(kind="order_to_confirm").count() == 1


def test_an_expired_link_offers_a_fresh_one(page: Page, browser: Browser, amina: User) -> None:
    enter(page, amina)
    fill(page, client="Festival de la Senne", day=(TODAY + timedelta(days=30)).isoformat())
    send(page)
    expect(page.get_by_text("Festival de la Senne confirms the order")).to_be_visible()
    (link,) = re.findall(r"https?://[^/\s]+(/order/\S+/)", tray().get().body)
    clock.move(to=datetime.combine(TODAY + timedelta(days=20), time(9), clock.ZONE))
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_contain_text("expired")
    shoot(page, "link-expired")
    axe(page)
    page.get_by_role("button", name="Send me a fresh link").click()
    expect(page.get_by_text("on its way").first).to_be_visible()
    (fresh,) = re.findall(r"https?://[^/\s]+(/order/\S+/)", tray().latest("id").body)
    page.goto(fresh)
    expect(page.get_by_role("button", name="Confirm the order")).to_be_visible()
