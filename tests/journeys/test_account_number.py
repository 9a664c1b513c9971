"""
An account number in a browser: Amina changes hers and confirms it with her app; Bram has no app
and finds a thief's number in his mail; the desk sees what waits, and a colleague vouches.
"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from commonweal.access import actions as access
from commonweal.access.queries import Role, User
from commonweal.banking import queries as bank
from commonweal.flows.payday import actions as payday
from commonweal.kernel.actor import SYSTEM
from commonweal.letters.models import Letter
from commonweal.members import actions as people_actions
from commonweal.members.queries import Member
from tests import cast
from tests.browser import axe, enter, fits, shoot, sign_in
from tests.journeys.house import PASSWORD, open_house
from tests.journeys.test_sign_in import code_of, confirm

pytestmark = pytest.mark.journey
NEW, THIEVES = "BE68539007547034", "BE47313215646480"


@pytest.fixture
def people(own_database: str) -> tuple[Member, Member, User]:
    """Two members with passwords, and somebody of finance."""
    open_house()
    members = [
        cast.make_member(**{**facts, "language": "en"})  # type: ignore[dict-item]
        for facts in ({}, cast.BRAM)
    ]
    for member in members:
        access.accept_invitation(user=member.user, password=PASSWORD, by=SYSTEM, at=cast.NOW)
    return members[0], members[1], cast.make_staff(Role.FINANCE_CHECKER)


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def test_a_member_changes_the_number_and_confirms_it_with_an_app(
    page: Page, people: tuple[Member, Member, User]
) -> None:
    amina = people[0]
    sign_in(page, amina.email, PASSWORD)
    page.goto("/account/2fa/totp/activate/")
    confirm(page)
    page.get_by_text("You cannot scan?").click()
    secret = page.locator("code.secret").inner_text()
    page.locator("[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="Switch on").click()
    page.goto("/my/details/")
    page.get_by_role("link", name="Change").click()
    look(page, "account-number")
    page.get_by_label("New account number").fill("BE68 5390 0754 7035")
    page.get_by_role("button", name="Use this account").click()
    expect(page.get_by_label("New account number")).to_have_value("BE68 5390 0754 7035")
    page.get_by_label("New account number").fill("BE68 5390 0754 7034")
    page.get_by_role("button", name="Use this account").click()
    # Her app was set up a moment ago with her password: it was not used as a second factor yet.
    page.locator("[name=code]").fill(code_of(secret, later=1))
    page.get_by_role("button", name=re.compile("Confirm|Sign in")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your account number")
    look(page, "account-number-confirm")
    page.get_by_role("button", name="Yes, this is my number").click()
    expect(page.get_by_text("You confirmed it")).to_be_visible()
    look(page, "account-number-waits")
    page.goto("/my/details/")
    look(page, "details-held")
    assert bank.held(payees=[amina.ref], at=cast.NOW)[amina.ref].needs == "time"


def test_who_did_not_change_it_stops_it_from_the_mail(
    page: Page, people: tuple[Member, Member, User]
) -> None:
    bram = people[1]
    payday.change_account(member=bram, iban=THIEVES, by=SYSTEM, at=cast.NOW)
    letter = Letter.objects.get(kind="account_changed")
    found = re.search(r"/account-number/[\w-]+/", letter.body)
    assert found and letter.to == bram.email
    page.goto(found[0])
    look(page, "account-number-letter")
    page.get_by_role("button", name="This was not me").click()
    expect(page.get_by_text("Nothing is paid on this number")).to_be_visible()
    look(page, "account-number-stopped")
    assert bank.held(payees=[bram.ref], at=cast.NOW) == {}
    bram.refresh_from_db()
    assert bram.iban != THIEVES


def test_whose_address_was_changed_has_it_back_from_the_old_mailbox(
    page: Page, people: tuple[Member, Member, User]
) -> None:
    bram, known = people[1], people[1].email
    details = people_actions.Details(email="thief@example.com")
    people_actions.change_details(member=bram, details=details, by=SYSTEM, at=cast.NOW)
    payday.change_account(member=bram, iban=THIEVES, by=SYSTEM, at=cast.NOW)
    page.goto(link_in(kind="account_changed", to="thief@example.com"))
    expect(page.get_by_text("the new one is too new for that")).to_be_visible()
    look(page, "account-number-new-address")
    page.goto(link_in(kind="address_changed", to=known))
    look(page, "address-letter")
    page.get_by_role("button", name="Put the old address back").click()
    expect(page.get_by_text("We write to the old address again")).to_be_visible()
    look(page, "address-back")
    bram.refresh_from_db()
    assert bram.email == known


def link_in(*, kind: str, to: str) -> str:
    found = re.search(
        r"/(account-number|address)/[\w-]+/", Letter.objects.get(kind=kind, to=to).body
    )
    assert found
    return found[0]


def test_a_member_without_a_second_factor_reads_what_to_do(
    page: Page, people: tuple[Member, Member, User]
) -> None:
    sign_in(page, people[1].email, PASSWORD)
    page.goto("/my/details/account/")
    confirm(page)
    page.get_by_label("New account number").fill(NEW)
    page.get_by_role("button", name="Use this account").click()
    expect(page.get_by_text("Open the link in the letter")).to_be_visible()
    look(page, "account-number-by-letter")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("the number you had goes on")).to_be_visible()


def test_a_colleague_vouches_for_a_number(
    page: Page, browser: Browser, people: tuple[Member, Member, User]
) -> None:
    amina, bram, staff = people
    for member in (amina, bram):
        payday.change_account(member=member, iban=NEW, by=SYSTEM, at=cast.NOW)
    enter(page, staff)
    page.goto("/desk/payments/accounts/")
    look(page, "accounts-waiting")
    page.get_by_role("link", name="Amina Benali").click()
    page.get_by_role("button", name="Confirm this number").click()
    expect(page.get_by_text("Say in a few words").first).to_be_visible()
    look(page, "account-of-a-payee")
    page.get_by_label("How do you know it?").fill("Called her on the number of the contract")
    page.get_by_role("button", name="Confirm this number").click()
    expect(page.get_by_text("Confirmed: it serves once")).to_be_visible()
    page.get_by_role("link", name="To the member").click()
    expect(page.get_by_text("Called her on the number of the contract")).to_be_visible()
    look(page, "member-accounts")
