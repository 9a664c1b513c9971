"""Social security took a message."""

from commonweal.employment import actions
from commonweal.employment.tests import work


def sending(unit, contract, at, by):
    declaration = work.declare(unit, contract)
    actions.begin_sending(declaration=declaration, by=by, at=at)
    return declaration


def test_it_waits_for_the_answer_under_that_number(amina, amina_unit, by, at):
    declaration = sending(amina_unit, work.contract(amina), at, by)
    actions.record_taken(declaration=declaration, number="2026", by=by, at=at)
    declaration.refresh_from_db()
    assert (declaration.state, declaration.number) == ("sent", "2026")


def test_a_number_of_another_message_says_nothing_about_this_one(amina, bram, amina_unit, by, at):
    first = sending(amina_unit, work.contract(amina), at, by)
    actions.record_taken(declaration=first, number="2026", by=by, at=at)
    second = sending(amina_unit, work.contract(bram), at, by)
    actions.record_taken(declaration=second, number="2026", by=by, at=at)
    second.refresh_from_db()
    assert (second.state, second.number) == ("unknown", "")


def test_a_second_time_changes_nothing(amina, amina_unit, by, at):
    declaration = sending(amina_unit, work.contract(amina), at, by)
    actions.record_taken(declaration=declaration, number="2026", by=by, at=at)
    assert actions.record_taken(declaration=declaration, number="2027", by=by, at=at) == []
    declaration.refresh_from_db()
    assert declaration.number == "2026"
