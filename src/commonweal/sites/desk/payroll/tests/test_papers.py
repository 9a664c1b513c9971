"""Declarations at the payroll desk: totals beside the books, and files for who may send them."""

import pytest
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.kernel import clock
from commonweal.kernel.models import Event
from commonweal.payroll import actions
from commonweal.payroll.declarations import belcotax, dmfa
from commonweal.payroll.tests import pay

pytestmark = pytest.mark.django_db
PERIOD = {"quarter": "2026-2", "year": "2026"}
NUMBERS = {"noss_number": "123456789", "local_unit": "2000000042"}


@pytest.fixture
def slip(amina, amina_unit, by, at):
    contracts = pay.plan(amina_unit, amina, by=by, gross_cents=15_000)
    slip = actions.run(contracts=pay.inputs(contracts), by=by, at=at)[0]
    clock.move(to=at.replace(month=7))
    return slip


@pytest.fixture
def desk(client, settings, slip):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make_staff(Role.PAYROLL))
    return client


def test_it_shows_the_last_quarter_and_that_it_is_not_closed(desk):
    page = desk.get(reverse("desk:papers"))
    assert page.context["quarter"] == "2026/2"
    assert not page.context["dmfa"].check.agrees
    assert page.context["year"].agrees


def test_closing_makes_both_totals_the_same(desk):
    page = desk.post(reverse("desk:papers_close"), PERIOD, follow=True)
    assert page.context["dmfa"].check.agrees
    assert [closing["count"] for closing in page.context["closings"]] == [1]


def test_a_quarter_that_goes_on_is_not_closed(desk):
    page = desk.post(reverse("desk:papers_close"), PERIOD | {"quarter": "2026-3"}, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert page.context["closings"] == []


def test_the_dmfa_is_given_as_a_file_and_noted(desk):
    answer = desk.post(reverse("desk:papers_dmfa"), PERIOD | NUMBERS)
    assert answer["Content-Disposition"] == 'attachment; filename="dmfa-2026-2.xml"'
    assert dmfa.faults(answer.content) == ()
    assert Event.objects.get(verb="payroll.declare_quarter").by_name == "Dirk Maes"


def test_a_wrong_number_is_told_on_the_page(desk):
    answer = desk.post(reverse("desk:papers_dmfa"), PERIOD | NUMBERS | {"noss_number": "12"})
    assert answer.status_code == 422
    assert "NOSSRegistrationNbr" in answer.text


def test_the_sheets_are_given_as_a_file(desk):
    answer = desk.post(reverse("desk:papers_belcotax"), PERIOD)
    assert belcotax.control(answer.content).sheets == 1


def test_a_quarter_without_figures_says_which_are_missing(desk):
    page = desk.get(reverse("desk:papers"), {"quarter": "2019-1", "year": "2019"})
    assert page.status_code == 200


def test_the_auditor_reads_and_takes_nothing(client, settings, slip):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make_staff(Role.AUDITOR))
    page = client.get(reverse("desk:papers"))
    assert page.status_code == 200
    assert not page.context["may_take"]
    assert client.post(reverse("desk:papers_dmfa"), PERIOD | NUMBERS).status_code == 403


def test_a_member_does_not_enter(client, amina, slip):
    client.force_login(amina.user)
    assert client.get(reverse("desk:papers")).status_code == 403
