"""Start pages of members and staff, and the pages of accounts, seen by a browser."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role, User
from tests.browser import axe, fits, shoot, sign_in
from tests.cast import make_client, make_entity, make_member, make_staff, make_unit

pytestmark = pytest.mark.journey
PASSWORD = "korenbloem-aan-zee"


@pytest.fixture
def house(own_database: str) -> None:
    """A cooperative with one member, one administrator and one client."""
    make_entity()
    amina = make_member(iban="", language="en")
    make_unit(amina)
    make_client()
    make_staff(*(role for role in Role if role != Role.MEMBER), name="Dirk Maes")
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()


def test_a_member_finds_tasks_and_money(page: Page, house: None) -> None:
    sign_in(page, "amina@example.org", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Amina")
    expect(page.get_by_role("link", name="Complete your details")).to_be_visible()
    shoot(page, "home-member")
    fits(page)
    axe(page)


def test_staff_find_what_waits_and_their_pages(page: Page, house: None) -> None:
    sign_in(page, "dirk@commonweal.example", PASSWORD)
    shoot(page, "home-desk")
    fits(page)
    axe(page)
    page.goto("/desk/people/")
    shoot(page, "people")
    fits(page)
    axe(page)
    page.get_by_role("link", name="Amina Benali").click()
    shoot(page, "person")
    axe(page)
    page.get_by_role("button", name="Close the account").click()
    expect(page.get_by_role("heading", name="Close this account?")).to_be_visible()
    shoot(page, "person-close")
    axe(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Close this account?")).to_be_hidden()


def test_in_a_demonstration_one_click_signs_in(
    page: Page, house: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DEMO_PASSWORD", PASSWORD)
    for path in ("/", "/account/login/"):
        page.goto(path)
        shoot(page, "cast-front" if path == "/" else "cast-login")
        fits(page)
        axe(page)
    page.get_by_role("button", name="Dirk Maes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Desk")


def test_an_invited_person_comes_in(page: Page, house: None) -> None:
    sign_in(page, "dirk@commonweal.example", PASSWORD)
    page.goto("/desk/people/new/")
    page.get_by_label("Name").fill("Nora Peeters")
    page.get_by_label("E-mail address").fill("nora@example.org")
    page.get_by_label("Language").select_option("en")
    page.get_by_label("First role").select_option("auditor")
    shoot(page, "invite")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("on its way to Nora Peeters")).to_be_visible()
    page.context.clear_cookies()
    page.goto(_link_to("nora@example.org"))
    shoot(page, "welcome")
    fits(page)
    axe(page)
    page.get_by_label("New password").fill("short")
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("alert")).to_contain_text("too short")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    sign_in(page, "nora@example.org", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Desk")


def _link_to(address: str) -> str:
    from commonweal.letters.models import Letter

    return str(Letter.objects.get(to=address).context["link"])
