"""Two members, one offer and one internal invoice, in a real browser."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import User
from commonweal.activities import queries as activities
from commonweal.activities.models import Trust
from commonweal.activities.tests.budgets import earn
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as ledger
from commonweal.members import actions as members
from tests.browser import axe, fits, shoot, sign_in
from tests.cast import CARLA, NOW, TODAY, make_member, make_unit
from tests.journeys.house import PASSWORD, open_house

pytestmark = pytest.mark.journey
Units = tuple[activities.Unit, activities.Unit]


@pytest.fixture
def units(own_database: str) -> Units:
    """Amina's 3in1 account with 935.00 and Carla's activity with nothing; both own a share."""
    open_house()
    amina, carla = make_member(language="en"), make_member(**{**CARLA, "language": "en"})
    members.mark_share_paid(members=[amina, carla], on=date(2026, 1, 5), by=SYSTEM, at=NOW)
    for member in (amina, carla):
        Trust.objects.create(
            member=member, limit_cents=500_00, reason="x", by="x", by_name="x", at=NOW
        )
    own, atelier = make_unit(amina), make_unit(carla, "activity", "Atelier Brume")
    make_unit(carla)
    earn(own)
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()
    return own, atelier


def look(page: Page, name: str) -> None:
    """Picture the page, and check it."""
    shoot(page, name)
    fits(page)
    axe(page)


def spendable(*units: activities.Unit) -> list[int]:
    """What each can spend, in cents."""
    return [activities.states(unit=unit.pk, on=TODAY).spendable for unit in units]


def enter(page: Page, email: str) -> None:
    """Another person takes the chair."""
    page.context.clear_cookies()
    sign_in(page, email, PASSWORD)


def offer(page: Page, own: activities.Unit) -> None:
    """Amina looks Carla up, forgets what it is for, and proposes 300.00."""
    enter(page, "amina@example.org")
    page.goto(f"/my/budget/{own.pk}/between/")
    look(page, "between-empty")
    page.get_by_role("link", name="Give budget").click()
    page.get_by_label("Whose budget?").fill("carla@example.org")
    page.get_by_label("Amount").fill("300")
    expect(page.get_by_text("€635.00")).to_be_visible()
    page.get_by_role("button", name="Look up").click()
    page.get_by_label("Atelier Brume").check()
    look(page, "between-transfer-new")
    page.get_by_role("button", name="Propose the transfer").click()
    expect(page.get_by_role("alert").get_by_role("link", name="What for?")).to_be_visible()
    expect(page.get_by_label("Amount")).to_have_value("300")
    look(page, "between-transfer-refused")
    page.get_by_label("What for?").fill("Half of the poster")
    page.get_by_role("button", name="Propose the transfer").click()
    expect(page.get_by_text("“Atelier Brume” is asked.")).to_be_visible()
    look(page, "between-transfer-sent")


def accept(page: Page, atelier: activities.Unit) -> None:
    """Carla consents."""
    enter(page, "carla@example.org")
    page.goto(f"/my/budget/{atelier.pk}/between/")
    look(page, "between-waits")
    page.get_by_role("link", name="accept or refuse").click()
    look(page, "between-transfer-answer")
    page.get_by_role("button", name="Accept €300.00").click()
    expect(page.get_by_text("the budget is yours now")).to_be_visible()
    look(page, "between-transfer-accepted")


def ask(page: Page, own: activities.Unit, atelier: activities.Unit) -> None:
    """Carla invoices Amina for two things."""
    page.goto(f"/my/budget/{atelier.pk}/between/")
    page.get_by_role("link", name="Internal invoice", exact=True).click()
    page.get_by_label("Whose budget?").fill(f"{own.pk}")
    page.get_by_role("button", name="Look up").click()
    expect(page.get_by_label("3in1 Amina Benali")).to_be_checked()
    page.get_by_label("What is it for?").fill("Printing of the poster")
    page.get_by_label("What was done").fill("Printing, 50 copies")
    page.get_by_label("Amount").fill("180")
    page.get_by_role("button", name="Another line").click()
    page.get_by_label("What was done").nth(1).fill("Delivery")
    page.get_by_label("Amount").nth(1).fill("20,50")
    expect(page.get_by_text("€200.50")).to_be_visible()
    look(page, "between-invoice-new")
    page.get_by_role("button", name="Send the invoice").click()
    expect(page.get_by_text("I2026-000001 is sent")).to_be_visible()


def dispute(page: Page, own: activities.Unit) -> None:
    """Amina sends it back with the reason."""
    enter(page, "amina@example.org")
    page.goto(f"/my/budget/{own.pk}/between/invoice/I2026-000001/")
    look(page, "between-invoice-answer")
    page.get_by_label("Why not?").fill("Delivery was free, you said")
    page.get_by_role("button", name="Send it back").click()
    expect(page.get_by_text("the other side reads why")).to_be_visible()


def change(page: Page, atelier: activities.Unit) -> None:
    """Carla leaves a line out and sends it again."""
    enter(page, "carla@example.org")
    page.goto(f"/my/budget/{atelier.pk}/between/invoice/I2026-000001/")
    look(page, "between-invoice-back")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("heading", name="Take this invoice back?")).to_be_visible()
    shoot(page, "between-invoice-dialog")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Change it and send it again").click()
    look(page, "between-invoice-change")
    page.reload()  # axe leaves styles behind, which htmx would copy
    page.get_by_role("button", name="Leave out line 2").click()
    expect(page.get_by_label("What was done")).to_have_count(1)
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_text("is sent again")).to_be_visible()


def pay(page: Page, own: activities.Unit) -> None:
    """Amina says “good to pay”, and finds the entry."""
    enter(page, "amina@example.org")
    page.goto(f"/my/budget/{own.pk}/between/invoice/I2026-000001/")
    page.get_by_role("button", name="Good to pay: €180.00").click()
    expect(page.get_by_text("I2026-000001 is paid.")).to_be_visible()
    look(page, "between-invoice-paid")
    page.get_by_role("link", name="In the books").click()
    expect(page.get_by_role("heading", name="Both sides")).to_be_visible()
    page.goto(f"/my/budget/{own.pk}/between/")
    look(page, "between-list")


def test_an_offer_is_accepted_and_an_internal_invoice_is_good_to_pay(
    page: Page, units: Units
) -> None:
    own, atelier = units
    offer(page, own)
    assert spendable(own, atelier) == [635_00, 0]
    accept(page, atelier)
    assert spendable(own, atelier) == [635_00, 300_00]
    ask(page, own, atelier)
    dispute(page, own)
    change(page, atelier)
    assert spendable(own, atelier) == [635_00, 300_00]
    pay(page, own)
    assert spendable(own, atelier) == [455_00, 480_00]
    assert set(ledger.proofs().values()) == {0}
