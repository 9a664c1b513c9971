"""A month of the finance desk: money in, what nobody knows, wages out, and the bank's last word."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import User
from commonweal.banking import queries
from commonweal.ledger import queries as books
from tests import cast
from tests.browser import axe, enter, fits
from tests.journeys.house import seek_claim
from tests.journeys.test_bank import finance as finance

pytestmark = pytest.mark.journey


def say_yes(page: Page, name: str) -> None:
    """Press a button that asks first, and mean it."""
    page.get_by_role("button", name=name).first.click()
    page.get_by_role("dialog").get_by_role("button", name=name).click()


def is_whole(page: Page) -> None:
    fits(page)
    axe(page)


def test_a_month_goes_from_the_first_statement_to_a_clean_desk(
    page: Page, finance: tuple[User, User], tmp_path: Path
) -> None:
    maker, checker = finance
    enter(page, maker)
    page.goto("/desk/")
    is_whole(page)
    place_what_waits(page)
    batch = pay_the_wages(page, maker, checker)
    close_at_the_bank(page, batch, tmp_path)

    page.goto("/desk/guarantee/")
    expect(page.get_by_text("Every wage that was due is on its account.").first).to_be_visible()
    page.goto("/desk/guarantee/cash/")
    expect(page.get_by_role("heading", name="Week by week")).to_be_visible()
    is_whole(page)
    enter(page, maker)
    page.goto("/desk/")
    expect(page.get_by_text("wages are due")).to_have_count(0)
    expect(page.get_by_text("wait in suspense")).to_have_count(0)


def place_what_waits(page: Page) -> None:
    """By the keyboard alone: search the claim, tick it, place it."""
    page.get_by_role("link", name="movement waits in suspense").click()
    seek_claim(page, "484")
    row = page.get_by_role("row").filter(has=page.get_by_role("checkbox")).first
    row.get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Place it so").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".says")).to_contain_text("Placed")


def pay_the_wages(page: Page, maker: User, checker: User) -> str:
    """One builds, a colleague approves, the file leaves once."""
    page.goto("/desk/bank/payments/")
    is_whole(page)
    page.get_by_role("button", name="Build a batch").click()
    batch = page.url
    enter(page, checker)
    page.goto(batch)
    for name in ("Approve", "Make the file", "Give to the bank"):
        say_yes(page, name)
    expect(page.get_by_text("The bank executes it")).to_be_visible()
    return batch


def close_at_the_bank(page: Page, batch: str, folder: Path) -> None:
    """The next statement executes the batch; from each a link leads to the other."""
    account = queries.find_main_account()
    assert account is not None
    file = folder / "next.cod"
    on = cast.TODAY + timedelta(days=8)
    file.write_bytes(queries.next_statement(account=account, on=on, references=[]))
    page.goto("/desk/bank/")
    page.get_by_label("Files of the bank").set_input_files(file)
    page.get_by_role("button", name="Take in").click()
    page.goto(batch)
    at_the_bank = page.locator(".card").filter(has_text="At the bank").last
    at_the_bank.get_by_role("link").click()
    expect(page.get_by_text("Place in the books")).to_be_visible()
    is_whole(page)
    page.get_by_role("link", name="Batch", exact=False).first.click()
    assert page.url == batch
    assert books.account_balance(account=queries.ORDERS) == 0
