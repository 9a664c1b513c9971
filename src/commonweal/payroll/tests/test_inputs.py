"""What pay knows of a person and a contract, as it is on the day."""

from datetime import date, timedelta

import pytest

from commonweal.employment.models import Contract, Declaration
from commonweal.payroll import actions, queries
from commonweal.payroll.tests import pay
from commonweal.payroll.values import asked_again

HOUR = 60


def made(contracts, by, at):
    return actions.run(contracts=pay.inputs(contracts), by=by, at=at)


def change(member, **details):
    for name, value in details.items():
        setattr(member, name, value)
    member.save()


@pytest.fixture
def student(amina):
    change(amina, worker_status="student")
    return amina


def test_it_takes_everything_a_case_knows_of_the_family(amina, amina_unit, by):
    change(
        amina, family="partner_low_income", children=3, disabled_children=1, is_disabled=True,
        partner_is_disabled=True, other_dependants=2, dependent_retirees=1,
    )  # fmt: skip
    (given,) = pay.inputs(pay.plan(amina_unit, amina, by=by))
    assert given.case.children + given.case.disabled_children == 4
    assert (given.is_disabled, given.partner_is_disabled) == (True, True)
    assert (given.dependants, given.dependent_retirees) == (2, 1)
    assert given.family == "partner_low_income"


def test_the_payslip_keeps_it_as_it_was(amina, amina_unit, by, at):
    change(amina, children=2, disabled_children=1, extra_withholding_cents=1_000)
    contracts = pay.plan(amina_unit, amina, by=by)
    (given,) = pay.inputs(contracts)
    (slip,) = made(contracts, by, at)
    change(amina, children=0, disabled_children=0, extra_withholding_cents=None)
    kept = queries.get(id=slip.pk)
    assert kept.terms == {"disabled_children": 1, "extra_withholding_cents": 1_000}
    assert asked_again(kept) == given


def test_what_is_withheld_on_top_goes_with_the_first_pay_of_the_month(amina, amina_unit, by, at):
    change(amina, extra_withholding_cents=2_000)
    may = pay.plan(amina_unit, amina, by=by)
    june = pay.plan(amina_unit, amina, by=by, month=6)
    july = pay.plan(amina_unit, amina, by=by, month=7)
    slips = made([*july, *june, *may], by, at)
    assert [slip.withholding_cents for slip in slips] == [2_000, 2_000, 2_000]
    same, second = pay.inputs([*may, *pay.copies(may[0], 1)])
    assert (same.extra_withholding_cents, second.extra_withholding_cents) == (2_000, 0)


def test_an_amount_that_a_pay_cannot_bear_waits_for_the_next(amina, amina_unit, by, at):
    change(amina, extra_withholding_cents=30_000)
    (small,) = made(pay.plan(amina_unit, amina, by=by), by, at)
    assert (small.withholding_cents, small.terms) == (0, {})
    contract = pay.copies(pay.plan(amina_unit, amina, by=by, month=6)[0], 1)[0]
    Contract.objects.filter(pk=contract.pk).update(
        starts_on=small.starts_on, ends_on=small.ends_on, gross_cents=90_000
    )
    contract.refresh_from_db()
    (large,) = made([contract], by, at)
    assert large.terms == {"extra_withholding_cents": 30_000}
    assert large.withholding_cents >= 30_000


def test_a_student_has_the_quota_that_earlier_contracts_left(student, amina_unit, by):
    first, second = (pay.plan(amina_unit, student, by=by, month=month)[0] for month in (5, 6))
    Contract.objects.update(state="worked")
    given = pay.inputs([first, second])
    assert [each.student_minutes_left for each in given] == [650 * HOUR, 642 * HOUR]


def test_a_student_who_was_announced_too_late_has_no_quota(student, amina_unit, by, at):
    (contract,) = pay.plan(amina_unit, student, by=by)
    (in_time,) = pay.inputs([contract])
    Declaration.objects.create(
        contract=contract, unit=amina_unit, kind="in", state="accepted", number="1",
        period_number="1", due_at=contract.starts_at, queued_at=contract.starts_at,
        sent_at=contract.starts_at + timedelta(hours=2), reason="the portal was down",
    )  # fmt: skip
    (late,) = pay.inputs([contract])
    assert (in_time.declared_in_time, late.declared_in_time) == (True, False)
    (slip,) = actions.run(contracts=[late], by=by, at=at)
    assert slip.contribution_cents == 2_614  # as a white-collar worker


def test_a_student_on_a_day_without_a_quota_is_refused_by_name(student, amina_unit, by, at):
    (contract,) = pay.plan(amina_unit, student, by=by)
    contract.starts_on = contract.ends_on = date(2016, 12, 31)
    (given,) = pay.inputs([contract])
    assert given.student_minutes_left is None
    with pytest.raises(actions.NotComputable, match="Amina Benali"):
        actions.run(contracts=[given], by=by, at=at)


def test_others_cost_no_query_for_students_or_extras(
    amina, amina_unit, by, django_assert_num_queries
):
    contracts = pay.plan(amina_unit, amina, by=by)
    with django_assert_num_queries(0):
        pay.inputs(contracts)
