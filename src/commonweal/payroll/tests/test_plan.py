"""Agreeing on a plan of pay."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import make_member, make_unit

from commonweal.kernel import queries as kernel
from commonweal.kernel.refusals import Refusals
from commonweal.payroll import actions
from commonweal.payroll.models import PayPlan
from commonweal.payroll.tests import plans

pytestmark = pytest.mark.django_db


def test_the_year_is_spread_over_twelve_equal_months(amina, amina_unit):
    plan = plans.make(amina, amina_unit, expected_year_cents=36_000_05)
    assert plan.kind == "smoothed"
    assert plan.months == [300_001] * 5 + [300_000] * 7
    assert plan.first == date(2025, 6, 1)


def test_staff_gets_the_same_month_whatever_is_earned(carla, amina_unit):
    plan = plans.make(carla, amina_unit, worker_status="staff")
    assert (plan.kind, plan.months) == ("fixed", [300_000])


def test_a_member_with_a_plan_is_refused_another(amina, amina_unit, carla_unit):
    plans.make(amina, amina_unit)
    with pytest.raises(actions.HasPlan, match=r"End the plan of Amina Benali first.*2025-06"):
        plans.make(amina, carla_unit)


def test_a_unit_makes_the_pay_of_one_member_only(amina, carla, amina_unit):
    plans.make(amina, amina_unit)
    with pytest.raises(actions.UnitHasPlan, match="already makes the pay of Amina Benali"):
        plans.make(carla, amina_unit)


def test_staff_shares_a_unit(amina, carla, amina_unit):
    plans.make(amina, amina_unit, worker_status="staff")
    assert plans.make(carla, amina_unit, worker_status="staff").unit_id == amina_unit.pk


def test_a_month_under_the_minimum_wage_is_refused_with_the_least_year(amina, amina_unit):
    with pytest.raises(actions.PlanNotPossible, match=r"at least EUR 25342.68 a year"):
        plans.make(amina, amina_unit, expected_year_cents=12 * 211_189 - 1)
    assert plans.make(amina, amina_unit, expected_year_cents=12 * 211_189).months[11] == 211_189


def test_half_the_hours_ask_half_the_minimum_wage(amina, amina_unit):
    half = {"minutes_per_month": plans.FULL_TIME // 2, "expected_year_cents": 12 * 105_595}
    assert plans.make(amina, amina_unit, **half).months[0] == 105_595


def test_a_month_that_is_over_is_no_beginning(amina, amina_unit):
    with pytest.raises(actions.BeginsInThePast, match="in 2025-06 or later"):
        plans.make(amina, amina_unit, first=date(2025, 5, 1))


def test_all_objections_come_at_once(amina, amina_unit, by):
    new = plans.new(amina, amina_unit, first=date(2025, 5, 1), expected_year_cents=1_000_00)
    with pytest.raises(Refusals) as refused:
        actions.plan(plans=[new], by=by, at=plans.MADE_AT)
    assert [each.code for each in refused.value.refusals] == [
        "begins_in_the_past", "plan_not_possible",
    ]  # fmt: skip
    assert not PayPlan.objects.exists()


def test_it_writes_one_event(amina, amina_unit):
    plan = plans.make(amina, amina_unit)
    (event,) = kernel.events(of=[plan.ref])
    assert event.verb == "payroll.plan"


def test_the_number_of_statements_does_not_grow_with_the_plans(amina, carla, bram, by):
    one, *many = [plans.new(each, make_unit(each)) for each in (amina, carla, bram)]
    counts = []
    for batch in ([one], many):
        with CaptureQueriesContext(connection) as queries:
            actions.plan(plans=batch, by=by, at=plans.MADE_AT)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_postgresql_refuses_a_second_plan_of_a_member(amina, amina_unit, carla_unit):
    plan = plans.make(amina, amina_unit)
    plan.pk, plan.unit_id = None, carla_unit.pk
    with pytest.raises(IntegrityError, match="pay_plan_one_a_member"), transaction.atomic():
        plan.save(force_insert=True)


def test_what_the_last_plan_left_open_lowers_the_next(amina, amina_unit, by):
    plan = plans.make(amina, amina_unit)
    actions.end_plan(plan=plan.pk, on=plans.FIRST, by=by, at=plans.MADE_AT)
    with pytest.raises(actions.UnsettledPlan, match="Settle the last plan of Amina Benali"):
        plans.make(amina, amina_unit, first=plans.month(1))
    plans.pay(0)
    plans.earn(amina_unit, 323_420, 0)  # 2000 euro of gross pay
    actions.settle_plan(plans=[plan.pk], by=by, at=plans.after(0, days=4))
    new = plans.new(amina, amina_unit, first=plans.month(1))
    (second,) = actions.plan(plans=[new], by=by, at=plans.after(0, days=4))
    assert second.carried_cents == -100_000
    assert sum(second.months) == plans.YEAR_CENTS - 100_000


def test_a_plan_is_seen_within_the_scope_of_its_unit_only(amina, amina_unit, carla_unit):
    plans.make(amina, amina_unit)
    seen = []
    for scope in (amina_unit.pk, carla_unit.pk):
        with connection.cursor() as cursor:
            cursor.execute("select set_config('commonweal.scope', %s, true)", [str(scope)])
        seen.append(PayPlan.objects.count())
    assert seen == [1, 0] or connection.settings_dict["USER"] == "postgres"


def test_another_member_may_begin_the_same_day(amina_unit, carla_unit, amina):
    plans.make(amina, amina_unit)
    other = make_member(
        first_name="Noor", last_name="Aziz", email="noor@example.org",
        national_number="", iban="",
    )  # fmt: skip
    assert plans.make(other, carla_unit).member_id == other.pk
