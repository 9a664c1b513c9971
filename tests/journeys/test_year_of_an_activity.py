"""
A year of an activity in a real browser: Amina asks for it with Bram, an adviser opens it, a client
orders and is invoiced, the budget pays two contracts, gives to another, pays an internal invoice,
and is carried over. After each step the page shows what an independent sum of the books says.
"""

import re
from datetime import date, datetime, time

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from commonweal.access.queries import Role, User
from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.employment import jobs as social_security
from commonweal.flows.three_in_one import jobs
from commonweal.invoicing.queries import Invoice
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as ledger
from commonweal.letters.queries import tray
from commonweal.members import actions as members
from tests import cast
from tests.browser import axe, enter, fits, shoot, somebody
from tests.journeys.house import choose_client, open_house

pytestmark = pytest.mark.journey
NAME = "Atelier Brume"

# What the page must show, from the rows of orders and the lines of the books, and nothing of ours.
STATES = """
select
    (select coalesce(sum(price_cents - round(price_cents * 0.065)), 0) from invoicing_order
        where unit_id = %(unit)s and state = 'sent'),
    (select coalesce(sum(price_cents - round(price_cents * 0.065)), 0) from invoicing_order
        where unit_id = %(unit)s and state = 'confirmed'),
    (select coalesce(-sum(cents), 0) from ledger_line join ledger_account on code = account
        where unit = %(unit)s and (left(code, 1) in ('6', '7') or code = '4890')),
    (select coalesce(-sum(cents), 0) from ledger_line
        join ledger_entry on ledger_entry.id = entry_id
        join ledger_journal on ledger_journal.id = journal_id and ledger_journal.code = 'bank'
        where unit = %(unit)s and account = '400')
"""


@pytest.fixture
def people(own_database: str, settings: object) -> dict[str, User]:
    """Amina and Bram, who own a share; Carla, who only works; an adviser and a bookkeeper."""
    settings.STAFF_NEED_SECOND_FACTOR = False  # type: ignore[attr-defined]
    open_house()
    cast.make_client(email="orders@festival.example")
    found = {}
    for name, facts in {"amina": {}, "bram": cast.BRAM, "carla": cast.CARLA}.items():
        member = cast.make_member(**{**facts, "language": "en"})  # type: ignore[dict-item]
        cast.make_unit(member)
        found[name] = User.objects.get(pk=member.user_id)
        if name != "carla":
            paid = date(2026, 1, 5)
            members.mark_share_paid(members=[member], on=paid, by=SYSTEM, at=cast.NOW)
    found["els"] = cast.make_staff(Role.ADVISER, name="Els Peeters")
    found["fatima"] = cast.make_staff(Role.FINANCE_MAKER, name="Fatima Maes")
    return found


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def go_on(to: date) -> None:
    """Let the house live until a morning: it declares, bills, pays and writes by itself."""
    social_security.declare_due()
    while social_security.ask(at=clock.now()):
        pass
    clock.move(to=datetime.combine(to, time(9), clock.ZONE))
    jobs.advance()


def cents(text: str) -> int:
    return int(re.sub(r"[^\d-]", "", text.replace("\N{MINUS SIGN}", "-")))


def check(page: Page, unit: int) -> tuple[int, ...]:
    """The four states on the page are those of the books; all proofs hold."""
    page.goto(f"/my/budget/{unit}/")
    shown = tuple(cents(text) for text in page.locator("ol.states b").all_text_contents())
    with connection.cursor() as cursor:
        cursor.execute(STATES, {"unit": unit})
        assert shown == tuple(int(cents) for cents in cursor.fetchone())
    assert set(ledger.proofs().values()) == {0}
    return shown


def test_a_year_of_an_activity(page: Page, browser: Browser, people: dict[str, User]) -> None:
    unit = open_it(page, people)
    assert check(page, unit) == (0, 0, 0, 0)
    bram_accepts(page, people["bram"], unit)

    enter(page, people["amina"])
    order(page)
    assert check(page, unit) == (3740_00, 0, 0, 0)
    confirm_as_client(browser, page.url.split("/my")[0])
    assert check(page, unit) == (0, 3740_00, 0, 0)
    go_on(date(2026, 5, 12))
    assert check(page, unit) == (0, 0, 3740_00, 0)
    the_client_pays()
    assert check(page, unit) == (0, 0, 3740_00, 4840_00)

    hire(page, unit, "Amina Benali (you)", "Drawing", "400", date(2026, 5, 18))
    hire(page, unit, "Bram De Smet", "Sound", "500", date(2026, 5, 19))
    assert check(page, unit) == (0, 0, 3740_00, 4840_00)
    expect(page.get_by_text("less €1,447.59 reserved")).to_be_visible()  # 646.84 and 800.75
    go_on(date(2026, 5, 20))
    assert check(page, unit) == (0, 0, 3740_00 - 646_84 - 800_75, 4840_00)
    look(page, "year-of-an-activity-budget")

    transfer(page, people, unit)
    assert check(page, unit)[2] == 2292_41 - 250_00
    internal_invoice(page, people, unit)
    assert check(page, unit)[2] == 2042_41 - 120_00
    year_end(page, people, unit)
    assert check(page, unit)[2] == 1922_41
    look(page, "year-of-an-activity-carried-over")


def open_it(page: Page, people: dict[str, User]) -> int:
    """Amina asks, with Bram as second manager; Els accepts. Returns the number of the unit."""
    enter(page, people["amina"])
    page.goto("/my/budget/openings/new/")
    page.get_by_label("Name of the activity").fill(NAME)
    page.get_by_label("Profession", exact=True).select_option(label="Illustrator")
    page.get_by_label("What do you do").fill("Posters and programmes for theatres.")
    page.get_by_label("Who manages it with you?").fill("bram@example.org")
    page.get_by_role("button", name="Send to an adviser").click()
    expect(page.get_by_text("You get a mail when it is decided")).to_be_visible()
    enter(page, people["els"])
    page.goto("/desk/activities/openings/")
    page.get_by_role("link", name=NAME).click()
    page.get_by_role("button", name="Accept and open").click()
    expect(page.get_by_text("Decided. The member is told by mail.")).to_be_visible()
    enter(page, people["amina"])
    page.goto("/my/budget/")
    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    return int(page.url.rstrip("/").rpartition("/")[2])


def bram_accepts(page: Page, bram: User, unit: int) -> None:
    letter = tray().get(kind="mandate_invitation")
    (link,) = re.findall(r"https?://[^/\s]+(/mandate/\S+/)", letter.body)
    enter(page, bram)
    page.goto(link)
    page.get_by_role("button", name="Accept").click()
    assert check(page, unit) == (0, 0, 0, 0)
    page.goto(f"/my/budget/{unit}/people/")
    expect(page.get_by_role("main").get_by_text("Manager").first).to_be_visible()


def order(page: Page) -> None:
    page.goto("/my/jobs/new/")
    page.get_by_label("For which budget?").select_option(label=NAME)
    expect(page.get_by_label("First day")).to_be_visible()
    choose_client(page, "Festival de la Senne", "festi")
    page.get_by_label("What is the job?").fill("Posters of the season")
    page.get_by_label("Price without VAT").fill("4000")
    page.get_by_label("First day").fill("2026-05-06")
    page.get_by_label("Last day").fill("2026-05-11")
    expect(page.locator("#estimate")).to_contain_text("€3,740.00")
    look(page, "year-of-an-activity-order")
    page.get_by_role("button", name="Send to the client").click()
    expect(page.get_by_text("Festival de la Senne confirms the order")).to_be_visible()
    look(page, "year-of-an-activity-sent")


def confirm_as_client(browser: Browser, site: str) -> None:
    letter = tray().get(kind="order_to_confirm")
    (link,) = re.findall(r"https?://[^/\s]+(/order/\S+/)", letter.body)
    context = somebody(browser, site)
    client = context.new_page()
    client.goto(link)
    client.get_by_label("Your name").fill("Fatima El Amrani")
    client.get_by_label("We agree").check()
    client.get_by_role("button", name="Confirm the order").click()
    expect(client.get_by_text("Confirmed. Thank you.")).to_be_visible()
    context.close()


def the_client_pays() -> None:
    """The statement of the bank carries the structured reference of the invoice."""
    account, invoice = bank.find_main_account(), Invoice.objects.get()
    assert account
    references = [invoice.reference or ""]
    content = bank.next_statement(account=account, on=date(2026, 5, 12), references=references)
    file = banking.BankFile("paid.cod", content)
    banking.import_statements(files=[file], by=SYSTEM, at=clock.now())


def hire(page: Page, unit: int, who: str, title: str, gross: str, on: date) -> None:
    page.goto(f"/my/budget/{unit}/work/new/")
    page.get_by_label("What is the work?").fill(title)
    page.get_by_label("Who works?").select_option(label=who)
    page.get_by_label("Day", exact=True).fill(on.isoformat())
    page.get_by_label("Amount", exact=True).fill(gross)
    page.get_by_role("button", name="Hire").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def transfer(page: Page, people: dict[str, User], unit: int) -> None:
    """Amina gives Bram's own account 250 euro; he consents."""
    page.goto(f"/my/budget/{unit}/between/transfer/new/")
    page.get_by_label("Whose budget?").fill("bram@example.org")
    page.get_by_role("button", name="Look up").click()
    page.get_by_label("3in1 Bram De Smet").check()
    page.get_by_label("Amount").fill("250")
    page.get_by_label("What for?").fill("Rent of the studio")
    page.get_by_role("button", name="Propose the transfer").click()
    expect(page.get_by_text("is asked. The budget is kept aside")).to_be_visible()
    assert check(page, unit)[2] == 2292_41
    enter(page, people["bram"])
    page.goto("/my/")
    page.get_by_role("link", name=re.compile("Rent of the studio|transfer")).first.click()
    page.get_by_role("button", name="Accept €250.00").click()
    expect(page.get_by_text("Accepted: the budget is yours now.")).to_be_visible()
    enter(page, people["amina"])


def internal_invoice(page: Page, people: dict[str, User], unit: int) -> None:
    """Bram invoices the activity from his own account; Amina says good to pay."""
    own = "3in1 Bram De Smet"
    enter(page, people["bram"])
    page.goto("/my/budget/")
    page.get_by_role("link", name=own).click()
    number = page.url.rstrip("/").rpartition("/")[2]
    page.goto(f"/my/budget/{number}/between/invoice/new/")
    page.get_by_label("Whose budget?").fill(f"{unit}")
    page.get_by_role("button", name="Look up").click()
    page.get_by_label("What is it for?").fill("Sound for the trailer")
    page.get_by_label("What was done").fill("Mixing")
    page.get_by_label("Amount").fill("120")
    page.get_by_role("button", name="Send the invoice").click()
    expect(page.get_by_text("I2026-000001 is sent")).to_be_visible()
    enter(page, people["amina"])
    page.goto(f"/my/budget/{unit}/between/invoice/I2026-000001/")
    look(page, "year-of-an-activity-good-to-pay")
    page.get_by_role("button", name="Good to pay: €120.00").click()
    expect(page.get_by_text("I2026-000001 is paid.")).to_be_visible()


def year_end(page: Page, people: dict[str, User], unit: int) -> None:
    """The year is over: the bookkeeper carries over what every unit kept, and undoes nothing."""
    go_on(date(2027, 1, 4))
    before = check(page, unit)
    assert result_of_2026(unit) == 2292_41
    enter(page, people["fatima"])
    page.goto("/desk/year-end/")
    look(page, "year-of-an-activity-year-end")
    page.get_by_role("link", name="2026").click()
    expect(page.get_by_role("row", name=NAME)).to_contain_text("€2,292.41")
    page.get_by_label("Type the year to confirm").fill("2026")
    page.get_by_role("button", name="Carry over").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Carried over from 2026")
    page.goto("/desk/year-end/2026/")
    expect(page.get_by_text("Nothing to carry over")).to_be_visible()
    enter(page, people["amina"])
    assert check(page, unit) == before
    assert result_of_2026(unit) == 0


def result_of_2026(unit: int) -> int:
    """Income less costs of the year, summed over the lines."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(-sum(cents), 0) from ledger_line"
            " join ledger_entry on ledger_entry.id = entry_id"
            " where unit = %s and left(account, 1) in ('6', '7')"
            " and ledger_entry.on between '2026-01-01' and '2026-12-31'",
            [unit],
        )
        return int(cursor.fetchone()[0])
