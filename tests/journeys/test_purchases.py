"""A purchase comes in, is good to pay and is booked, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role, User
from commonweal.activities import queries as activities
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as ledger
from commonweal.purchases.tests.suppliers import broken, document, filled, item, received
from tests.browser import axe, fits, shoot, sign_in
from tests.cast import make_member, make_staff, make_unit
from tests.journeys.house import PASSWORD, open_house

pytestmark = pytest.mark.journey


@pytest.fixture
def unit(own_database: str) -> activities.Unit:
    """Amina's 3in1 account with a budget, a purchase that waits there and one at the desk."""
    open_house()
    unit = make_unit(make_member(language="en"))
    filled(unit, 500_00, SYSTEM)
    items = (item(100_00), item(50_00, rate_bp=600))
    received(document(*items, buyer_reference=f"U-{unit.pk}"), SYSTEM)
    received(broken(document(number="P2026-32")), SYSTEM)
    make_staff(Role.FINANCE_MAKER)
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()
    return unit


def look(page: Page, name: str) -> None:
    """Picture the page, and check it."""
    shoot(page, name)
    fits(page)
    axe(page)


def test_a_purchase_is_good_to_pay_and_is_booked(page: Page, unit: activities.Unit) -> None:
    sign_in(page, "amina@example.org", PASSWORD)
    page.goto(f"/my/budget/{unit.pk}/purchases/")
    look(page, "purchases-activity")
    page.get_by_role("link", name="Drukkerij De Pers").last.click()
    look(page, "purchase-activity")
    page.get_by_label("What was bought?").select_option("614")
    page.get_by_role("button", name="Good to pay").click()
    expect(page.get_by_text("Good to pay: the desk books it")).to_be_visible()

    page.context.clear_cookies()
    sign_in(page, "dirk@commonweal.example", PASSWORD)
    page.goto("/desk/purchases/")
    look(page, "purchases-desk")
    page.get_by_role("link", name="Drukkerij De Pers").click()
    look(page, "purchase-broken")
    page.goto("/desk/purchases/?show=to-book")
    look(page, "purchases-to-book")
    page.get_by_role("link", name="Drukkerij De Pers").click()
    page.get_by_role("button", name="Book it").click()
    expect(page.get_by_text("Booked: the supplier is owed it now.")).to_be_visible()
    look(page, "purchase-booked")
    assert ledger.account_balance(account="440") == -174_00
