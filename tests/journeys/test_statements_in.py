"""Statements in a browser: an unknown CSV is mapped and taken in, what is missing is shown."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role, User
from commonweal.banking.tests.conftest import bring, came_in, coda, day
from commonweal.banking.tests.test_read_csv import PAPER
from tests import cast
from tests.browser import axe, enter, fits, shoot
from tests.journeys.house import open_house

pytestmark = pytest.mark.journey
IBAN = "BE69068765432178"


@pytest.fixture
def finance(own_database: str) -> User:
    """Somebody of finance, in a house of which one statement did not arrive."""
    open_house()
    bring(
        coda(came_in(121_000, name="Festival de la Senne"), iban=IBAN, on=day(1), sequence=41),
        coda(came_in(500), iban=IBAN, on=day(4), sequence=43, old_cents=171_000),
    )
    return cast.make_staff(Role.FINANCE_MAKER, name="Fatima Maes")


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def test_a_csv_is_mapped_once_and_what_is_missing_is_shown(
    page: Page, finance: User, tmp_path: Path
) -> None:
    enter(page, finance)
    page.goto("/desk/bank/")
    expect(page.get_by_role("table", name="Missing statements")).to_contain_text("statement 42")
    look(page, "bank-missing")

    file = tmp_path / "Bank of the people.csv"
    file.write_bytes(PAPER.replace(b"BE48 0011 2345 6727", IBAN.encode()))
    page.get_by_label("Files of the bank").set_input_files(file)
    page.get_by_role("button", name="Take in").click()
    page.get_by_role("link", name="Say which column is which").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Which column is which?")
    look(page, "bank-columns")
    page.get_by_label("Balance after it").select_option("Bedrag")
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_role("alert").first).to_contain_text("do not follow")
    look(page, "bank-columns-wrong")
    page.get_by_label("Balance after it").select_option("Saldo")
    page.get_by_role("button", name="Keep it and take the file in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Taken in")
    look(page, "bank-columns-taken-in")
    page.goto("/desk/bank/columns/")
    expect(page.get_by_role("table")).to_contain_text("Bank of the people")
    look(page, "bank-csv-known")
