"""
A budget of two in a browser: Amina invites by mail, Bram signs in and accepts, Carla only has
the link. Then they divide what they earned.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from commonweal.access import actions as access
from commonweal.access.queries import User
from commonweal.activities import queries
from commonweal.activities.tests.budgets import earn
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as ledger
from commonweal.letters.queries import tray
from tests import cast
from tests.browser import axe, enter, fits, shoot, sign_in, somebody
from tests.journeys.house import PASSWORD, open_house

pytestmark = pytest.mark.journey


@pytest.fixture
def house(own_database: str) -> dict[str, User]:
    """Three shareholders with accounts of their own; an activity of Amina's has 935.00 to spend."""
    open_house()
    share = {"share_paid_on": cast.TODAY}
    people = {"amina": share, "bram": cast.BRAM | share, "carla": cast.CARLA | share}
    members = {
        name: cast.make_member(**{**facts, "language": "en"})  # type: ignore[dict-item]
        for name, facts in people.items()
    }
    for member in members.values():
        cast.make_unit(member)
        access.accept_invitation(user=member.user, password=PASSWORD, by=SYSTEM, at=cast.NOW)
    earn(cast.make_unit(members["amina"], "activity", "Atelier Brume"))
    return {name: User.objects.get(pk=member.user_id) for name, member in members.items()}


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def person(browser: Browser, site: str) -> Page:
    """Somebody else at a browser of their own."""
    return somebody(browser, site).new_page()


def test_two_people_share_a_budget(page: Page, browser: Browser, house: dict[str, User]) -> None:
    enter(page, house["amina"])
    page.goto("/my/budget/")
    page.get_by_role("link", name="Atelier Brume").click()
    page.get_by_role("link", name="People").click()
    invite(page)
    site = page.url.partition("/my/")[0]
    link = link_in_the_letter()
    a_stranger_with_the_link_is_told_so(browser, site, link)
    bram = accept(browser, site, link)
    divide(page)
    bram.goto("/my/budget/")
    bram.get_by_role("link", name="3in1 Bram De Smet").click()
    expect(bram.get_by_text("Part of Bram De Smet in “Atelier Brume”").first).to_be_visible()
    leave(page, bram)
    assert set(ledger.proofs().values()) == {0}


def invite(page: Page) -> None:
    look(page, "people-of-a-unit-alone")
    page.get_by_label("E-mail address").fill("amina@example.org")
    page.get_by_label("Co-manager").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("Amina Benali already acts for").first).to_be_visible()
    look(page, "people-of-a-unit-refused")
    page.get_by_label("E-mail address").fill("bram@example.org")
    page.get_by_label("Part in the split key").fill("1")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("An invitation is on its way to bram@example.org.")).to_be_visible()
    look(page, "people-of-a-unit-invited")


def link_in_the_letter() -> str:
    letter = tray().get(kind="mandate_invitation")
    assert "Amina Benali invites you to act for" in letter.body
    (link,) = re.findall(r"https?://[^/\s]+(/mandate/\S+/)", letter.body)
    return str(link)


def a_stranger_with_the_link_is_told_so(browser: Browser, site: str, link: str) -> None:
    carla = person(browser, site)
    sign_in(carla, "carla@example.org", PASSWORD)
    carla.goto(link)
    expect(carla.get_by_text("This invitation is for somebody else")).to_be_visible()
    expect(carla.get_by_text("b•••@example.org").first).to_be_visible()
    expect(carla.get_by_role("button", name="Accept")).to_have_count(0)
    look(carla, "mandate-of-somebody-else")
    carla.context.close()


def accept(browser: Browser, site: str, link: str) -> Page:
    """Bram is not signed in: he reads, signs in, comes back, and sees the budget."""
    bram = person(browser, site)
    bram.goto(link)
    look(bram, "mandate-not-signed-in")
    bram.get_by_role("main").get_by_role("link", name="Sign in").click()
    bram.locator("#id_login").fill("bram@example.org")
    bram.locator("#id_password").fill(PASSWORD)
    bram.locator("#id_password").press("Enter")
    bram.wait_for_url(f"**{link}")
    look(bram, "mandate-to-answer")
    bram.get_by_role("button", name="Accept").click()
    expect(bram.get_by_role("heading", level=1)).to_have_text("Atelier Brume")
    expect(bram.get_by_text("You now act for “Atelier Brume”.")).to_be_visible()
    expect(bram.get_by_text("€935.00").first).to_be_visible()
    bram.get_by_role("link", name="People").click()
    expect(bram.get_by_role("button", name="Send the invitation")).to_have_count(0)
    look(bram, "people-of-a-unit-co-manager")
    bram.goto(link)
    look(bram, "mandate-answered")
    return bram


def divide(page: Page) -> None:
    """Two parts are Amina's, one is Bram's."""
    page.reload()
    page.get_by_role("link", name="Change the role of Amina Benali").click()
    page.get_by_label("Part in the split key").fill("2")
    look(page, "mandate-change")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("Amount to divide").fill("1000")
    page.get_by_role("button", name="See who gets what").click()
    expect(page.get_by_text("935.00 can be spent").first).to_be_visible()
    look(page, "split-refused")
    page.get_by_label("Amount to divide").fill("100")
    page.get_by_role("button", name="See who gets what").click()
    expect(page.get_by_text("€66.67")).to_be_visible()
    expect(page.get_by_text("€33.33")).to_be_visible()
    look(page, "split-preview")
    page.get_by_role("button", name="Divide €100.00").click()
    expect(page.get_by_text("€100.00 is divided.")).to_be_visible()
    look(page, "people-of-a-unit-together")


def leave(page: Page, bram: Page) -> None:
    """The only manager cannot leave; Bram can, and is history then."""
    page.get_by_role("link", name="Change the role of Amina Benali").click()
    page.get_by_role("button", name="Leave").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Leave").click()
    expect(page.get_by_text("Make somebody else manager first")).to_be_visible()
    unit = int(page.url.rstrip("/").split("/")[-2])
    bram.goto(page.url)
    bram.get_by_role("button", name="Leave").first.click()
    bram.get_by_role("dialog").get_by_role("button", name="Leave").click()
    expect(bram.get_by_text("You no longer act for “Atelier Brume”.")).to_be_visible()
    page.reload()
    page.get_by_text("Who acted here, and what became of invitations").click()
    look(page, "people-of-a-unit-before")
    assert [each.member.full_name for each in queries.mandates(unit=unit)] == ["Amina Benali"]
    bram.context.close()


def test_a_link_that_is_too_old_is_renewed_in_one_click(page: Page, house: dict[str, User]) -> None:
    enter(page, house["amina"])
    page.goto("/my/budget/")
    page.get_by_role("link", name="3in1 Amina Benali").click()
    page.get_by_role("link", name="People").click()
    page.get_by_label("E-mail address").fill("noor@example.org")
    page.get_by_label("Reader").check()
    page.get_by_role("button", name="Send the invitation").click()
    look(page, "people-of-an-account")
    letter = tray().get(kind="mandate_invitation")
    page.goto(f"/mail/{letter.pk}/")
    look(page, "mandate-letter")
    clock.move(to=cast.NOW + timedelta(days=15))
    page.goto(link_in_the_letter())
    expect(page.get_by_role("heading", level=1)).to_have_text("This link is too old")
    look(page, "mandate-too-old")
    page.get_by_role("button", name="Send me a fresh link").click()
    expect(page.get_by_text("A fresh link is on its way.")).to_be_visible()
    assert tray().filter(kind="mandate_invitation", to="noor@example.org").count() == 2
