"""Premiums and holiday pay beside the wage, and the pay of staff and students, in the books."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.ledger import queries as books
from commonweal.payroll import actions, queries
from commonweal.payroll.models import Payslip
from commonweal.payroll.tests import pay
from commonweal.rules import payslip
from commonweal.rules.cases import FAMILIES, Case


@pytest.fixture
def staff(amina, amina_unit, by):
    """Amina works for the house: the input of her pay."""
    amina.worker_status = "staff"
    amina.save()
    (given,) = pay.inputs(pay.plan(amina_unit, amina, by=by, gross_cents=300_000))
    return replace(given, minutes=9_880)


@pytest.mark.parametrize("kind", ["double_holiday", "exit_holiday"])
def test_holiday_pay_is_taken_from_what_was_set_aside(staff, amina_unit, by, at, kind):
    (slip,) = actions.run(contracts=[replace(staff, kind=kind)], by=by, at=at)
    entry = pay.entry_of(slip)
    assert entry["456"] == (300_000, None, None)
    assert "6203" not in entry
    assert slip.work_budget_cents == slip.tariff_cents == slip.employer_cents
    assert books.budget(unit=amina_unit.pk) == -slip.tariff_cents
    assert entry["455"] == (-slip.net_cents, None, slip.item)


def test_a_year_end_premium_is_borne_by_the_unit(staff, amina_unit, by, at):
    (slip,) = actions.run(contracts=[replace(staff, kind="year_end_premium")], by=by, at=at)
    assert pay.entry_of(slip)["6203"] == (300_000, amina_unit.pk, None)


def test_staff_is_charged_at_cost(staff, by, at):
    (slip,) = actions.run(contracts=[staff], by=by, at=at)
    assert slip.tariff_cents == slip.employer_cents + slip.provision_cents
    assert "7041" not in pay.entry_of(slip)


def test_a_premium_stands_beside_the_wage_and_is_paid_once(staff, by, at):
    premium = replace(staff, kind="double_holiday")
    wage, holiday = actions.run(contracts=[staff, premium], by=by, at=at)
    again = actions.run(contracts=[premium, staff], by=by, at=at)
    assert [slip.pk for slip in again] == [holiday.pk, wage.pk]
    assert queries.of_contracts(contracts=[staff.contract_id]) == {staff.contract_id: wage}


def test_holiday_pay_of_an_artist_is_refused_by_name(staff, by, at):
    wrong = replace(staff, kind="double_holiday", worker_status="artist")
    with pytest.raises(actions.NotComputable, match="Amina Benali.*holiday fund"):
        actions.run(contracts=[wrong], by=by, at=at)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"kind": "tip"}, "payslip_kind_known"),
        ({"worker_status": "king"}, "payslip_worker_status_known"),
        ({"family": "crowd"}, "payslip_family_known"),
    ],
)
def test_postgresql_refuses_what_the_rules_do_not_know(staff, by, at, wrong, name):
    (slip,) = actions.run(contracts=[staff], by=by, at=at)
    copy = Payslip.objects.get(pk=slip.pk)
    copy.pk, copy.corrects, copy.original = None, slip, slip
    for field, value in wrong.items():
        setattr(copy, field, value)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        copy.save(force_insert=True)


@settings(max_examples=200)
@given(
    st.builds(
        Case,
        gross_cents=st.integers(1, 1_500_000),
        on=st.dates(date(2024, 5, 1), date(2026, 12, 31)),
        status=st.sampled_from(["staff", "student", "white_collar", "artist", "blue_collar"]),
        family=st.sampled_from(FAMILIES),
        minutes=st.integers(1, 9_880),
        student_minutes_left=st.none() | st.integers(0, 9_880),
    )
)
def test_the_tariff_always_covers_what_is_due(case):
    employer = payslip.amounts(case).employer
    assert employer.tariff >= employer.due + employer.provision
