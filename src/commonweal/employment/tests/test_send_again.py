"""Sending a lost declaration again, because somebody made sure."""

import pytest

from commonweal.employment import actions
from commonweal.employment.tests import work
from commonweal.kernel import queries as kernel


def test_it_goes_back_in_the_queue_in_the_name_of_who_made_sure(amina, amina_unit, by, at):
    declaration = work.declare(amina_unit, work.contract(amina))
    actions.begin_sending(declarations=[declaration], by=by, at=at)
    actions.record_lost(declarations=[declaration], by=by, at=at)
    actions.send_again(declarations=[declaration], by=by, at=at)
    declaration.refresh_from_db()
    assert (declaration.state, declaration.sent_at) == ("queued", None)
    event = kernel.events(of=[declaration.contract.ref]).last()
    assert (event.verb, event.by_name) == ("employment.send_again", "Dirk Maes")


def test_it_refuses_one_whose_answer_is_only_slow(amina, amina_unit, by, at):
    declaration = work.declare(amina_unit, work.contract(amina))
    actions.begin_sending(declarations=[declaration], by=by, at=at)
    actions.record_taken(taken=[actions.Taken(declaration, "2026")], by=by, at=at)
    with pytest.raises(actions.NotLost):
        actions.send_again(declarations=[declaration], by=by, at=at)
