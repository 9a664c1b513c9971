"""Monthly pay in a browser: what the member sees of a plan, and how the office makes one."""

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role, User
from commonweal.payroll.tests import plans
from tests import cast
from tests.browser import axe, enter, fits, shoot
from tests.journeys.house import open_house

pytestmark = pytest.mark.journey
QUARTERS = (485_130, 582_156, 404_275)  # as planned, more, less


@pytest.fixture
def amina(own_database: str) -> User:
    """Amina is paid by the month since last June; three quarters are settled."""
    open_house()
    member = cast.make_member(language="en")
    unit = cast.make_unit(member)
    plan = plans.make(member, unit)
    plans.live(unit, plan, *QUARTERS)
    plans.earn(unit, 485_130, 9)
    plans.pay(9, 10)
    return User.objects.get(pk=member.user_id)


def look(page: Page, name: str) -> None:
    shoot(page, name)
    fits(page)
    axe(page)


def test_a_member_sees_what_was_earned_and_what_the_last_settlement_changed(
    page: Page, amina: User
) -> None:
    enter(page, amina)
    page.goto("/my/payslips/")
    page.get_by_role("link", name="Monthly pay").click()
    expect(page.get_by_role("heading", name="The last settlement")).to_be_visible()
    expect(page.get_by_text("It is spread over the months that are left").first).to_be_visible()
    look(page, "plan")


def test_who_has_no_plan_reads_what_one_is(page: Page, own_database: str) -> None:
    open_house()
    member = cast.make_member(language="en")
    enter(page, User.objects.get(pk=member.user_id))
    page.goto("/my/payslips/plan/")
    expect(page.get_by_role("heading", name="You have no monthly pay")).to_be_visible()
    look(page, "plan-none")


def test_the_office_makes_a_plan_and_opens_it_with_a_reason(
    page: Page, amina: User, settings: object
) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = False  # type: ignore[attr-defined]
    bram = cast.make_member(**cast.BRAM)
    cast.make_unit(bram)
    enter(page, cast.make_staff(Role.PAYROLL, name="Karima Haddad"))
    page.goto("/desk/payroll/")
    page.get_by_role("link", name="Monthly pay").click()
    look(page, "desk-plans")
    page.get_by_role("link", name="New plan").click()
    page.get_by_label("Name or number of a member").fill("De Smet")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Bram De Smet").click()
    page.get_by_label("Job").fill("Sound")
    page.get_by_label("Gross pay of a year").fill("12000")
    page.get_by_role("button", name="Make the plan").click()
    expect(page.get_by_text("Plan an income of at least").first).to_be_visible()
    look(page, "desk-plan-new")
    page.get_by_label("Gross pay of a year").fill("34000")
    page.get_by_role("button", name="Make the plan").click()
    expect(page.get_by_text("Bram De Smet has a plan.")).to_be_visible()
    look(page, "desk-plan-closed")
    page.get_by_label("Why do you need to see this pay?").fill("The member asked what is planned")
    page.get_by_role("button", name="Show the pay").click()
    expect(page.get_by_text("€2,833.34").first).to_be_visible()
    look(page, "desk-plan")
