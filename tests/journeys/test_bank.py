"""The bank in a browser: a statement taken in, a payment placed, wages paid with four eyes."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role, User
from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.tests.conftest import bring, came_in, claim, coda
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as books
from commonweal.payroll import actions as payroll
from commonweal.payroll.tests import pay
from tests import cast
from tests.browser import axe, enter, fits, shoot
from tests.journeys.house import open_house, seek_claim

pytestmark = pytest.mark.journey
IBAN = "BE69068765432178"


@pytest.fixture
def finance(own_database: str) -> tuple[User, User]:
    """Two people of finance; wages that are due; claims, some paid, some badly paid."""
    open_house()
    amina, bram = cast.make_member(), cast.make_member(**cast.BRAM)
    unit = cast.make_unit(amina)
    for member, gross, title in ((amina, 13_000, "Festival stage"), (bram, 46_000, "Decor")):
        contracts = pay.plan(unit, member, by=SYSTEM, gross_cents=gross, title=title)
        payroll.run(contracts=pay.inputs(contracts), by=SYSTEM, at=cast.NOW)
    first = claim(12, 121_000, unit.pk)
    claim(13, 48_400, unit.pk)
    bring(
        coda(
            came_in(121_000, first, "Festival de la Senne"),
            came_in(50_000, name="Stad Gent", communication="factuur van mei"),
            iban=IBAN,
        ),
        b"Date;Amount\n2026-05-04;12,00\n",
    )
    return (
        cast.make_staff(Role.FINANCE_MAKER, name="Fatima Maes"),
        cast.make_staff(Role.FINANCE_CHECKER, name="Chris Peeters"),
    )


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def test_finance_takes_statements_in_and_places_what_waits(
    page: Page, finance: tuple[User, User], tmp_path: Path
) -> None:
    enter(page, finance[0])
    page.goto("/desk/bank/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bank")
    look(page, "bank")
    page.get_by_role("link", name="Say what it is for").click()
    expect(page.locator("#chosen h2")).to_have_text("Stad Gent")
    seek_claim(page, "123")
    expect(page.get_by_role("row").filter(has_text="2026-000013")).to_have_count(0)
    seek_claim(page, open_reference())
    row = page.get_by_role("row").filter(has_text="2026-000013")
    row.get_by_role("checkbox").check()
    expect(page.locator("[data-rest]")).to_have_text("€16.00")
    look(page, "bank-move-placed")
    page.get_by_role("button", name="Place it so").click()
    expect(page.locator(".says")).to_contain_text("Placed")
    assert not [row for row in books.open_list(account="400") if row.cents]
    page.goto("/desk/bank/")

    good, bad = tmp_path / "day2.cod", tmp_path / "photo.cod"
    good.write_bytes(coda(came_in(900), old_cents=171_000, sequence=2, iban=IBAN))
    bad.write_bytes(coda(came_in(900), old_cents=5, iban=IBAN)[:600])
    page.get_by_label("Files of the bank").set_input_files([good, bad])
    page.get_by_role("button", name="Take in").click()
    look(page, "bank-verdicts")
    page.get_by_role("link", name="Open it").first.click()
    look(page, "bank-statement")
    page.goto("/desk/bank/")
    page.get_by_role("link", name="file2.cod").click()
    expect(page.get_by_text("Say once at the desk which column is which")).to_be_visible()
    look(page, "bank-refused")
    page.get_by_role("link", name="Say which column is which").click()
    expect(page.get_by_label("Day of booking")).to_have_value("Date")
    expect(page.get_by_role("cell", name="12.00")).to_be_visible()


def open_reference() -> str:
    """The reference of the invoice that is still open."""
    return next(row.reference for row in books.open_list(account="400") if row.cents > 0)


def test_wages_are_paid_by_two_pairs_of_hands(page: Page, finance: tuple[User, User]) -> None:
    maker, checker = finance
    enter(page, maker)
    page.goto("/desk/bank/payments/")
    look(page, "payments")
    page.get_by_role("button", name="Build a batch").click()
    expect(page.get_by_text("A colleague approves it")).to_be_visible()
    batch = page.url
    look(page, "batch-own")

    enter(page, checker)
    page.goto(batch)
    page.get_by_role("button", name="Approve").first.click()
    expect(page.get_by_text("After this nothing in them can change")).to_be_visible()
    shoot(page, "batch-approve")
    page.get_by_role("dialog").get_by_role("button", name="Approve").click()
    page.get_by_role("button", name="Make the file").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Make the file").click()
    look(page, "batch-exported")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download for the bank").click()
    assert b"pain.001.001.09" in Path(download.value.path()).read_bytes()
    page.get_by_role("button", name="Give to the bank").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Give to the bank").click()
    expect(page.get_by_text("The bank executes it")).to_be_visible()
    look(page, "batch-handed")

    account = queries.find_main_account()
    assert account is not None
    on = cast.TODAY + timedelta(days=8)
    content = queries.next_statement(account=account, on=on, references=[])
    banking.import_statements(files=[banking.BankFile("next.cod", content)], by=SYSTEM, at=cast.NOW)
    page.goto(batch)
    expect(page.get_by_text("Executed").first).to_be_visible()
    look(page, "batch-executed")
    page.goto("/desk/bank/payments/")
    look(page, "payments-none")
