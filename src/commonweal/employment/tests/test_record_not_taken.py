"""Social security certainly did not take a message."""

from commonweal.employment import actions
from commonweal.employment.tests import work


def test_it_goes_back_in_the_queue_as_new(amina, amina_unit, by, at):
    declaration = work.declare(amina_unit, work.contract(amina))
    actions.begin_sending(declarations=[declaration], by=by, at=at)
    actions.record_not_taken(declarations=[declaration], by=by, at=at)
    declaration.refresh_from_db()
    assert (declaration.state, declaration.sent_at, declaration.digest) == ("queued", None, "")
    assert actions.begin_sending(declarations=[declaration], by=by, at=at)


def test_it_never_brings_back_a_message_that_was_taken(amina, amina_unit, by, at):
    declaration = work.declare(amina_unit, work.contract(amina))
    actions.begin_sending(declarations=[declaration], by=by, at=at)
    actions.record_taken(taken=[actions.Taken(declaration, "2026")], by=by, at=at)
    actions.record_not_taken(declarations=[declaration], by=by, at=at)
    declaration.refresh_from_db()
    assert declaration.state == "sent"
