"""The answer to a message was lost."""

from commonweal.employment import actions
from commonweal.employment.tests import work


def test_it_is_set_aside_and_not_sent_again(amina, amina_unit, by, at):
    declaration = work.declare(amina_unit, work.contract(amina))
    actions.begin_sending(declarations=[declaration], by=by, at=at)
    assert actions.record_lost(declarations=[declaration], by=by, at=at) == [declaration.contract]
    declaration.refresh_from_db()
    assert declaration.state == "unknown"
    assert actions.begin_sending(declarations=[declaration], by=by, at=at) == []


def test_a_message_that_is_not_out_cannot_be_lost(amina, amina_unit, by, at):
    declaration = work.declare(amina_unit, work.contract(amina))
    assert actions.record_lost(declarations=[declaration], by=by, at=at) == []
