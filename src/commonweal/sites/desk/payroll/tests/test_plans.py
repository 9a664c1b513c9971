"""Monthly pay at the desk: a list without amounts, plans made, settled and ended."""

import pytest
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.models import ReadLog
from commonweal.access.queries import Role
from commonweal.payroll.models import PayPlan, Payslip, PlanSettlement
from commonweal.payroll.tests import plans

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, settings, entity):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make_staff(Role.PAYROLL))
    return client


@pytest.fixture
def plan(amina, amina_unit):
    return plans.make(amina, amina_unit)


@pytest.fixture
def standing_at(monkeypatch):
    """The clock of the house at an instant before the demo."""
    return lambda at: plans.turn_clock(monkeypatch, at)


FILLED = {
    "worker_status": "white_collar", "title": "Graphic design", "first": "2026-05-01",
    "expected_year": "36000", "week_hours": "38",
}  # fmt: skip


def test_it_lists_who_is_paid_by_the_month_and_no_amount(desk, plan, standing_at):
    standing_at(plans.MADE_AT)
    page = desk.get(reverse("desk:pay_plans"), headers={"accept-language": "en"})
    assert [line.plan.pk for line in page.context["lines"]] == [plan.pk]
    assert "June 2025" in page.text
    assert "3.000" not in page.text and "3,000" not in page.text


def test_a_plan_is_made_for_a_member_that_was_found(desk, amina, amina_unit):
    page = desk.get(reverse("desk:pay_plan_new"), {"q": "Benali"})
    assert reverse("desk:pay_plan_make", args=[amina.pk]) in page.text
    made = desk.post(
        reverse("desk:pay_plan_make", args=[amina.pk]), FILLED | {"unit": amina_unit.pk}
    )
    plan = PayPlan.objects.get()
    assert made.headers["Location"] == reverse("desk:pay_plan", args=[plan.pk])
    assert (plan.months[0], plan.minutes_per_month, plan.unit_id) == (
        300_000, 9_880, amina_unit.pk,
    )  # fmt: skip


def test_a_year_under_the_minimum_wage_is_refused_beside_its_field(desk, amina, amina_unit):
    page = desk.post(
        reverse("desk:pay_plan_make", args=[amina.pk]),
        FILLED | {"unit": amina_unit.pk, "expected_year": "20000"},
        headers={"accept-language": "en"},
    )
    assert page.status_code == 422
    assert "Plan an income of at least EUR 26277.72" in str(page.context["form"].errors)
    assert not PayPlan.objects.exists()


def test_another_members_unit_is_no_choice(desk, amina, carla_unit):
    page = desk.post(
        reverse("desk:pay_plan_make", args=[amina.pk]), FILLED | {"unit": carla_unit.pk}
    )
    assert not PayPlan.objects.exists()
    assert page.status_code == 422


def test_what_a_plan_pays_opens_with_a_reason_that_is_logged(desk, plan, amina):
    address = reverse("desk:pay_plan", args=[plan.pk])
    assert "€" not in desk.get(address).text.split("<main")[1]
    assert desk.post(address, {"reason": "x"}).status_code == 422
    page = desk.post(address, {"reason": "a question of hers"})
    assert page.context["opened"]
    (log,) = ReadLog.objects.all()
    assert (log.about, log.what, log.reason) == (amina.ref, "pay", "a question of hers")


def test_every_quarter_that_is_due_is_settled_at_once(desk, plan, carla, carla_unit, standing_at):
    plans.make(carla, carla_unit)
    plans.pay(0, 1, 2)
    standing_at(plans.after(2, days=5))
    assert desk.get(reverse("desk:pay_plans")).context["due"] == 2
    desk.post(reverse("desk:pay_plans_settle"))
    assert PlanSettlement.objects.count() == 2
    assert desk.get(reverse("desk:pay_plans")).context["due"] == 0


def test_a_plan_is_ended_with_a_month_or_refused_with_the_first_that_can_be(
    desk, plan, standing_at
):
    plans.pay(0, 1)
    standing_at(plans.after(1))
    address = reverse("desk:pay_plan_end", args=[plan.pk])
    refused = desk.post(address, {"on": "2025-06-30"}, headers={"accept-language": "en"})
    assert refused.status_code == 422
    assert "with 2025-07 or later" in refused.text
    assert desk.post(address, {"on": "2025-07-01"}).status_code == 302
    assert f"{PayPlan.objects.get().ended_on}" == "2025-07-31"


def test_a_premium_is_paid_beside_the_months(desk, carla, amina_unit):
    plan = plans.make(carla, amina_unit, worker_status="staff")
    plans.pay(*range(6))
    address = reverse("desk:pay_plan_premium", args=[plan.pk])
    early = desk.post(address, {"kind": "year_end_premium", "on": "2025-11-30"})
    assert early.status_code == 422
    paid = desk.post(address, {"kind": "year_end_premium", "on": "2025-12-18"})
    assert paid.status_code == 302
    assert Payslip.objects.filter(kind="year_end_premium").count() == 1


def test_an_auditor_reads_and_changes_nothing(client, settings, plan):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make_staff(Role.AUDITOR))
    page = client.get(reverse("desk:pay_plans"))
    assert page.status_code == 200 and not page.context["may_act"]
    assert client.post(reverse("desk:pay_plans_settle")).status_code == 403
    assert client.get(reverse("desk:pay_plan_new")).status_code == 403


def test_a_member_does_not_enter(client, amina, plan):
    client.force_login(amina.user)
    assert client.get(reverse("desk:pay_plans")).status_code == 403
