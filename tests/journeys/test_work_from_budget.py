"""
Work that no client orders, in a real browser: Amina hires Bram and herself on the budget of her
activity. It says what is left while she types, refuses what is not covered, tells Bram by letter,
declares, pays, and never shows her what Bram has left of it.
"""

from datetime import date, datetime, time, timedelta

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import User
from commonweal.activities.models import Mandate
from commonweal.activities.queries import Unit, states
from commonweal.employment import jobs as social_security
from commonweal.flows.tests.budget_of_amina import fund
from commonweal.flows.three_in_one import jobs
from commonweal.kernel import clock
from commonweal.ledger import queries as ledger
from commonweal.letters.queries import tray
from commonweal.members.queries import Member
from commonweal.payroll import queries as payroll
from tests.browser import axe, enter, fits, shoot
from tests.cast import BRAM, TODAY, make_member, make_unit
from tests.journeys.house import open_house

pytestmark = pytest.mark.journey
WORK_DAY = date(2026, 5, 6)


@pytest.fixture
def amina(own_database: str) -> Member:
    open_house()
    return make_member(language="en", share_paid_on=TODAY)


@pytest.fixture
def unit(amina: Member) -> Unit:
    """An activity with 935.00, where Bram helps."""
    unit = make_unit(amina, kind="activity", name="Atelier Benali")
    bram = make_member(**BRAM)
    Mandate.objects.create(unit=unit, member=bram, role="contributor")
    fund(unit)
    return unit


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def declare() -> None:
    social_security.declare_due()
    while social_security.ask(at=clock.now()):
        pass


def test_hire_on_a_budget(page: Page, amina: Member, unit: Unit) -> None:
    enter(page, User.objects.get(pk=amina.user_id))
    page.goto(f"/my/budget/{unit.pk}/")
    page.get_by_role("link", name="Work", exact=True).click()
    expect(page.get_by_text("Nobody is hired from this budget yet")).to_be_visible()
    look(page, "work-none")

    hire_oneself(page)
    hire_bram(page)
    page.goto(f"/my/budget/{unit.pk}/work/")
    look(page, "work-list")

    declare()
    follow_and_pay(page, unit)
    cancel_another(page, unit)
    assert set(ledger.proofs().values()) == {0}


def hire_oneself(page: Page) -> None:
    """Too much first: it says what is missing, and keeps what was typed."""
    page.get_by_role("link", name="New contract").first.click()
    page.get_by_label("What is the work?").fill("Rehearsal")
    page.get_by_label("Day", exact=True).fill(WORK_DAY.isoformat())
    page.get_by_label("Amount", exact=True).fill("600")
    estimate = page.locator("#estimate")
    expect(estimate).to_contain_text("35.26 more than the 935.00")
    page.get_by_role("button", name="Hire").click()
    expect(page.get_by_text("35.26 more than the 935.00").first).to_be_visible()
    expect(page.get_by_label("What is the work?")).to_have_value("Rehearsal")
    look(page, "work-refused")
    page.get_by_label("Amount", exact=True).fill("250")
    expect(estimate).to_contain_text("Net pay")
    expect(estimate).to_contain_text("€530.72")
    look(page, "work-estimate")
    page.get_by_role("button", name="Hire").click()
    expect(page.get_by_text("Amina Benali is hired.")).to_be_visible()
    look(page, "work-hired")


def hire_bram(page: Page) -> None:
    """Three days for what 400.00 of the budget carries."""
    page.get_by_role("link", name="Work", exact=True).click()
    page.get_by_role("link", name="New contract").first.click()
    page.get_by_label("What is the work?").fill("Lights and sound")
    page.get_by_label("Who works?").select_option("Bram De Smet")
    page.get_by_label("The amount is").select_option("What it may cost the budget")
    page.get_by_label("Amount", exact=True).fill("400")
    page.get_by_label("Day", exact=True).fill(WORK_DAY.isoformat())
    page.get_by_label("Until").fill("13:00")
    page.get_by_role("button", name="Another day").click()
    expect(page.get_by_label("Day", exact=True)).to_have_count(2)
    page.get_by_label("Day", exact=True).nth(1).fill((WORK_DAY + timedelta(days=1)).isoformat())
    estimate = page.locator("#estimate")
    expect(estimate).to_contain_text("shown to who works only")
    expect(estimate).not_to_contain_text("Net pay")
    look(page, "work-days")
    page.get_by_role("button", name="Hire").click()
    expect(page.get_by_text("Bram De Smet is hired.")).to_be_visible()
    letter = tray().get(kind="contract_planned")
    assert (letter.to, "Amina Benali" in letter.body) == ("bram@example.org", True)


def follow_and_pay(page: Page, unit: Unit) -> None:
    """Declared, worked, paid: what was kept aside has left the budget, and nothing else."""
    before = states(unit=unit.pk, on=WORK_DAY)
    clock.move(to=datetime.combine(WORK_DAY + timedelta(days=2), time(9), clock.ZONE))
    jobs.advance()
    after = states(unit=unit.pk, on=WORK_DAY)
    assert (after.reserved, after.available) == (0, before.available - before.reserved)
    assert payroll.standing().count() == 2
    page.get_by_role("link", name="Bram De Smet").click()
    main = page.get_by_role("main")
    expect(main.get_by_text("Work of Bram De Smet declared")).to_be_visible()
    expect(main.get_by_text("Payslip of Bram De Smet made")).to_be_visible()
    expect(main).not_to_contain_text("Net")
    look(page, "work-paid")
    page.get_by_role("link", name="Work", exact=True).click()
    page.get_by_role("link", name="Amina Benali").last.click()
    page.get_by_role("link", name="Your payslip").click()
    expect(page.get_by_role("main")).to_contain_text("Rehearsal")


def cancel_another(page: Page, unit: Unit) -> None:
    page.goto(f"/my/budget/{unit.pk}/work/new/")
    page.get_by_label("What is the work?").fill("Stage")
    page.get_by_label("Amount", exact=True).fill("80")
    page.get_by_label("Until").fill("14:00")
    page.get_by_role("button", name="Hire").click()
    page.get_by_role("button", name="Cancel this contract").click()
    page.get_by_role("dialog").get_by_label("Why?").fill("The hall is closed")
    look(page, "work-cancel")
    page.get_by_role("dialog").get_by_role("button", name="Cancel the contract").click()
    expect(page.get_by_text("The hall is closed · What was kept aside")).to_be_visible()
    look(page, "work-cancelled")
    assert states(unit=unit.pk, on=WORK_DAY).reserved == 0
