"""Holiday pay and the year-end premium beside the months of a plan."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import make_unit

from commonweal.payroll import actions, queries
from commonweal.payroll.tests import pay, plans

pytestmark = pytest.mark.django_db
MAY_AFTER, DECEMBER = date(2026, 5, 20), date(2025, 12, 18)


@pytest.fixture
def staff(carla, amina_unit):
    """Carla works for the house since June; her months of that year are paid."""
    plan = plans.make(carla, amina_unit, worker_status="staff")
    plans.pay(*range(7))
    return plan


def premium(kind, plan, on, by):
    (slip,) = actions.pay_premium(kind=kind, plans=[plan.pk], on=on, by=by, at=plans.after(7))
    return slip


def test_double_holiday_pay_goes_by_the_months_of_the_year_before(staff, by):
    slip = premium("double_holiday", staff, MAY_AFTER, by)
    assert slip.gross_cents == 161_000  # 92 % of 3000 euro, for 7 months of 12
    assert (slip.kind, slip.plan_id, slip.ends_on) == ("double_holiday", staff.pk, MAY_AFTER)
    assert slip.terms == {"year_cents": 12 * (300_000 - 39_210)}


def test_it_comes_out_of_what_was_set_aside(staff, by):
    entry = pay.entry_of(premium("double_holiday", staff, MAY_AFTER, by))
    assert entry["456"][0] == 161_000
    assert "6203" not in entry


def test_the_year_end_premium_goes_by_the_months_of_the_year(staff, amina_unit, by):
    slip = premium("year_end_premium", staff, DECEMBER, by)
    assert slip.gross_cents == 175_000  # 7 of 12 months
    assert pay.entry_of(slip)["6203"] == (175_000, amina_unit.pk, None)


def test_it_asks_for_six_months_of_service(staff, by):
    with pytest.raises(actions.ServiceTooShort, match="six months of service"):
        premium("year_end_premium", staff, date(2025, 11, 30), by)


def test_it_is_for_staff_only(amina, amina_unit, by):
    plan = plans.make(amina, amina_unit)
    plans.pay(0)
    with pytest.raises(actions.OnlyForStaff, match="Leave Amina Benali out"):
        premium("year_end_premium", plan, DECEMBER, by)


def test_who_leaves_takes_the_holiday_pay_along(staff, by):
    with pytest.raises(actions.StillEmployed, match="End the plan of Carla"):
        premium("exit_holiday", staff, DECEMBER, by)
    actions.end_plan(plan=staff.pk, on=DECEMBER, by=by, at=plans.after(6))
    slip = premium("exit_holiday", staff, DECEMBER, by)
    assert slip.gross_cents == 161_070 + 142_800 + 18_270  # parts of 7 months, 21,000 euro
    assert pay.entry_of(slip)["456"][0] == slip.gross_cents


def test_months_with_holiday_pay_on_leaving_have_no_double_pay(staff, by):
    actions.end_plan(plan=staff.pk, on=DECEMBER, by=by, at=plans.after(6))
    premium("exit_holiday", staff, DECEMBER, by)
    with pytest.raises(actions.PaidOnLeaving, match="2025 was paid on leaving"):
        premium("double_holiday", staff, MAY_AFTER, by)


def test_who_comes_back_and_leaves_again_has_the_months_since(carla, amina_unit, by):
    made = []
    for first, last in ((0, 2), (3, 5)):
        new = plans.new(carla, amina_unit, worker_status="staff", first=plans.month(first))
        (plan,) = actions.plan(plans=[new], by=by, at=plans.MADE_AT)
        plans.pay(*range(first, last + 1))
        actions.end_plan(plan=plan.pk, on=plans.month(last), by=by, at=plans.after(last))
        made += [premium("exit_holiday", plan, plans.month(last), by) for _twice in range(2)]
    first, again, second, once_more = made
    assert (again, once_more) == (first, second)
    assert first.gross_cents == second.gross_cents == 69_030 + 61_200 + 7_830  # of 9,000 euro


def test_without_a_paid_month_there_is_none(carla, amina_unit, by):
    plan = plans.make(carla, amina_unit, worker_status="staff")
    with pytest.raises(actions.NothingEarned, match="no month of a plan was paid in 2025"):
        premium("double_holiday", plan, MAY_AFTER, by)


def test_one_a_year_whatever_the_day(staff, by):
    first = premium("double_holiday", staff, MAY_AFTER, by)
    assert premium("double_holiday", staff, date(2026, 6, 3), by).pk == first.pk


def test_two_plans_of_a_member_make_one_premium(carla, amina_unit, by):
    old = plans.make(carla, amina_unit, worker_status="staff")
    plans.pay(0, 1, 2)
    actions.end_plan(plan=old.pk, on=plans.month(2), by=by, at=plans.after(2))
    more = plans.new(
        carla,
        amina_unit,
        worker_status="staff",
        first=plans.month(3),
        expected_year_cents=40_800_00,
    )
    (new,) = actions.plan(plans=[more], by=by, at=plans.after(2))
    plans.pay(3, 4, 5, 6)
    both = {"plans": [old.pk, new.pk], "by": by, "at": plans.after(7)}
    (holiday,) = actions.pay_premium(kind="double_holiday", on=MAY_AFTER, **both)
    assert (holiday.plan_id, holiday.gross_cents) == (new.pk, 182_467)  # 92 % of 3400, 7 of 12
    (year_end,) = actions.pay_premium(kind="year_end_premium", on=DECEMBER, **both)
    assert year_end.gross_cents == 198_333  # 7 of 12 months of 3400


def test_service_counts_from_after_the_last_gap(carla, amina_unit, by):
    old = plans.make(carla, amina_unit, worker_status="staff")
    plans.pay(0, 1)
    actions.end_plan(plan=old.pk, on=plans.month(1), by=by, at=plans.after(1))
    again = plans.new(carla, amina_unit, worker_status="staff", first=plans.month(3))
    (new,) = actions.plan(plans=[again], by=by, at=plans.after(1))
    plans.pay(3, 4, 5, 6)
    with pytest.raises(actions.ServiceTooShort):
        premium("year_end_premium", new, DECEMBER, by)


def test_it_is_no_month_of_the_plan(staff, by):
    premium("year_end_premium", staff, DECEMBER, by)
    (stands,) = queries.standings(plans=queries.plans(), on=date(2026, 1, 15))
    assert (stands.paid, stands.next.month) == (7, date(2026, 1, 1))


def test_the_number_of_statements_does_not_grow_with_the_plans(carla, amina, bram, by):
    counts = []
    for members in ([carla], [amina, bram]):
        ids = [plans.make(each, make_unit(each), worker_status="staff").pk for each in members]
        plans.pay(0, plans=ids)
        with CaptureQueriesContext(connection) as found:
            actions.pay_premium(
                kind="double_holiday", plans=ids, on=MAY_AFTER, by=by, at=plans.after(0)
            )
        counts.append(len(found))
    assert counts[0] == counts[1]
