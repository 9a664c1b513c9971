"""A lost declaration was found again."""

import pytest

from commonweal.employment import actions
from commonweal.employment.tests import work


@pytest.fixture
def lost(amina, amina_unit, by, at):
    declaration = work.declare(amina_unit, work.contract(amina))
    actions.begin_sending(declarations=[declaration], by=by, at=at)
    actions.record_lost(declarations=[declaration], by=by, at=at)
    return declaration


def test_its_answer_is_asked_for_under_that_number(lost, by, at):
    actions.record_found(declaration=lost, number=" 2026 ", by=by, at=at)
    lost.refresh_from_db()
    assert (lost.state, lost.number) == ("sent", "2026")
    assert work.queued()[-1] == "employment.poll"


def test_it_refuses_no_number(lost, by, at):
    with pytest.raises(actions.NumberMissing):
        actions.record_found(declaration=lost, number="", by=by, at=at)


def test_it_refuses_the_number_of_another_declaration(lost, bram, amina_unit, by, at):
    other = work.declare(amina_unit, work.contract(bram))
    actions.begin_sending(declarations=[other], by=by, at=at)
    actions.record_taken(taken=[actions.Taken(other, "2026")], by=by, at=at)
    with pytest.raises(actions.NumberTaken, match="2026"):
        actions.record_found(declaration=lost, number="2026", by=by, at=at)


def test_it_refuses_a_declaration_that_is_not_lost(amina, amina_unit, by, at):
    declaration = work.declare(amina_unit, work.contract(amina))
    with pytest.raises(actions.NotLost):
        actions.record_found(declaration=declaration, number="2026", by=by, at=at)
