"""The second lock: a connection sees the work of the units in its scope, and no other."""

import pytest
from django.db import connection

from commonweal.employment import queries
from commonweal.employment.models import Assignment, Contract, Declaration, WorkPeriod
from commonweal.employment.tests import work


def scope(value):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [value])


@pytest.mark.parametrize("model", [Assignment, Contract, WorkPeriod, Declaration])
def test_a_scope_shows_its_units_only(amina, carla, amina_unit, carla_unit, model):
    work.declare(amina_unit, work.contract(amina))
    work.declare(carla_unit, work.contract(carla))
    scope(str(amina_unit.pk))
    assert [each.unit_id for each in model.objects.all()] == [amina_unit.pk]
    scope("")
    assert not model.objects.exists()
    scope("*")
    assert model.objects.count() == 2


def test_the_hours_of_a_person_count_over_all_units_without_showing_them(
    amina, amina_unit, carla_unit
):
    work.plan(carla_unit, work.contract(amina))
    scope(str(amina_unit.pk))
    clash = work.assignment(amina_unit, work.contract(amina, work.period(start=16, hours=3)))
    (refusal,) = queries.check(assignments=[clash], at=work.NOW)
    assert isinstance(refusal, queries.WorksTwiceAtOnce)
    assert not Contract.objects.exists()


def test_a_worker_reads_the_own_contract_for_another_unit_and_no_other(
    amina, carla, amina_unit, carla_unit
):
    mine, hers = work.plan(carla_unit, work.contract(amina), work.contract(carla, work.period(2)))
    scope(str(amina_unit.pk))
    assert queries.contracts_of(member=amina.pk) == [mine]
    assert queries.get_own(member=amina.pk, contract=mine.pk).periods.all()
    with pytest.raises(Contract.DoesNotExist):
        queries.get_own(member=amina.pk, contract=hers.pk)
    assert not Contract.objects.exists()
