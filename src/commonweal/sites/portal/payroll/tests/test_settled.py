"""A settled month on the member's own pages."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from commonweal.payroll import actions
from commonweal.payroll.tests import pay
from commonweal.payroll.tests.test_correct import pay_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def slips(amina, amina_unit, by, at):
    """Two days of May: the first alone keeps a work bonus that the month takes back."""
    (contract,) = pay.plan(amina_unit, amina, by=by, gross_cents=12_500)
    low, high = pay.inputs([contract, *pay.copies(contract, 1)])
    high = replace(high, gross_cents=60_000)
    slips = actions.run(contracts=[low, high], by=by, at=at)
    actions.regularise(month=date(2026, 5, 1), by=by, at=at.replace(month=6))
    return slips


def test_the_list_shows_what_a_settled_month_changed(client, amina, slips):
    client.force_login(amina.user)
    page = client.get(reverse("portal:payslips"))
    ((row, lines),) = page.context["settled"]
    assert row.net_cents == sum(line.pay_cents for line in lines)
    assert "mei 2026" in page.text


def test_a_year_counts_what_a_settled_month_changed(client, amina, slips):
    client.force_login(amina.user)
    page = client.get(reverse("portal:payslips"))
    ((row, _lines),) = page.context["settled"]
    net = sum(slip.net_cents for slip in slips) + row.net_cents
    assert row.net_cents and page.context["this_year"]["net"] == net
    year = client.get(reverse("portal:pay_year", args=[2026])).context
    (may,), total = year["rows"], year["total"]
    assert may.net_cents == total.net_cents == net == (
        may.gross_cents - may.social_security_cents - may.withholding_cents - may.special_cents
    )  # fmt: skip


def test_a_payslip_shows_its_own_month(client, amina, slips):
    client.force_login(amina.user)
    page = client.get(reverse("portal:payslip", args=[slips[0].pk]))
    assert "mei 2026" in page.text


def test_nobody_else_sees_it(client, carla, slips):
    client.force_login(carla.user)
    assert client.get(reverse("portal:payslips")).context["settled"] == []


def test_what_is_still_owed_of_it_stands_beside_the_next_wage(client, amina, amina_unit, by, at):
    (contract,) = pay.plan(amina_unit, amina, by=by, gross_cents=12_500)
    low, high = pay.inputs([contract, *pay.copies(contract, 1)])
    for slip in actions.run(contracts=[low, replace(high, gross_cents=60_000)], by=by, at=at):
        pay_out(slip, by, at)
    client.force_login(amina.user)
    assert client.get(reverse("portal:payslips")).context["owed_cents"] == 0
    actions.regularise(month=date(2026, 5, 1), by=by, at=at.replace(month=6))
    page = client.get(reverse("portal:payslips"))
    ((row, _lines),) = page.context["settled"]
    assert page.context["owed_cents"] == -row.net_cents > 0
