"""Ending a plan."""

from datetime import date

import pytest

from commonweal.payroll import actions
from commonweal.payroll.tests import plans

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(amina, amina_unit):
    return plans.make(amina, amina_unit)


def end(plan, on, by, number=0):
    return actions.end_plan(plan=plan.pk, on=on, by=by, at=plans.after(number))


def test_it_ends_with_the_month_of_the_day(plan, by):
    assert end(plan, date(2025, 7, 10), by).ended_on == date(2025, 7, 31)


def test_months_after_it_are_not_paid(plan, by):
    plans.pay(0)
    end(plan, date(2025, 7, 10), by)
    assert len(plans.pay(1)) == 1
    assert plans.pay(2) == []


def test_it_ends_once(plan, by):
    end(plan, date(2025, 7, 31), by)
    with pytest.raises(actions.PlanEnded, match="that of Amina Benali ended on 2025-07-31"):
        end(plan, date(2025, 8, 31), by)


def test_a_month_before_one_that_is_paid_is_too_early(plan, by):
    plans.pay(0, 1)
    with pytest.raises(actions.EndsTooEarly, match="with 2025-07 or later"):
        end(plan, date(2025, 6, 30), by, number=1)
    assert end(plan, date(2025, 7, 1), by, number=1).ended_on == date(2025, 7, 31)


def test_a_month_that_is_settled_is_too_early(plan, amina_unit, by):
    plans.live(amina_unit, plan, 400_000)
    with pytest.raises(actions.EndsTooEarly, match="with 2025-09 or later"):
        end(plan, date(2025, 8, 31), by, number=2)


def test_a_month_after_the_year_of_the_plan_is_too_late(plan, by):
    with pytest.raises(actions.EndsTooLate, match="over at the end of 2026-05"):
        end(plan, date(2026, 6, 1), by)


def test_staff_ends_whenever(carla, amina_unit, by):
    plan = plans.make(carla, amina_unit, worker_status="staff")
    with pytest.raises(actions.EndsTooEarly):
        end(plan, date(2025, 5, 31), by)
    assert end(plan, date(2029, 2, 1), by).ended_on == date(2029, 2, 28)
