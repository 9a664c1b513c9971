"""Budgets, details, members, clients and the mail tray, seen by a browser."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role
from commonweal.activities import actions as activities
from commonweal.activities.actions import NewCommitment, Unit
from commonweal.documents import actions as documents
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import actions as ledger
from commonweal.ledger.actions import Entry, Line
from commonweal.letters import actions as letters
from commonweal.letters.tests.contexts import CONTEXTS
from commonweal.members.actions import Member
from tests import cast
from tests.browser import axe, enter, fits, shoot

pytestmark = pytest.mark.journey
YEAR = [
    # month, invoiced, gross wage, employer's charge, expenses (euro)
    (1, 3712, 1420, 876, 231),
    (2, 3884, 1651, 1018, 0),
    (3, 2981, 1900, 1172, 288),
    (4, 6820, 2240, 1382, 371),
    (5, 5611, 0, 0, 89),
]


@pytest.fixture
def amina(own_database: str) -> Member:
    """Amina, with a unit that has worked since January."""
    cast.make_entity()
    return cast.make_member(language="en")


@pytest.fixture
def unit(amina: Member) -> Unit:
    unit = cast.make_unit(amina, "activity", "Atelier Brume")
    entries = [entry for month in YEAR for entry in month_of_work(unit.pk, *month)]
    ledger.post(entries=entries, by=SYSTEM, at=cast.NOW)
    activities.commit(
        commitments=[
            NewCommitment(unit.pk, "planned", "order:1", 187000),
            NewCommitment(unit.pk, "confirmed", "order:2", 112200),
            NewCommitment(unit.pk, "reserved", "contract:3", 90000),
        ],
        by=SYSTEM,
        at=cast.NOW,
    )
    return unit


def month_of_work(unit: int, month: int, net: int, gross: int, charge: int, cost: int):
    """An invoice (paid until March), a wage, expenses."""
    net, gross, charge, cost = (euro * 100 for euro in (net, gross, charge, cost))
    vat, fee, item = net * 21 // 100, net * 65 // 1000, f"invoice:2026-{month}"
    day = date(2026, month, 3)
    yield Entry("sales", day, f"Festival stage {month}", item, item, [
        Line("400", net + vat, unit, item), Line("7000", -net, unit), Line("4510", -vat),
        Line("6199", fee, unit), Line("7040", -fee),
    ])  # fmt: skip
    if month < 4:
        yield Entry("bank", day.replace(day=20), "Statement", f"move:{month}", f"move:{month}", [
            Line("550", net + vat), Line("400", -net - vat, unit, item),
        ])  # fmt: skip
    if gross:
        slip = f"payslip:{month}"
        yield Entry("pay", day.replace(day=25), "Wage of Amina Benali", slip, slip, [
            Line("6203", gross, unit), Line("6211", charge, unit), Line("454", -charge),
            Line("455", -gross, None, slip),
        ])  # fmt: skip
    if cost:
        note = f"note:{month}"
        yield Entry("misc", day.replace(day=28), "Cables and tape", note, note, [
            Line("6160", cost, unit), Line("4891", -cost, unit, note),
        ])  # fmt: skip


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def test_every_cent_of_a_budget_leads_to_its_entry(page: Page, amina: Member, unit: Unit) -> None:
    enter(page, amina.user)
    page.goto("/my/budget/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Atelier Brume")
    look(page, "budget")
    page.get_by_role("link", name="Contribution", exact=True).click()
    expect(page.get_by_text("Sum of all 5 lines")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 11 and lines[6].startswith("2026-05-03;Sales 5;Contribution")
    page.get_by_role("link", name="Sales 5").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Festival stage 5")
    look(page, "budget-entry")


def test_a_member_corrects_details_and_loses_nothing_typed(page: Page, amina: Member) -> None:
    enter(page, amina.user)
    page.goto("/my/details/")
    look(page, "details")
    page.get_by_label("Tax withheld at least").fill("110")
    page.get_by_label("City").fill("Gent")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Write a percentage between 0 and 100")
    expect(page.get_by_label("City")).to_have_value("Gent")
    look(page, "details-refused")
    page.get_by_label("Tax withheld at least").fill("27,5")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your details are saved.")).to_be_visible()
    amina.refresh_from_db()
    assert (amina.city, amina.extra_withholding_bp) == ("Gent", 2750)


def test_the_office_finds_a_member_and_says_why_it_looks(
    page: Page, amina: Member, unit: Unit
) -> None:
    cast.make_member(**cast.BRAM)
    cast.make_member(**cast.CARLA)
    enter(page, cast.make_staff(Role.ADVISER))
    page.goto("/desk/members/")
    look(page, "desk-members")
    page.get_by_role("searchbox").fill("lefe")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Lefèvre Carla")).to_be_visible()
    page.goto(f"/desk/members/{amina.pk}/")
    assert "85031512468" not in page.content() and "BE48001123456727" not in page.content()
    page.get_by_label("Why do you need it?").fill("short")
    page.get_by_role("button", name="Show it once").click()
    expect(page.get_by_role("alert")).to_contain_text("Write in a few words why")
    page.get_by_label("Why do you need it?").fill("Declaration refused, check the card")
    page.get_by_role("button", name="Show it once").click()
    expect(page.get_by_text("85.03.15-124.68")).to_be_visible()
    look(page, "desk-member")
    page.get_by_role("button", name="Note as paid").click()
    expect(page.get_by_text("paid on 4 May 2026")).to_be_visible()
    page.get_by_role("link", name="Correct").click()
    look(page, "desk-member-edit")


def test_the_office_keeps_the_clients(page: Page, amina: Member) -> None:
    festival = cast.make_client(purchase_order_required=True, street="")
    cast.make_client(name="Atelier Zürich", enterprise_number=None, vat_number="CHE-116.281.838",
                     country="CH", city="Zürich")  # fmt: skip
    enter(page, cast.make_staff(Role.FINANCE_MAKER))
    page.goto("/desk/clients/")
    look(page, "desk-clients")
    page.get_by_role("link", name="Festival de la Senne").click()
    page.get_by_label("Why?").fill("Three invoices unpaid")
    page.get_by_role("button", name="Block").click()
    expect(page.get_by_text("Three invoices unpaid")).to_be_visible()
    look(page, "desk-client")
    page.get_by_role("link", name="Correct").click()
    page.get_by_label("Enterprise number").fill("0871.234.106")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("does not fit")
    look(page, "desk-client-edit")
    page.goto("/desk/clients/new/")
    page.get_by_label("Name").fill("Festival")
    page.get_by_label("Enterprise number").fill(festival.enterprise_number or "")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Choose Festival de la Senne")).to_be_visible()


def test_a_newcomer_reads_the_letters_of_a_demo(page: Page, amina: Member) -> None:
    file = documents.NewFile("invoice.pdf", "application/pdf", b"%PDF-1.7", "invoice")
    (document,) = documents.store(files=[file], by=SYSTEM, at=cast.NOW)
    for kind, enclosures in (("order_to_confirm", []), ("invoice", [document.pk])):
        new = letters.NewLetter("production@festival.example", "Festival de la Senne", "en", kind,
                                CONTEXTS[kind], enclosures)  # fmt: skip
        letters.post(letters=[new], by=SYSTEM, at=cast.NOW)
    letters.send(limit=1, by=SYSTEM, at=cast.NOW)
    page.goto("/mail/")
    look(page, "mail")
    page.get_by_role("link", name="Please confirm").click()
    expect(page.get_by_role("link", name="Open the page")).to_have_attribute(
        "href", "https://localhost/order/abc?a=1&b=2"
    )
    look(page, "mail-letter")
