"""Ways in: password, authenticator app, passkey; and what happens when it goes wrong."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from commonweal.access import actions as access
from commonweal.access.queries import Role, User
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.clock import START
from tests.browser import axe, fits, shoot, sign_in

pytestmark = pytest.mark.journey
PASSWORD = "korenbloem-aan-zee"
AT: datetime = START


@pytest.fixture
def nora(own_database: str) -> User:
    """An auditor: somebody of the staff, without any member's data."""
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
