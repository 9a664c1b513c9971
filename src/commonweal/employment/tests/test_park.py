"""Setting aside what a person must look at."""

from datetime import timedelta

from commonweal.employment import actions
from commonweal.employment.tests import work
from commonweal.kernel import queries as kernel


def test_a_message_whose_work_began_is_late(amina, amina_unit, by):
    declaration = work.declare(amina_unit, work.contract(amina))
    actions.park(by=by, at=declaration.due_at)
    declaration.refresh_from_db()
    assert declaration.state == "late"
    assert kernel.events(of=[declaration.contract.ref]).last().verb == "employment.park"


def test_a_message_in_time_stays_in_the_queue(amina, amina_unit, by):
    declaration = work.declare(amina_unit, work.contract(amina))
    actions.park(by=by, at=declaration.due_at - timedelta(seconds=1))
    declaration.refresh_from_db()
    assert declaration.state == "queued"


def test_a_message_whose_sender_died_is_not_sent_again(amina, amina_unit, by, at):
    declaration = work.declare(amina_unit, work.contract(amina))
    actions.begin_sending(declarations=[declaration], by=by, at=at)
    actions.park(by=by, at=at)
    declaration.refresh_from_db()
    assert declaration.state == "unknown"
    assert actions.begin_sending(declarations=[declaration], by=by, at=at) == []


def test_nothing_to_set_aside_leaves_no_event(amina, amina_unit, by, at):
    declaration = work.declare(amina_unit, work.contract(amina))
    assert actions.park(by=by, at=at) == []
    assert kernel.events(of=[declaration.contract.ref]).last().verb == "employment.declare"
