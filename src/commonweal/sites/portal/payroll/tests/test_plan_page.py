"""Your monthly pay: what is expected, paid and earned, and what the last settlement changed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonweal.payroll.tests import plans

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(amina, amina_unit):
    return plans.make(amina, amina_unit)


@pytest.fixture
def read(client, monkeypatch):
    def read(member, at):
        plans.turn_clock(monkeypatch, at)
        client.force_login(member.user)
        return client.get(reverse("portal:pay_plan"), headers={"accept-language": "en"})

    return read


def test_the_next_month_and_its_pay_day(plan, amina, read):
    page = read(amina, plans.MADE_AT)
    assert page.status_code == 200
    assert "Pay of June 2025" in page.text
    assert page.context["due"] == date(2025, 7, 7)
    assert page.context["next"].planned_cents == 300_000
    assert "After August 2025 the quarter is settled" in page.text


def test_what_was_paid_and_what_was_earned(plan, amina, amina_unit, read):
    plans.earn(amina_unit, 582_156, 0)
    plans.pay(0)
    page = read(amina, plans.after(0))
    assert (page.context["paid_cents"], page.context["earned_cents"]) == (300_000, 360_000)
    assert "Show the figures" in page.text


def test_the_last_settlement_is_told_line_by_line_with_its_reasons(plan, amina, amina_unit, read):
    plans.live(amina_unit, plan, 582_156)
    page = read(amina, plans.after(2, days=6))
    (settled,) = page.context["settled"]
    assert [(line.kind, line.cents) for line in settled.lines] == [
        ("start", 1_080_000), ("minus", -900_000), ("subtotal", 180_000), ("total", 320_000),
    ]  # fmt: skip
    assert settled.month_cents == 320_000
    assert "It is spread over the months that are left, so that your pay rises." in page.text


def test_after_the_year_the_surplus_is_paid_and_nothing_is_left(plan, amina, amina_unit, read):
    plans.live(amina_unit, plan, 485_130, 485_130, 485_130, 582_156)
    page = read(amina, plans.after(12))
    assert "Your plan ends with May 2026" in page.text
    assert "every month is paid, and every quarter settled" in page.text
    assert page.context["last"].lines[-1].cents == 180_000
    assert page.context["last"].month_cents is None
    assert len(page.context["settled"]) == 4


def test_staff_sees_the_same_month_and_no_settlement(carla, amina_unit, read):
    plans.make(carla, amina_unit, worker_status="staff")
    plans.pay(0)
    page = read(carla, plans.after(0))
    assert "The same gross pay each month." in page.text
    assert "settled" not in page.text
    assert page.context["next"].month == plans.month(1)


def test_a_stranger_sees_none(plan, carla, read):
    assert "You have no monthly pay" in read(carla, plans.MADE_AT).text


def test_the_payslips_lead_to_it_for_who_has_one(plan, amina, carla, client):
    for member, leads in ((amina, True), (carla, False)):
        client.force_login(member.user)
        page = client.get(reverse("portal:payslips"))
        assert (reverse("portal:pay_plan") in page.text) == leads


def test_the_payslip_of_a_month_and_the_year_open(plan, amina, client):
    (slip,) = plans.pay(0)
    client.force_login(amina.user)
    page = client.get(reverse("portal:payslip", args=[slip.pk]))
    assert page.context["lines"][-1].cents == slip.net_cents
    (june,) = client.get(reverse("portal:pay_year", args=[2025])).context["rows"]
    assert (june.contracts, june.hours, june.gross_cents) == (1, "164:40", 300_000)


def test_it_costs_the_same_before_and_after_settlements(plan, amina, amina_unit, read):
    counts = []
    read(amina, plans.MADE_AT)
    for quarters in ((), (485_130, 485_130)):
        plans.live(amina_unit, plan, *quarters)
        with CaptureQueriesContext(connection) as queries:
            read(amina, plans.after(6))
        counts.append(len(queries))
    assert counts[0] == counts[1]
