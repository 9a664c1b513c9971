"""The payroll desk: sums for all, a person's pay only for a reason."""

import pytest
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.kernel.models import Event
from commonweal.payroll import actions
from commonweal.payroll.tests import pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def slip(amina, amina_unit, by, at):
    contracts = pay.plan(amina_unit, amina, by=by, gross_cents=13_000)
    return actions.run(contracts=pay.inputs(contracts), by=by, at=at)[0]


@pytest.fixture
def desk(client, settings, slip):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make_staff(Role.PAYROLL))
    return client


def test_it_shows_what_is_to_be_paid_and_what_is_unconfirmed(desk, slip):
    page = desk.get(reverse("desk:payroll"))
    assert page.status_code == 200
    assert [wage.payslip.pk for wage in page.context["wages"]] == [slip.pk]
    assert "employer.tariff" in page.text
    assert page.context["late"] == []


def test_it_names_no_amount_of_a_person(desk, slip):
    assert (
        f"{slip.net_cents // 100},{slip.net_cents % 100:02}"
        not in desk.get(reverse("desk:payroll")).text.split("<table")[1]
    )


def test_a_payslip_asks_for_a_reason_first(desk, slip):
    page = desk.get(reverse("desk:payslip", args=[slip.pk]))
    assert "lines" not in page.context
    refused = desk.post(reverse("desk:payslip", args=[slip.pk]), {"reason": " "})
    assert refused.status_code == 422
    assert not Event.objects.filter(verb="payroll.look").exists()


def test_with_a_reason_it_opens_and_one_line_is_logged(desk, slip):
    page = desk.post(reverse("desk:payslip", args=[slip.pk]), {"reason": "a question"})
    assert page.status_code == 200
    assert page.context["lines"][-1].cents == slip.net_cents
    assert Event.objects.get(verb="payroll.look").data == {"reason": "a question"}


def test_a_member_does_not_enter(client, amina, slip):
    client.force_login(amina.user)
    assert client.get(reverse("desk:payroll")).status_code == 403
    assert client.get(reverse("desk:payslip", args=[slip.pk])).status_code == 403


def test_finance_sees_the_list_and_no_payslip(client, settings, slip):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make_staff(Role.FINANCE_MAKER))
    assert client.get(reverse("desk:payroll")).status_code == 200
    assert client.get(reverse("desk:payslip", args=[slip.pk])).status_code == 403
