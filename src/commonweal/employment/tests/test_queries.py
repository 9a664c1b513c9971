"""Reads of work."""

from datetime import timedelta

from commonweal.employment import actions, queries
from commonweal.employment.models import Contract
from commonweal.employment.tests import work


def test_a_job_is_declared_when_all_that_stands_is(amina, bram, carla, amina_unit, by, at):
    first, second, third = work.clear(
        amina_unit, work.contract(amina), work.contract(bram), work.contract(carla)
    )
    job = first.assignment_id
    Contract.objects.filter(pk=first.pk).update(state="declared")
    assert queries.all_declared(assignments=[job]) == frozenset()
    Contract.objects.filter(pk=second.pk).update(state="worked")
    actions.cancel(contracts=[third], by=by, at=at)
    assert queries.all_declared(assignments=[job]) == {job}


def test_a_job_that_is_cancelled_whole_is_not_declared_and_has_no_last_day(
    amina, amina_unit, by, at
):
    contracts = work.plan(amina_unit, work.contract(amina))
    actions.cancel(contracts=contracts, by=by, at=at)
    job = contracts[0].assignment_id
    assert queries.all_declared(assignments=[job]) == frozenset()
    assert queries.last_days(assignments=[job]) == {}


def test_the_last_day_is_that_of_whoever_works_longest(amina, bram, amina_unit, at):
    contracts = work.plan(amina_unit, work.contract(amina), work.contract(bram, work.period(5)))
    job = contracts[0].assignment_id
    assert queries.last_days(assignments=[job]) == {job: (at + timedelta(days=5)).date()}


def test_standings_take_two_queries_for_any_number_of_jobs(
    amina, bram, amina_unit, django_assert_num_queries
):
    jobs = {
        work.declare(amina_unit, work.contract(who, work.period(day))).contract.assignment_id
        for who in (amina, bram)
        for day in (1, 2, 3)
    }
    with django_assert_num_queries(2):
        found = queries.standings(assignments=jobs)
    assert found.keys() == jobs
    assert all(s.announcement.state == "queued" for each in found.values() for s in each)


def test_begun_work_that_nobody_accepted_is_alarming(amina, amina_unit):
    declaration = work.declare(amina_unit, work.contract(amina))
    ((standing,),) = queries.standings(assignments=[declaration.contract.assignment_id]).values()
    assert not standing.is_alarming(declaration.due_at - timedelta(seconds=1))
    assert standing.is_alarming(declaration.due_at)


def test_contracts_of_a_member_are_hers_alone(amina, bram, amina_unit):
    work.plan(amina_unit, work.contract(amina), work.contract(bram))
    assert [each.member_id for each in queries.contracts_of(member=amina.pk)] == [amina.pk]


def test_states_are_counted(amina, bram, amina_unit):
    work.declare(amina_unit, work.contract(amina), work.contract(bram))
    assert queries.counts() == {"queued": 2}
