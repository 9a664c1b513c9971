"""Social security took a message."""

from commonweal.employment import actions
from commonweal.employment.tests import work


def sending(unit, contract, at, by):
    declaration = work.declare(unit, contract)
    actions.begin_sending(declarations=[declaration], by=by, at=at)
    return declaration


def test_it_waits_for_the_answer_under_that_number(amina, amina_unit, by, at):
    declaration = sending(amina_unit, work.contract(amina), at, by)
    actions.record_taken(taken=[actions.Taken(declaration, "2026")], by=by, at=at)
    declaration.refresh_from_db()
    assert (declaration.state, declaration.number) == ("sent", "2026")


def test_a_number_of_another_message_says_nothing_about_this_one(amina, bram, amina_unit, by, at):
    first = sending(amina_unit, work.contract(amina), at, by)
    actions.record_taken(taken=[actions.Taken(first, "2026")], by=by, at=at)
    second = sending(amina_unit, work.contract(bram), at, by)
    actions.record_taken(taken=[actions.Taken(second, "2026")], by=by, at=at)
    second.refresh_from_db()
    assert (second.state, second.number) == ("unknown", "")


def test_the_same_number_twice_in_a_batch_is_believed_once(amina, bram, amina_unit, by, at):
    both = [
        sending(amina_unit, work.contract(amina), at, by),
        sending(amina_unit, work.contract(bram), at, by),
    ]
    actions.record_taken(taken=[actions.Taken(each, "2026") for each in both], by=by, at=at)
    assert sorted(type(both[0]).objects.values_list("state", flat=True)) == ["sent", "unknown"]


def test_a_second_time_changes_nothing(amina, amina_unit, by, at):
    declaration = sending(amina_unit, work.contract(amina), at, by)
    actions.record_taken(taken=[actions.Taken(declaration, "2026")], by=by, at=at)
    assert actions.record_taken(taken=[actions.Taken(declaration, "2027")], by=by, at=at) == []
    declaration.refresh_from_db()
    assert declaration.number == "2026"
