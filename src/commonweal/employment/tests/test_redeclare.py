"""Announcing refused work again."""

import pytest

from commonweal.employment import actions, gateways, jobs
from commonweal.employment.models import Declaration
from commonweal.employment.tests import work


@pytest.fixture
def service(amina):
    service = gateways.RecordingSocialSecurity({amina.national_number: "B"})
    with gateways.replaced(by=service):
        yield service


@pytest.fixture
def refused(amina, amina_unit, at, service):
    declaration = work.declare(amina_unit, work.contract(amina))
    jobs.send_queued(at=at)
    jobs.ask(at=at)
    declaration.refresh_from_db()
    return declaration


def test_it_sends_a_new_message_and_keeps_the_old_one(refused, service, by, at):
    assert work.state(refused.contract) == "refused"
    service.results.clear()
    actions.redeclare(contracts=[refused.contract], by=by, at=at)
    assert work.state(refused.contract) == "cleared"
    jobs.send_queued(at=at)
    jobs.ask(at=at)
    states = Declaration.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == ["refused", "accepted"]
    assert work.state(refused.contract) == "declared"


def test_it_refuses_work_that_was_not_refused(amina, amina_unit, by, at):
    with pytest.raises(actions.WrongState):
        actions.redeclare(contracts=work.clear(amina_unit, work.contract(amina)), by=by, at=at)


def test_it_refuses_once_the_work_has_begun(refused, by):
    with pytest.raises(actions.WorkHasBegun):
        actions.redeclare(contracts=[refused.contract], by=by, at=refused.due_at)
    assert work.state(refused.contract) == "refused"
