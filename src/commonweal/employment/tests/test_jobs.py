"""The conversation with social security, end to end, over HTTP."""

from datetime import timedelta

import pytest

from commonweal.employment import actions, gateways, jobs, queries
from commonweal.employment.models import Declaration
from commonweal.employment.tests import work
from commonweal.kernel import clock


def states():
    return list(Declaration.objects.order_by("id").values_list("state", flat=True))


def talk(turns=1):
    jobs.send_queued(at=clock.now())
    for _ in range(turns):
        jobs.ask(at=clock.now())


def test_work_is_declared_before_it_begins(dimona, amina, amina_unit):
    declaration = work.declare(amina_unit, work.contract(amina))
    jobs.send()
    assert states() == ["sent"]
    jobs.poll(turn=0)
    jobs.poll(turn=1)
    assert states() == ["accepted"]
    declaration.refresh_from_db()
    assert declaration.sent_at < declaration.due_at
    assert queries.all_declared(assignments=[declaration.contract.assignment_id])


def test_the_answer_is_asked_for_later_and_later(dimona, amina, amina_unit):
    work.declare(amina_unit, work.contract(amina))
    jobs.send()
    jobs.poll(turn=0)
    assert work.queued() == ["employment.send", "employment.poll", "employment.poll"]
    jobs.poll(turn=1)
    assert work.queued().count("employment.poll") == 2


def test_running_everything_twice_sends_once(service, dimona, amina, amina_unit):
    work.clear(amina_unit, work.contract(amina))
    for _ in range(4):
        jobs.declare_due(timestamp=0)
    assert len(service.office.declared) == 1
    assert states() == ["accepted"]


@pytest.mark.parametrize("behaviour", ["lost", "error_after", "slow"])
def test_a_lost_answer_is_looked_for_and_nothing_is_sent_twice(
    service, dimona, amina, amina_unit, behaviour
):
    service.plan(amina.national_number, [behaviour])
    work.declare(amina_unit, work.contract(amina))
    jobs.send_queued(at=clock.now())
    assert states() == ["unknown"]
    while not service.office.declared:  # a slow service takes the message in its own time
        service.rest(1)
    talk(turns=2)
    assert states() == ["accepted"]
    assert len(service.office.declared) == 1


@pytest.mark.parametrize("behaviour", ["error", "timeout"])
def test_what_never_arrived_waits_for_a_person(service, dimona, amina, amina_unit, by, behaviour):
    service.plan(amina.national_number, [behaviour])
    declaration = work.declare(amina_unit, work.contract(amina))
    for _ in range(3):
        talk()
    assert states() == ["unknown"]
    assert not service.office.declared
    actions.send_again(declarations=[declaration], by=by, at=clock.now())
    talk(turns=2)
    assert states() == ["accepted"]


def test_a_service_that_is_down_keeps_the_queue_and_is_asked_once(
    service, dimona, amina, bram, amina_unit
):
    service.plan(amina.national_number, ["busy"])
    work.declare(amina_unit, work.contract(amina), work.contract(bram))
    jobs.send_queued(at=clock.now())
    assert states() == ["queued", "queued"]
    talk(turns=2)
    assert states() == ["accepted", "accepted"]


def test_a_number_that_is_already_ours_is_not_believed(service, dimona, amina, bram, amina_unit):
    service.plan(bram.national_number, ["duplicate"])
    work.declare(amina_unit, work.contract(amina), work.contract(bram))
    talk(turns=2)
    assert states() == ["accepted", "unknown"]


def test_a_refusal_stops_the_work_with_a_remedy(service, dimona, amina, amina_unit):
    service.plan(amina.national_number, ["refuse"])
    declaration = work.declare(amina_unit, work.contract(amina))
    talk(turns=2)
    declaration.refresh_from_db()
    assert work.state(declaration.contract) == "refused"
    assert queries.objections(declaration)[0].remedy


def test_a_body_that_cannot_be_read_is_refused_with_what_was_said(
    service, dimona, amina, amina_unit
):
    service.plan(amina.national_number, ["malformed"])
    declaration = work.declare(amina_unit, work.contract(amina))
    talk()
    declaration.refresh_from_db()
    assert (declaration.state, work.state(declaration.contract)) == ("refused", "refused")
    assert "malformed" in queries.objections(declaration)[0].words


def test_a_person_without_identity_does_not_hold_up_the_others(
    dimona, service, amina, bram, amina_unit
):
    work.clear(amina_unit, work.contract(amina), work.contract(bram))
    type(bram).objects.filter(pk=bram.pk).update(national_number="", street="")
    jobs.declare_due(timestamp=0)
    assert [each.ssin for each in service.office.declared.values()] == [amina.national_number]


def test_what_comes_too_late_is_an_alarm_and_is_not_sent(service, dimona, amina, amina_unit):
    declaration = work.declare(amina_unit, work.contract(amina))
    clock.move(to=declaration.due_at + timedelta(minutes=1))
    jobs.declare_due(timestamp=0)
    assert states() == ["late"]
    assert not service.office.declared
    assert list(queries.undeclared(at=clock.now())) == [declaration.contract]


def test_many_lost_answers_are_each_found_once(service, dimona, amina, bram, carla, amina_unit):
    people = (amina, bram, carla)
    for person in people:
        service.plan(person.national_number, ["lost"])
    work.declare(amina_unit, *(work.contract(person) for person in people))
    talk(turns=3)
    assert states() == ["accepted"] * 3
    assert len(service.office.declared) == 3


def test_two_lost_messages_with_the_same_body_wait_for_a_person(service, dimona, amina, amina_unit):
    service.plan(amina.national_number, ["lost", "lost"])
    work.declare(
        amina_unit,
        work.contract(amina, work.period(hours=4)),
        work.contract(amina, work.period(start=14, hours=4)),
    )
    talk(turns=2)
    assert states() == ["unknown", "unknown"]


def test_a_live_house_without_a_service_keeps_the_queue(settings, amina, amina_unit):
    settings.CLOCK_IS_MOVABLE = False
    gateways.forget()
    declaration = work.declare(amina_unit, work.contract(amina))
    jobs.send_queued(at=declaration.due_at - timedelta(hours=1))
    assert states() == ["queued"]


def test_demo_and_tests_find_the_simulator_by_themselves(amina, amina_unit):
    gateways.forget()
    work.declare(amina_unit, work.contract(amina))
    talk(turns=2)
    assert states() == ["accepted"]
    gateways.social_security().close()
    gateways.forget()
