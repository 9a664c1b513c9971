"""Pay in a browser: a worker reads the own payslip, the office says why it looks."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role, User
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.models import LegalEntity
from commonweal.payroll import actions as payroll
from commonweal.payroll.tests import pay
from tests import cast
from tests.browser import axe, enter, fits, shoot

pytestmark = pytest.mark.journey


@pytest.fixture
def people(own_database: str) -> tuple[User, User]:
    """Bram, who worked on three jobs of Amina, and somebody of payroll."""
    LegalEntity.objects.create(
        id=1, name="Commonweal cv", enterprise_number="0896755397", street="Coenraetsstraat 72",
        postcode="1060", city="Brussel", email="hello@commonweal.example",
        iban="BE69068765432178", bic="GKCCBEBB",
    )  # fmt: skip
    amina = cast.make_member()
    bram = cast.make_member(
        **cast.BRAM, family="single_parent", children=2, extra_withholding_bp=1500
    )
    unit = cast.make_unit(amina)
    plans = [("Decor of a play", 13_000, 1, 0), ("Festival stage", 46_000, 3, 1)]
    for title, gross, days, hour in plans:
        contracts = pay.plan(
            unit, bram, by=SYSTEM, gross_cents=gross, days=days, title=title, month=5 + hour
        )
        slips = payroll.run(contracts=pay.inputs(contracts), by=SYSTEM, at=cast.NOW)
    payroll.render(payslips=[slip.pk for slip in slips], by=SYSTEM, at=cast.NOW)
    payroll.look(
        payslips=slips[:1], reason="The worker asked on the phone", by=SYSTEM,
        at=cast.NOW + timedelta(hours=2),
    )  # fmt: skip
    return bram.user, cast.make_staff(Role.PAYROLL)


def test_a_worker_reads_every_line_of_the_own_payslip(
    page: Page, people: tuple[User, User]
) -> None:
    enter(page, people[0])
    page.goto("/my/payslips/")
    shoot(page, "payslips")
    fits(page)
    axe(page)
    page.get_by_role("link", name="Festival stage").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Festival stage")
    expect(page.get_by_text("The worker asked on the phone")).to_be_visible()
    shoot(page, "payslip")
    fits(page)
    axe(page)


def test_the_office_says_why_it_looks(page: Page, people: tuple[User, User]) -> None:
    enter(page, people[1])
    page.goto("/desk/payroll/")
    shoot(page, "wages")
    fits(page)
    axe(page)
    page.get_by_role("link", name="Bram De Smet").first.click()
    page.get_by_role("button", name="Show the payslip").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why you need to see this payslip")
    shoot(page, "wages-reason")
    axe(page)
    page.get_by_label("Why do you need to see this pay?").fill("A question of the worker")
    page.get_by_role("button", name="Show the payslip").click()
    expect(page.get_by_text("From gross to net").first).to_be_visible()
    shoot(page, "wages-payslip")
    fits(page)
    axe(page)
