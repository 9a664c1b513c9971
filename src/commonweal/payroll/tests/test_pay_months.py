"""Paying the months of plans."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import make_unit

from commonweal.kernel import queries as kernel
from commonweal.payroll import actions, jobs, queries
from commonweal.payroll.models import PayPlan, Payslip, PlanSettlement
from commonweal.payroll.tests import pay, plans
from commonweal.rules.cases import Case
from commonweal.rules.payslip import amounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(amina, amina_unit):
    return plans.make(amina, amina_unit)


def test_it_makes_the_payslip_of_a_full_month(plan, amina, amina_unit):
    (slip,) = plans.pay(0)
    assert (slip.plan_id, slip.contract_id, slip.unit_id) == (plan.pk, None, amina_unit.pk)
    assert (slip.title, slip.minutes) == ("Graphic design", 9_880)
    assert (slip.starts_on, slip.ends_on) == (date(2025, 6, 1), date(2025, 6, 30))
    computed = amounts(Case(300_000, date(2025, 6, 30)))
    assert (slip.gross_cents, slip.net_cents) == (300_000, computed.net)


def test_the_wage_is_due_as_every_wage_and_waits_for_payment(plan):
    (slip,) = plans.pay(0)
    assert slip.due_on == date(2025, 7, 7)
    (wage,) = queries.payable(due_by=date(2025, 7, 7))
    assert (wage.item, wage.cents, wage.guaranteed) == (slip.item, slip.net_cents, True)


def test_it_is_posted_as_the_pay_of_a_contract(plan, amina_unit):
    (slip,) = plans.pay(0)
    entry = pay.entry_of(slip)
    assert entry["6203"] == (300_000, amina_unit.pk, None)
    assert entry["6211"] == (185_130, amina_unit.pk, None)
    assert entry["455"] == (-slip.net_cents, None, slip.item)
    assert pay.queued() == [[slip.pk]]


def test_its_paper_is_that_of_every_payslip(plan, by):
    (slip,) = plans.pay(0)
    (document,) = actions.render(payslips=[slip.pk], by=by, at=plans.after(0))
    assert document.name == f"2025-06-30-payslip-{slip.pk}.pdf"


def test_the_quarter_is_closed_and_declared_with_it(plan, amina_unit, by):
    plans.live(amina_unit, plan, 485_130)
    plans.pay(3)
    quarter = plans.month(1)
    (row,) = actions.close_quarter(quarter_start=quarter, by=by, at=plans.after(4))
    assert row.structural_cents > 0
    declared = queries.dmfa_of(quarter=quarter)
    (person,) = declared.persons
    (pay_of_quarter,) = person.records[0].occupations[0].remunerations
    assert pay_of_quarter.cents == 900_000
    (service,) = person.records[0].occupations[0].services
    assert (service.days, service.hours) == (6_500, 49_400)  # 13 weeks of 5 days and 38 hours


def test_half_time_is_declared_as_part_time_on_as_many_days(amina, amina_unit):
    half = {"minutes_per_month": plans.FULL_TIME // 2, "expected_year_cents": 18_000_00}
    plans.make(amina, amina_unit, **half)
    plans.pay(0, 1, 2)
    (worker,) = queries.workers_of_quarter(quarter=plans.month(1), region="BRU")
    (spell,) = worker.spells
    assert (spell.days, spell.minutes, spell.mean_week) == (44, 9_880, 1_123)


def test_staff_is_employed_at_cost(carla, amina_unit):
    plans.make(carla, amina_unit, worker_status="staff")
    (slip,) = plans.pay(0)
    assert slip.worker_status == "staff"
    assert slip.tariff_cents == slip.employer_cents + slip.provision_cents
    assert "7041" not in pay.entry_of(slip)


def test_a_month_is_paid_once(plan):
    (first,) = plans.pay(0)
    (again,) = plans.pay(0)
    assert again.pk == first.pk
    assert Payslip.objects.count() == 1


def test_a_month_that_goes_on_is_refused(plan, by):
    with pytest.raises(actions.MonthGoesOn, match="Wait until 2025-06 is over"):
        actions.pay_months(month=plans.FIRST, by=by, at=plans.MADE_AT)


def test_months_are_paid_in_order(plan):
    with pytest.raises(actions.EarlierMonthUnpaid, match="Pay 2025-06 of Amina Benali first"):
        plans.pay(1)


def test_a_quarter_is_settled_before_the_next_month(plan, amina_unit, by):
    plans.pay(0, 1, 2)
    with pytest.raises(actions.QuarterNotSettled, match="quarter 1 of Amina.*pay of 2025-09"):
        plans.pay(3)
    actions.settle_plan(plans=[plan.pk], by=by, at=plans.after(2, days=5))
    (slip,) = plans.pay(3)
    assert slip.gross_cents == 211_189  # earned nothing: not under the minimum wage


def test_a_minimum_wage_that_rose_above_the_plan_is_paid(amina, amina_unit):
    low = plans.make(amina, amina_unit, expected_year_cents=12 * 211_189)
    plans.live(amina_unit, low, *[341_516] * 3)  # earned as planned
    slips = plans.pay(9, 10)
    assert [slip.gross_cents for slip in slips] == [215_411, 218_981]


def in_june(unit, member, by):
    """A contract beside the plan, in its first month."""
    (contract,) = pay.plan(unit, member, by=by, gross_cents=60_000)
    (wage,) = pay.inputs([contract])
    day = plans.FIRST.replace(day=16)
    wage = replace(wage, starts_on=day, ends_on=day)
    return actions.run(contracts=[wage], by=by, at=plans.after(0))


def test_what_a_member_wants_withheld_on_top_goes_with_the_month(plan, amina):
    (before,) = plans.pay(0)
    amina.extra_withholding_cents = 5_000
    amina.save()
    (slip,) = plans.pay(1)
    assert slip.withholding_cents == before.withholding_cents + 5_000


def test_a_month_in_which_another_pay_had_it_has_it_not_twice(plan, amina, carla_unit, by):
    amina.extra_withholding_cents = 5_000
    amina.save()
    in_june(carla_unit, amina, by)
    (slip,) = plans.pay(0)
    assert slip.withholding_cents == amounts(Case(300_000, date(2025, 6, 30))).withholding


def test_it_writes_the_event_of_a_run_so_that_the_wage_is_announced(plan):
    (slip,) = plans.pay(0)
    verbs = sorted(event.verb for event in kernel.events(of=[slip.ref]))
    assert verbs == ["payroll.pay_months", "payroll.run"]


def test_the_number_of_statements_does_not_grow_with_the_plans(amina, carla, bram, by):
    counts = []
    for number, members in enumerate(([amina], [carla, bram])):
        ids = [plans.make(each, make_unit(each), title=f"{number}").pk for each in members]
        with CaptureQueriesContext(connection) as found:
            plans.pay(0, plans=ids)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_a_plan_and_a_contract_of_one_month_are_settled_together(plan, amina, carla_unit, by):
    in_june(carla_unit, amina, by)
    plans.pay(0)
    (row,) = actions.regularise(month=plans.FIRST, by=by, at=plans.after(0))
    assert row.withholding_cents > 0
    (month,) = queries.months_of(month=plans.FIRST)
    assert not month.differs


def test_postgresql_refuses_a_payslip_of_a_contract_and_a_plan(plan, amina, carla_unit, by):
    (contract,) = pay.plan(carla_unit, amina, by=by, gross_cents=60_000)
    (slip,) = plans.pay(0)
    slip = Payslip.objects.get(pk=slip.pk)
    slip.pk, slip.contract_id = None, contract.pk
    with (
        pytest.raises(IntegrityError, match="payslip_of_a_contract_or_a_plan"),
        transaction.atomic(),
    ):
        slip.save(force_insert=True)


def test_postgresql_refuses_a_month_twice(plan):
    (slip,) = plans.pay(0)
    slip = Payslip.objects.get(pk=slip.pk)
    slip.pk = None
    with (
        pytest.raises(IntegrityError, match="payslip_once_a_month_of_a_plan"),
        transaction.atomic(),
    ):
        slip.save(force_insert=True)


def test_the_job_catches_up_with_what_is_over_and_settles_what_is_in_the_way(plan, amina_unit):
    for number in range(4):
        plans.earn(amina_unit, 600_000, number)
    jobs.pay_plans_due(at=plans.after(2))
    assert Payslip.objects.filter(plan=plan).count() == 3
    assert not PlanSettlement.objects.exists()  # the office has the month to look at it
    jobs.pay_plans_due(at=plans.after(3))
    assert PlanSettlement.objects.get().quarter == 1
    assert Payslip.objects.filter(plan=plan).count() == 4
    jobs.pay_plans_due(at=plans.after(3))
    assert Payslip.objects.filter(plan=plan).count() == 4


def test_the_job_pays_whom_it_can_when_another_is_refused(plan, carla, carla_unit, caplog):
    other = plans.make(carla, carla_unit)
    PayPlan.objects.filter(pk=other.pk).update(first=date(2024, 4, 1))  # a month without figures
    jobs.pay_plans_due(at=plans.after(0))
    assert [slip.plan_id for slip in Payslip.objects.all()] == [plan.pk]
    assert "cannot be paid yet" in caplog.text
