"""What waits, at the keyboard: accepted, split over several, undone, given to somebody."""

import re

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role, User
from commonweal.banking import queries
from commonweal.banking.tests.conftest import bring, came_in, coda
from commonweal.banking.values import ReadMove
from commonweal.flows.matching import actions as matching
from commonweal.invoicing.actions import Invoice
from commonweal.invoicing.tests.work import issue
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as books
from tests import cast
from tests.browser import axe, enter, fits, shoot
from tests.journeys.house import open_house, press, press_and_go, seek_claim

pytestmark = pytest.mark.journey
IBAN = "BE69068765432178"


@pytest.fixture
def invoices(own_database: str) -> list[Invoice]:
    """Three open invoices of one festival."""
    open_house()
    unit, festival = cast.make_unit(cast.make_member()), cast.make_client()
    return [issue(unit, festival, by=SYSTEM, at=cast.NOW) for _ in range(3)]


@pytest.fixture
def fatima(invoices: list[Invoice]) -> User:
    """Somebody of finance, and five movements: one is named, one is a sum, one nobody knows."""
    first, *_others = invoices
    owed = first.total_cents
    bring(
        coda(
            came_in(owed, name="Festival de la Senne", communication=f"factuur {first.number}"),
            came_in(2 * owed, name="Festival de la Senne", communication="alles betaald"),
            came_in(50_000, name="Stad Gent", communication="factuur van mei"),
            came_in(-350, name="", communication="Beheerskosten april"),
            iban=IBAN,
        )
    )
    matching.look(by=SYSTEM, at=cast.NOW)
    return cast.make_staff(Role.FINANCE_MAKER, name="Fatima Maes")


def open_cents(invoice: Invoice) -> int:
    return books.open_amount(account="400", item=invoice.ref)


def test_the_desk_is_worked_by_keyboard(page: Page, fatima: User, invoices: list[Invoice]) -> None:
    enter(page, fatima)
    page.goto("/desk/matching/")
    expect(page.locator("#chosen h2")).to_have_text("Festival de la Senne")
    fits(page)
    axe(page)
    shoot(page, "matching")
    press(page, "?")
    expect(page.locator("#keys")).to_be_visible()
    press(page, "Escape")
    expect(page.locator("#keys")).to_be_hidden()
    press_and_go(page, "j")
    expect(page.locator("[data-key='1']")).to_be_visible()
    press_and_go(page, "k")
    expect(page).to_have_url(re.compile("move="))
    press(page, "Enter")
    expect(page.locator(".says")).to_contain_text("Placed")
    assert open_cents(invoices[0]) == 0

    press(page, "u")
    expect(page.locator(".says")).to_contain_text("waits again")
    assert open_cents(invoices[0]) > 0


def test_a_payment_is_split_by_hand_with_a_running_rest(
    page: Page, fatima: User, invoices: list[Invoice]
) -> None:
    waiting = {row.move.counterparty: row.move.pk for row in queries.suspense()}
    enter(page, fatima)
    page.goto(f"/desk/matching/?move={waiting['Stad Gent']}")
    seek_claim(page, "Senne")
    row = page.get_by_role("row").filter(has_text=invoices[0].number or "")
    row.get_by_role("textbox").fill("200")
    expect(page.locator("[data-rest]")).to_have_text("€300.00")
    other = page.get_by_role("row").filter(has_text=invoices[1].number or "")
    other.get_by_role("checkbox").check()
    expect(page.locator("[data-rest]")).to_have_text("€0.00")
    shoot(page, "matching-split")
    page.get_by_role("button", name="Place it so").click()
    expect(page.locator(".says")).to_contain_text("Placed")
    assert [one.total_cents - open_cents(one) for one in invoices[:2]] == [20_000, 30_000]
    page.goto("/desk/matching/rules/")
    page.get_by_role("button", name="Let it count").click()
    expect(page.get_by_text("counts", exact=True)).to_be_visible()
    fits(page)
    shoot(page, "matching-rules")


def test_what_nobody_knows_gets_an_owner_and_what_is_sure_is_accepted_at_once(
    page: Page, fatima: User, invoices: list[Invoice]
) -> None:
    waiting = {row.move.counterparty: row.move.pk for row in queries.suspense()}
    enter(page, fatima)
    page.goto(f"/desk/matching/?move={waiting['Stad Gent']}")
    press(page, "n")
    page.locator("#id_owner").select_option(label="Fatima Maes")
    page.get_by_label("Note").fill("Asked the city which invoice")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("#chosen")).to_contain_text("Asked the city which invoice")
    shoot(page, "matching-owner")
    press(page, "a")
    dialog = page.locator("#sure")
    expect(dialog).to_be_visible()
    shoot(page, "matching-sure")
    dialog.get_by_role("button", name="Accept").click()
    expect(page.locator(".says")).to_contain_text("placed")
    assert sum(open_cents(one) for one in invoices) < sum(one.total_cents for one in invoices)
    page.goto("/desk/matching/placed/")
    fits(page)
    shoot(page, "matching-placed")


def test_money_that_is_not_ours_goes_back_by_one_key(page: Page, fatima: User) -> None:
    payer = "BE71096123456769"
    stray = ReadMove(4_500, cast.TODAY, cast.TODAY, "L. Wouters", payer, "", "lidgeld turnclub")
    bring(coda(stray, iban=IBAN, sequence=2, old_cents=_balance()))
    enter(page, fatima)
    (move,) = [row.move for row in queries.suspense() if row.move.counterparty == "L. Wouters"]
    page.goto(f"/desk/matching/?move={move.pk}")
    press_and_go(page, "r")
    expect(page.locator("main")).to_contain_text("BE71 0961 2345 6769")
    fits(page)
    axe(page)
    shoot(page, "refund")
    page.keyboard.type("wrong account")
    press_and_go(page, "Enter")
    expect(page).to_have_url(re.compile("/desk/matching/"))
    (refund,) = queries.refunds()
    assert (refund.cents, refund.because) == (4_500, "wrong account")
    page.goto("/desk/payments/refunds/")
    axe(page)
    shoot(page, "refunds")


def _balance() -> int:
    (proof,) = queries.proofs()
    return proof.bank_cents or 0
