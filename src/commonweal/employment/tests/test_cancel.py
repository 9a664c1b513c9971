"""Taking work back."""

from datetime import timedelta

import pytest

from commonweal.employment import actions, gateways, jobs
from commonweal.employment.models import Declaration, WorkPeriod
from commonweal.employment.tests import work


@pytest.fixture
def service():
    with gateways.replaced(by=gateways.RecordingSocialSecurity()) as _nothing:
        yield gateways.social_security()


def talk(at):
    jobs.send_queued(at=at)
    jobs.ask(at=at)


def kinds_and_states():
    return list(Declaration.objects.order_by("id").values_list("kind", "state"))


def test_planned_work_leaves_its_hours_free(amina, amina_unit, by, at):
    planned = work.plan(amina_unit, work.contract(amina))
    actions.cancel(contracts=planned, by=by, at=at)
    assert work.state(planned[0]) == "cancelled"
    assert not WorkPeriod.objects.filter(stands=True).exists()


def test_a_message_that_was_not_sent_is_withdrawn(amina, amina_unit, by, at):
    declaration = work.declare(amina_unit, work.contract(amina))
    actions.cancel(contracts=[declaration.contract], by=by, at=at)
    assert kinds_and_states() == [("in", "withdrawn")]


def test_accepted_work_is_taken_back_at_social_security(amina, amina_unit, by, at, service):
    declaration = work.declare(amina_unit, work.contract(amina))
    talk(at)
    declaration.refresh_from_db()
    actions.cancel(contracts=[declaration.contract], by=by, at=at)
    talk(at)
    assert kinds_and_states() == [("in", "accepted"), ("cancel", "accepted")]
    body = list(service.messages.values())[-1].body
    assert body == {"dimonaCancel": {"periodId": int(declaration.period_number)}}
    assert work.state(declaration.contract) == "cancelled"


def test_work_cancelled_while_its_message_is_out_is_taken_back_later(
    amina, amina_unit, by, at, service
):
    declaration = work.declare(amina_unit, work.contract(amina))
    jobs.send_queued(at=at)
    actions.cancel(contracts=[declaration.contract], by=by, at=at)
    assert kinds_and_states() == [("in", "sent")]
    talk(at)
    talk(at)
    assert kinds_and_states() == [("in", "accepted"), ("cancel", "accepted")]
    assert work.state(declaration.contract) == "cancelled"


def test_it_asks_why_nobody_worked_once_the_start_has_passed(amina, amina_unit, by, at):
    planned = work.plan(amina_unit, work.contract(amina))
    later = at + timedelta(days=2)
    with pytest.raises(actions.ReasonMissing):
        actions.cancel(contracts=planned, by=by, at=later)
    actions.cancel(contracts=planned, reason="The client never confirmed", by=by, at=later)
    assert work.state(planned[0]) == "cancelled"


def test_it_refuses_a_second_time(amina, amina_unit, by, at):
    planned = work.plan(amina_unit, work.contract(amina))
    actions.cancel(contracts=planned, by=by, at=at)
    with pytest.raises(actions.WrongState):
        actions.cancel(contracts=planned, by=by, at=at)
