"""What a payment run takes, and who sees which payslip."""

from datetime import date, timedelta

import pytest
from django.db import connection

from commonweal.payroll import actions, queries
from commonweal.payroll.models import Payslip
from commonweal.payroll.tests import pay


@pytest.fixture
def slips(amina, bram, amina_unit, by, at):
    contracts = pay.plan(amina_unit, amina, bram, by=by)
    return actions.run(contracts=pay.inputs(contracts), by=by, at=at)


def see(scope):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [scope])


def test_a_wage_is_payable_on_its_day_and_not_before(slips, amina, amina_unit):
    due = slips[0].due_on
    assert queries.payable(due_by=due - timedelta(days=1)) == []
    first, _second = queries.payable(due_by=due)
    assert first == queries.Payable(
        item=slips[0].item,
        account="455",
        unit_id=amina_unit.pk,
        member_id=amina.pk,
        name="Amina Benali",
        iban=amina.iban,
        cents=slips[0].net_cents,
        due_on=due,
        guaranteed=True,
    )


def test_a_worker_reads_the_own_payslip_of_another_unit(slips, bram, carla_unit):
    see(str(carla_unit.pk))
    (wage,) = queries.own(member_id=bram.pk)
    assert (wage.payslip.pk, wage.open_cents) == (slips[1].pk, slips[1].net_cents)
    assert queries.get_own(member_id=bram.pk, id=slips[1].pk) == wage


def test_a_stranger_sees_no_payslip(slips, carla, carla_unit):
    see(str(carla_unit.pk))
    assert queries.own(member_id=carla.pk) == []
    assert not Payslip.objects.exists()
    with pytest.raises(Payslip.DoesNotExist):
        queries.get_own(member_id=carla.pk, id=slips[0].pk)


def test_the_scope_stands_as_it_was_after_reading_the_own(slips, bram, carla_unit):
    see(str(carla_unit.pk))
    queries.own(member_id=bram.pk)
    with pytest.raises(Payslip.DoesNotExist):
        queries.get_own(member_id=bram.pk, id=slips[0].pk)
    assert not Payslip.objects.exists()


def test_the_office_sees_what_is_open_of_each_wage(slips):
    due = slips[0].due_on
    wages = queries.wages(start=due, end=due + timedelta(days=1))
    assert [wage.open_cents for wage in wages] == [slip.net_cents for slip in slips]


def test_the_lines_are_read_with_name_and_reason(slips):
    rows = queries.rows(payslip=slips[0])
    assert sum(row.cents for row in rows if row.part == "pay") == slips[0].net_cents
    assert all(row.label and row.reason for row in rows)


def test_what_is_due_in_a_week(slips):
    monday = date(2026, 5, 18)
    week = queries.due(start=monday, end=monday + timedelta(days=7))
    assert [slip.pk for slip in week] == [slip.pk for slip in slips]
    assert not queries.due(start=date(2026, 5, 4), end=monday)
