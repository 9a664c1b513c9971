"""Settling the quarters of smoothed plans."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import make_unit

from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books
from commonweal.payroll import actions, queries
from commonweal.payroll.models import PayPlan, Payslip, PlanSettlement
from commonweal.payroll.tests import pay, plans
from commonweal.payroll.values import asked_again

pytestmark = pytest.mark.django_db
AS_PLANNED = 485_130  # the work budget of 3000 euro of gross pay
MORE = 582_156  # of 3600 euro


@pytest.fixture
def plan(amina, amina_unit):
    return plans.make(amina, amina_unit)


def months(plan):
    return PayPlan.objects.get(pk=plan.pk).months


def settle(plan, by, number):
    (row,) = actions.settle_plan(plans=[plan.pk], by=by, at=plans.after(number, days=5))
    return row


def test_a_quarter_as_planned_changes_nothing(plan, amina_unit):
    (row,) = plans.live(amina_unit, plan, AS_PLANNED)
    assert (row.quarter, row.real_cents, row.paid_cents) == (1, 900_000, 900_000)
    assert (row.difference_cents, row.carried_cents, row.closing_cents) == (0, 0, 0)
    assert months(plan) == [300_000] * 12


def test_a_surplus_is_spread_over_the_months_to_come(plan, amina_unit):
    (row,) = plans.live(amina_unit, plan, MORE)
    assert row.real_by_month == [360_000] * 3
    assert row.difference_cents == 180_000
    assert months(plan) == [300_000] * 3 + [320_000] * 9
    assert (row.months_before, row.months_after) == ([300_000] * 12, months(plan))
    assert row.lines == [
        {"code": "smooth_real", "cents": 1_080_000},
        {"code": "smooth_paid", "cents": 900_000},
        {"code": "smooth_surplus", "cents": 180_000},
        {"code": "smooth_month", "cents": 320_000},
    ]


def test_a_deficit_lowers_them(plan, amina_unit):
    (row,) = plans.live(amina_unit, plan, 242_565)  # half of what was planned
    assert row.difference_cents == -450_000
    assert months(plan)[3:] == [250_000] * 9
    assert row.carried_cents == 0


def test_what_the_minimum_wage_forbids_to_correct_stays_open(plan, amina_unit, by):
    plans.pay(0, 1, 2)
    row = settle(plan, by, 2)
    assert row.difference_cents == -900_000
    assert months(plan)[3:] == [211_189] * 9
    assert row.carried_cents == -900_000 + 9 * (300_000 - 211_189)


def test_all_that_moves_the_budget_counts_but_the_own_pay(plan, amina_unit, bram, by):
    plans.earn(amina_unit, AS_PLANNED, 0)
    contracts = pay.plan(amina_unit, bram, by=by, gross_cents=20_000)
    (other,) = actions.run(contracts=pay.inputs(contracts), by=by, at=plans.MADE_AT)
    cost = ledger.Entry(
        "misc", plans.FIRST, "Paper", "paper", "test",
        (ledger.Line("616", 5_000, amina_unit.pk), ledger.Line("550", -5_000)),
    )  # fmt: skip
    ledger.post(entries=[cost], by=by, at=plans.MADE_AT)
    plans.pay(0, 1, 2)
    row = settle(plan, by, 2)
    left = AS_PLANNED - other.work_budget_cents - 5_000
    gross = row.real_by_month[0]
    assert gross < 300_000
    assert gross + round(gross * 0.6171) == pytest.approx(left, abs=2)
    assert row.real_by_month[1:] == [0, 0]


def test_a_month_that_only_cost_counts_below_zero(plan, amina_unit, by):
    plans.earn(amina_unit, AS_PLANNED, 0)
    plans.earn(amina_unit, -161_710, 1)
    plans.pay(0, 1, 2)
    assert settle(plan, by, 2).real_by_month == [300_000, -100_000, 0]


def test_pay_of_staff_on_the_same_unit_is_a_cost_and_smoothed_pay_of_before_is_not(
    plan, amina, carla, amina_unit, by
):
    plans.make(carla, amina_unit, worker_status="staff")
    actions.end_plan(plan=plan.pk, on=plans.FIRST, by=by, at=plans.MADE_AT)
    slip, staff = plans.pay(0)
    actions.settle_plan(plans=[plan.pk], by=by, at=plans.after(0))
    new = plans.new(amina, amina_unit, first=plans.month(1))
    (second,) = actions.plan(plans=[new], by=by, at=plans.after(0))
    on = plans.after(0).date()
    alone, together = (
        {each.plan.pk: each for each in queries.standings(plans=chosen, on=on)}[second.pk]
        for chosen in ([second], queries.plans())
    )
    assert alone.months[0].real_cents == together.months[0].real_cents
    assert (slip.name, staff.name) == ("Amina Benali", "Carla Lefèvre")
    cost = staff.work_budget_cents
    assert round(-alone.months[0].real_cents * 1.6171) == pytest.approx(cost, abs=2)


def test_what_was_paid_counts_as_it_stands_after_a_correction(plan, amina_unit, by):
    first, *_others = plans.pay(0, 1, 2)
    more = replace(asked_again(first), gross_cents=330_000)
    actions.correct(corrections=[actions.Correction(first.pk, more)], by=by, at=plans.after(2))
    row = settle(plan, by, 2)
    assert (row.paid_cents, row.months_before[:3]) == (930_000, [330_000, 300_000, 300_000])


def test_a_quarter_before_an_early_end_changes_the_months_that_are_left(plan, amina_unit, by):
    plans.pay(0, 1)
    actions.end_plan(plan=plan.pk, on=plans.month(4), by=by, at=plans.after(1))
    for number in range(3):
        plans.earn(amina_unit, MORE, number)
    plans.pay(2)
    row = settle(plan, by, 2)
    assert row.months_after == [300_000] * 3 + [390_000] * 2
    assert months(plan) == [300_000] * 3 + [390_000] * 2 + [300_000] * 7
    assert not row.is_final


def test_a_quarter_that_goes_on_is_refused(plan, by):
    plans.pay(0, 1)
    with pytest.raises(actions.NothingToSettle, match="when 2025-08 is paid"):
        settle(plan, by, 1)


def test_a_quarter_is_settled_once(plan, amina_unit, by):
    plans.live(amina_unit, plan, AS_PLANNED)
    with pytest.raises(actions.NothingToSettle, match="when 2025-11 is paid"):
        settle(plan, by, 2)
    assert PlanSettlement.objects.count() == 1


def test_staff_is_never_settled(carla, amina_unit, by):
    plan = plans.make(carla, amina_unit, worker_status="staff")
    plans.pay(0, 1, 2)
    with pytest.raises(actions.NoQuarterLeft):
        settle(plan, by, 2)


def test_after_the_year_the_surplus_is_paid_by_a_payslip_that_takes_the_last_ones_place(
    plan, amina_unit
):
    rows = plans.live(amina_unit, plan, AS_PLANNED, AS_PLANNED, AS_PLANNED, MORE)
    assert [row.quarter for row in rows] == [1, 2, 3, 4]
    assert (rows[-1].closing_cents, rows[-1].is_final) == (180_000, True)
    assert rows[-1].lines[-1] == {"code": "smooth_closing", "cents": 180_000}
    last = queries.standing().filter(plan=plan).order_by("-ends_on").first()
    assert last.gross_cents == 480_000
    assert last.corrects.gross_cents == 300_000
    assert books.open_amount(account="455", item=last.item) == -last.net_cents
    assert PayPlan.objects.get(pk=plan.pk).ended_on == last.ends_on
    wages = queries.standing().filter(plan=plan)
    assert sum(slip.gross_cents for slip in wages) == sum(row.real_cents for row in rows[-1:])


def test_the_closing_payslip_leaves_the_real_income_as_it_was(plan, amina_unit):
    plans.live(amina_unit, plan, AS_PLANNED, AS_PLANNED, AS_PLANNED, MORE)
    on = plans.after(12).date()
    (stands,) = queries.standings(plans=[PayPlan.objects.get(pk=plan.pk)], on=on)
    assert [each.real_cents for each in stands.months] == [300_000] * 9 + [360_000] * 3
    assert books.budget(unit=amina_unit.pk) == 0


def test_a_deficit_at_the_end_is_not_taken_back(plan, amina_unit):
    *_, last = plans.live(amina_unit, plan, AS_PLANNED, AS_PLANNED, AS_PLANNED, 388_104)
    assert (last.closing_cents, last.carried_cents) == (0, -180_000)
    assert Payslip.objects.filter(plan=plan, corrects__isnull=False).count() == 0


def test_a_plan_that_ends_early_is_settled_to_its_last_month(plan, amina_unit, by):
    plans.live(amina_unit, plan, MORE)
    plans.earn(amina_unit, MORE, 3)
    actions.end_plan(plan=plan.pk, on=plans.month(3), by=by, at=plans.after(2))
    plans.pay(3)
    row = settle(plan, by, 3)
    assert (row.quarter, row.is_final) == (2, True)
    assert (row.real_cents, row.paid_cents) == (1_440_000, 900_000 + 320_000)
    assert row.closing_cents == 220_000
    with pytest.raises(actions.NoQuarterLeft):
        settle(plan, by, 4)


def test_the_number_of_statements_does_not_grow_with_the_plans(amina, carla, bram, by):
    counts = []
    for members in ([amina], [carla, bram]):
        chosen = [(plans.make(each, unit := make_unit(each)), unit) for each in members]
        for number in range(3):
            for _plan, unit in chosen:
                plans.earn(unit, MORE, number)
            plans.pay(number, plans=[plan.pk for plan, _unit in chosen])
        ids = [plan.pk for plan, _unit in chosen]
        with CaptureQueriesContext(connection) as found:
            actions.settle_plan(plans=ids, by=by, at=plans.after(2, days=5))
        counts.append(len(found))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_postgresql_refuses_to_change_a_settlement(plan, amina_unit, deed):
    plans.live(amina_unit, plan, AS_PLANNED)
    rows = PlanSettlement.objects.all()
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        rows.update(quarter=2) if deed == "update" else rows._raw_delete(rows.db)
