"""Ways in: password, authenticator app, passkey; and what happens when it goes wrong."""

from datetime import datetime

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Page, expect

from commonweal.access import actions as access
from commonweal.access.queries import Role, User
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.clock import START
from tests.browser import axe, fits, shoot, sign_in
from tests.cast import make_entity

pytestmark = pytest.mark.journey
PASSWORD = "korenbloem-aan-zee"
AT: datetime = START


@pytest.fixture
def nora(own_database: str) -> User:
    """An auditor: somebody of the staff, without any member's data."""
    make_entity()
    user = access.register_user(
        email="nora@example.org", name="Nora Peeters", language="en", password=PASSWORD,
        by=SYSTEM, at=AT,
    )  # fmt: skip
    access.grant_role(user=user, role=Role.AUDITOR, by=SYSTEM, at=AT)
    return user


def test_a_person_signs_in_and_out(page: Page, nora: User) -> None:
    page.goto("/account/login/")
    shoot(page, "login")
    fits(page)
    axe(page)
    sign_in(page, nora.email, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Desk")
    shoot(page, "desk")
    axe(page)
    page.get_by_role("button", name="Your account").click()
    shoot(page, "person-menu")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/desk/")
    assert "/account/login/" in page.url


def test_the_front_page_shows_the_way_in(page: Page, nora: User) -> None:
    page.goto("/")
    shoot(page, "landing")
    fits(page)
    axe(page)
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_the_wrong_password_too_often_locks_this_account_from_here(page: Page, nora: User) -> None:
    page.goto("/account/login/")
    for _attempt in range(5):
        page.get_by_label("E-mail address").fill(nora.email)
        page.get_by_label("Password").fill("not this one")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_have_text("Locked for a while")
    expect(page.get_by_text("15 minutes")).to_be_visible()
    shoot(page, "locked")
    axe(page)
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(nora.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Locked for a while")


def test_an_authenticator_app_is_set_up_and_then_asked_for(page: Page, nora: User) -> None:
    sign_in(page, nora.email, PASSWORD)
    page.goto("/account/2fa/")
    shoot(page, "security")
    axe(page)
    page.get_by_role("link", name="Set up the app").click()
    shoot(page, "confirm")
    axe(page)
    confirm(page)
    shoot(page, "totp")
    axe(page)
    page.get_by_text("You cannot scan?").click()
    secret = page.locator("code.secret").inner_text()
    page.locator("[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    shoot(page, "recovery-codes")
    axe(page)
    page.context.clear_cookies()
    sign_in(page, nora.email, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Two-Factor Authentication")
    shoot(page, "second-factor")
    axe(page)
    page.locator("[name=code]").fill(code_of(secret, later=1))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Desk")


def test_a_passkey_opens_the_account_without_a_password(page: Page, nora: User) -> None:
    give_passkey_device(page)
    sign_in(page, nora.email, PASSWORD)
    page.goto("/account/2fa/webauthn/add/")
    confirm(page)
    shoot(page, "passkey")
    axe(page)
    expect(page.get_by_label("without the password")).to_be_checked()
    page.locator("#mfa_webauthn_add").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Desk")


def test_a_refused_passkey_is_said_in_words(page: Page, nora: User) -> None:
    give_passkey_device(page)
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey was not used.")).to_be_visible()


def test_the_language_changes_and_the_page_stays(page: Page, nora: User) -> None:
    sign_in(page, nora.email, PASSWORD)
    page.goto("/account/email/?from=menu")
    page.get_by_role("button", name="Language").click()
    page.get_by_role("button", name="Français").click()
    page.wait_for_load_state()
    assert page.url.endswith("/account/email/?from=menu")
    assert page.locator("html").get_attribute("lang") == "fr"
    assert User.objects.get(pk=nora.pk).language == "fr"


def test_signing_in_needs_no_mouse(page: Page, nora: User) -> None:
    page.goto("/account/login/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type(nora.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Desk")


@pytest.mark.parametrize("path", ["password/change/", "email/", "sessions/", "2fa/webauthn/"])
def test_every_page_of_ones_own_account_is_sound(page: Page, nora: User, path: str) -> None:
    sign_in(page, nora.email, PASSWORD)
    page.goto(f"/account/{path}")
    shoot(page, f"account-{path.strip('/').replace('/', '-')}")
    fits(page)
    axe(page)


@pytest.mark.parametrize("path", ["/account/password/reset/", "/account/signup/", "/nowhere/"])
def test_every_page_before_the_door_is_sound(page: Page, nora: User, path: str) -> None:
    page.goto(path)
    shoot(page, f"outside{path.replace('/', '-')}")
    fits(page)
    axe(page)


def confirm(page: Page) -> None:
    """Say the password again before something important."""
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "reauthenticate" not in url)


def code_of(secret: str, later: int = 0) -> str:
    """What the app on the phone shows, `later` half minutes from now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()) + later))


def give_passkey_device(page: Page) -> None:
    """A phone with a fingerprint reader, as far as the browser knows."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
