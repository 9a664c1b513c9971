"""activities.set_goal: agreed with the people of a unit, by a day."""

from datetime import timedelta

import pytest
from tests.cast import TODAY

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.kernel.refusals import Refusals

JUNE = TODAY + timedelta(days=30)


def goal(unit, by, at, text="Find a second client", due_on=JUNE):
    return activities.set_goal(unit=unit, text=text, due_on=due_on, by=by, at=at)


def test_the_people_of_the_unit_read_it(amina_unit, by, at):
    goal(amina_unit, by, at)
    (found,) = queries.goals(unit=amina_unit.pk)
    assert (found.text, found.due_on, found.done_on) == ("Find a second client", JUNE, None)
    assert not queries.notes(unit=amina_unit.pk)


def test_what_is_due_first_stands_first(amina_unit, by, at):
    goal(amina_unit, by, at)
    sooner = goal(amina_unit, by, at, "Send the report", TODAY)
    assert queries.open_goals(units=[amina_unit.pk]).first() == sooner


def test_it_lies_ahead_and_says_something(amina_unit, by, at):
    with pytest.raises(Refusals) as refusal:
        goal(amina_unit, by, at, "", TODAY - timedelta(days=1))
    found = {each.code for each in refusal.value.refusals}
    assert found == {"nothing_written", "goal_in_the_past"}
