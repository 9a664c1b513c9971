"""
The first story, in a real browser: from the order to the wage.

Amina enters one job, the festival confirms it without an account, social security hears of it
before the work starts, the invoice leaves, Fatima prepares the wage and Chris approves it, the
bank pays and is paid, and the books prove every cent.
"""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, expect

from commonweal.access.queries import Role, User
from commonweal.banking import queries as bank
from commonweal.employment import jobs as social_security
from commonweal.flows.dispatch import jobs as dispatch
from commonweal.flows.three_in_one import jobs
from commonweal.invoicing import jobs as papers
from commonweal.invoicing.queries import Invoice, Rendering
from commonweal.kernel import clock
from commonweal.ledger import queries as ledger
from commonweal.letters import jobs as post_office
from commonweal.letters.queries import tray
from commonweal.payroll import queries as payroll
from commonweal.peppol import jobs as peppol
from tests.browser import axe, enter, fits, shoot, somebody
from tests.cast import make_client, make_member, make_staff, make_unit
from tests.journeys.house import choose_client, open_house

pytestmark = pytest.mark.journey
KITS = Path(__file__).parents[3] / "shared" / "kits"
WORK_DAY = date(2026, 5, 6)


@pytest.fixture
def amina(own_database: str) -> User:
    open_house()
    member = make_member(language="en")
    make_unit(member)
    make_client(email="orders@festival.example")
    return User.objects.get(pk=member.user_id)


@pytest.fixture
def finance(own_database: str) -> tuple[User, User]:
    return (
        make_staff(Role.FINANCE_MAKER, name="Fatima Maes"),
        make_staff(Role.FINANCE_CHECKER, name="Chris Peeters"),
    )


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def morning(on: date) -> None:
    """Move the clock of the house and let happen what the worker would do."""
    clock.move(to=datetime.combine(on, time(9), clock.ZONE))
    jobs.advance()
    papers.render(invoices=list(Invoice.objects.values_list("pk", flat=True)))
    jobs.advance()
    dispatch.carry()
    peppol.each_minute()
    dispatch.carry()
    post_office.send()


def test_from_order_to_wage(
    page: Page, browser: Browser, amina: User, finance: tuple[User, User], tmp_path: Path
) -> None:
    enter(page, amina)
    enter_the_job(page)
    job = page.url
    confirm_as_client(browser, job.split("/my")[0])
    social_security.declare_due()
    while social_security.ask(at=clock.now()):
        pass
    page.reload()
    expect(page.get_by_text("Work of Amina Benali declared to social security")).to_be_visible()

    morning(WORK_DAY + timedelta(days=1))
    page.reload()
    expect(page.get_by_text("Invoice 2026-000001 issued")).to_be_visible()
    look(page, "job-invoiced")
    check_the_invoice()

    morning(WORK_DAY + timedelta(days=5))
    file = pay_the_wage(page, *finance)
    check_the_payment_file(file)
    bring_the_statement(page, finance[0], tmp_path)

    enter(page, amina)
    page.goto(job)
    expect(page.get_by_text("Wage of Amina Benali paid")).to_be_visible()
    expect(page.get_by_text("Festival de la Senne has paid")).to_be_visible()
    look(page, "job-done")
    read_the_budget(page, job)
    assert set(ledger.proofs().values()) == {0}


def enter_the_job(page: Page) -> None:
    page.goto("/my/jobs/new/")
    shoot(page, "job-new")
    choose_client(page, "Festival de la Senne", "festi")
    expect(page.get_by_text("0871234105")).to_be_visible()
    page.get_by_label("What is the job?").fill("Poster and programme")
    page.get_by_label("Price without VAT").fill("1000")
    page.get_by_label("Day", exact=True).fill(WORK_DAY.isoformat())
    estimate = page.locator("#estimate")
    expect(estimate).to_contain_text("€578.19")
    expect(estimate).to_contain_text("€65.00")
    expect(estimate.get_by_text("Net pay")).to_be_visible()
    shoot(page, "job-estimate")
    fits(page)
    axe(page)
    page.get_by_role("button", name="Send to the client").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Poster and programme")
    expect(page.get_by_text("Festival de la Senne confirms the order")).to_be_visible()
    shoot(page, "job-sent")
    axe(page)


def confirm_as_client(browser: Browser, site: str) -> None:
    letter = tray().get(kind="order_to_confirm")
    (link,) = re.findall(r"https?://[^/\s]+(/order/\S+/)", letter.body)
    context = somebody(browser, site)
    client = context.new_page()
    client.goto(link)
    look(client, "order-to-confirm")
    client.get_by_label("Your name").fill("Fatima El Amrani")
    client.get_by_role("button", name="Confirm the order").click()
    expect(client.get_by_text("Tick this box to confirm the order.").first).to_be_visible()
    expect(client.get_by_label("Your name")).to_have_value("Fatima El Amrani")
    client.get_by_label("We agree").check()
    client.get_by_role("button", name="Confirm the order").click()
    expect(client.get_by_text("Confirmed. Thank you.")).to_be_visible()
    look(client, "order-confirmed")
    context.close()


def check_the_invoice() -> None:
    """Judged by the official rules, and on its way to the client with both papers."""
    assert Rendering.objects.get().state == "ready"
    letter = tray().get(kind="invoice")
    assert [seal["media_type"] for seal in letter.attachments] == [
        "application/pdf",
        "application/xml",
    ]
    assert letter.sent_at


def pay_the_wage(page: Page, maker: User, checker: User) -> bytes:
    enter(page, maker)
    page.goto("/desk/bank/payments/")
    page.get_by_role("button", name="Build a batch").click()
    batch = page.url
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    enter(page, checker)
    page.goto(batch)
    page.get_by_role("button", name="Approve").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Approve").click()
    page.get_by_role("button", name="Make the file").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Make the file").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download for the bank").click()
    page.get_by_role("button", name="I uploaded it").click()
    page.get_by_role("button", name="Yes, the bank has it").click()
    return Path(download.value.path()).read_bytes()


def check_the_payment_file(content: bytes) -> None:
    """Valid against the schema of the kit; its sum is the net wage, due seven days after."""
    schema = etree.XMLSchema(file=KITS / "sepa" / "pain.001.001.09.xsd")
    document = etree.fromstring(content)
    schema.assertValid(document)
    (slip,) = payroll.standing()
    space = {"p": document.nsmap[None]}
    (amount,) = document.xpath("//p:InstdAmt/text()", namespaces=space)
    (day,) = document.xpath("//p:ReqdExctnDt/p:Dt/text()", namespaces=space)
    assert amount == f"{slip.net_cents / 100:.2f}"
    assert day == (WORK_DAY + timedelta(days=7)).isoformat()


def bring_the_statement(page: Page, maker: User, folder: Path) -> None:
    """The bank executes the file and the client pays with its reference."""
    account = bank.find_main_account()
    assert account is not None
    morning(WORK_DAY + timedelta(days=8))
    on = WORK_DAY + timedelta(days=7)
    statement = folder / "statement.cod"
    statement.write_bytes(bank.next_statement(account=account, on=on))
    enter(page, maker)
    page.goto("/desk/bank/")
    page.get_by_label("Files of the bank").set_input_files(statement)
    page.get_by_role("button", name="Take in").click()
    look(page, "statement-taken-in")
    assert ledger.account_balance(account="499") == 0


def read_the_budget(page: Page, job: str) -> None:
    """Every cent of MONEY.md section 3, and what is left is what could not be divided."""
    (slip,) = payroll.standing()
    page.goto("/my/budget/")
    look(page, "budget-after-the-story")
    unit = slip.unit_id
    amounts = [(row.account, row.cents) for row in ledger.statement(unit=unit)]
    assert amounts == [
        ("7000", 1000_00),
        ("6199", -65_00),
        ("6203", -578_19),
        ("6211", -356_80),
    ]
    assert ledger.budget(unit=unit) == 1
    main = page.get_by_role("main")
    for shown in ("€1,000.00", "−€65.00", "−€578.19", "−€356.80"):
        expect(main).to_contain_text(shown)
