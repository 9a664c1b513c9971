"""Putting right what was not declared in time."""

from datetime import timedelta

import pytest

from commonweal.employment import actions, gateways, jobs, queries
from commonweal.employment.models import Declaration
from commonweal.employment.tests import work
from commonweal.kernel import clock


def test_it_declares_with_the_reason_and_stays_visible(amina, amina_unit, by):
    cleared = work.clear(amina_unit, work.contract(amina))
    later = cleared[0].starts_at + timedelta(hours=2)
    assert list(queries.undeclared(at=later)) == cleared
    actions.declare_late(contracts=cleared, reason="Mail was down", by=by, at=later)
    clock.move(to=later)
    with gateways.replaced(by=gateways.RecordingSocialSecurity()):
        jobs.send_queued(at=later)
        jobs.ask(at=later)
    declaration = Declaration.objects.get()
    assert (declaration.state, declaration.reason) == ("accepted", "Mail was down")
    assert declaration.sent_at > declaration.due_at
    assert work.state(cleared[0]) == "declared"


def test_it_takes_the_place_of_a_message_that_came_too_late(amina, amina_unit, by):
    declaration = work.declare(amina_unit, work.contract(amina))
    later = declaration.due_at + timedelta(minutes=1)
    actions.park(by=by, at=later)
    actions.declare_late(
        contracts=[declaration.contract], reason="Service was down", by=by, at=later
    )
    states = Declaration.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == ["withdrawn", "queued"]


def test_it_refuses_without_a_reason(amina, amina_unit, by):
    cleared = work.clear(amina_unit, work.contract(amina))
    with pytest.raises(actions.ReasonMissing):
        actions.declare_late(contracts=cleared, reason=" ", by=by, at=cleared[0].starts_at)


def test_it_refuses_what_can_still_be_declared_in_time(amina, amina_unit, by, at):
    cleared = work.clear(amina_unit, work.contract(amina))
    with pytest.raises(actions.NotLate):
        actions.declare_late(contracts=cleared, reason="Why not", by=by, at=at)


def test_refused_work_that_has_begun_is_declared_late_too(amina, amina_unit, by, at):
    declaration = work.declare(amina_unit, work.contract(amina))
    service = gateways.RecordingSocialSecurity({amina.national_number: "B"})
    with gateways.replaced(by=service):
        jobs.send_queued(at=at)
        jobs.ask(at=at)
    later = declaration.due_at + timedelta(hours=1)
    actions.declare_late(
        contracts=[declaration.contract], reason="Number corrected", by=by, at=later
    )
    states = Declaration.objects.order_by("id").values_list("state", flat=True)
    assert (list(states), work.state(declaration.contract)) == (["refused", "queued"], "cleared")
