"""Declarations in a browser: payroll puts right what social security objects to."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from commonweal.access.queries import Role, User
from commonweal.employment import gateways, jobs
from commonweal.employment.tests import work
from commonweal.kernel import clock
from tests import cast
from tests.browser import axe, enter, fits, shoot

pytestmark = pytest.mark.journey


@pytest.fixture
def people(own_database: str) -> tuple[User, User]:
    """Amina was refused, Bram accepted, Carla's answer lost; and somebody of payroll."""
    cast.entity.__wrapped__(None)
    amina, bram, carla = (
        cast.make_member(),
        cast.make_member(**cast.BRAM),
        cast.make_member(**cast.CARLA),
    )
    unit = cast.make_unit(amina)
    service = gateways.RecordingSocialSecurity(
        {amina.national_number: "B"}, {carla.national_number: gateways.AnswerLost()}
    )
    days = (work.period(1), work.period(2, hours=4), work.period(3))
    work.declare(
        unit,
        work.contract(amina, *days, gross_cents=40_000),
        work.contract(bram, worker_status="artist"),
        work.contract(carla),
    )
    with gateways.replaced(by=service):
        jobs.send_queued(at=cast.NOW)
        jobs.ask(at=cast.NOW)
    return cast.make_staff(Role.PAYROLL), bram.user


def test_payroll_sees_what_waits_and_puts_it_right(page: Page, people: tuple[User, User]) -> None:
    enter(page, people[0])
    page.goto("/desk/work/")
    shoot(page, "declarations")
    fits(page)
    axe(page)
    page.get_by_role("link", name="Amina Benali").click()
    page.locator("summary", has_text="Message sent").click()
    shoot(page, "contract-refused")
    fits(page)
    axe(page)
    page.get_by_role("button", name="It is corrected: declare again").click()
    expect(page.get_by_role("heading", name="Messages")).to_be_visible()
    expect(page.get_by_text("To be sent")).to_be_visible()


def test_a_lost_answer_is_settled_by_a_person(page: Page, people: tuple[User, User]) -> None:
    enter(page, people[0])
    page.goto("/desk/work/")
    page.get_by_role("link", name="Carla Lefèvre").click()
    shoot(page, "contract-lost")
    fits(page)
    axe(page)
    page.get_by_role("button", name="It is not there").click()
    shoot(page, "contract-lost-dialog")
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_text("To be sent")).to_be_visible()


def test_undeclared_work_is_an_alarm(page: Page, people: tuple[User, User]) -> None:
    clock.move(to=cast.NOW + timedelta(days=2))
    enter(page, people[0])
    page.goto("/desk/work/")
    expect(page.get_by_role("alert")).to_contain_text("2 people work undeclared")
    shoot(page, "declarations-alarm")
    fits(page)
    axe(page)
    page.get_by_role("alert").get_by_role("link", name="Amina Benali").click()
    shoot(page, "contract-undeclared")


def test_a_worker_sees_that_the_work_was_declared(page: Page, people: tuple[User, User]) -> None:
    enter(page, people[1])
    page.goto("/my/contracts/")
    shoot(page, "contracts")
    fits(page)
    axe(page)
    page.get_by_role("link", name="Poster for the festival").click()
    shoot(page, "contract")
    fits(page)
    axe(page)
    expect(page.get_by_text("Dimona number")).to_be_visible()
