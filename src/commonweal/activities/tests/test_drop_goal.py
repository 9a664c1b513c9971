"""activities.drop_goal: given up, and the staff remembers why."""

import pytest

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.test_set_goal import goal


def test_it_stays_as_a_note_of_the_staff(amina_unit, by, at):
    set_goal = goal(amina_unit, by, at)
    activities.drop_goal(goal=set_goal, reason="She works alone again.", by=by, at=at)
    (note,) = queries.notes(unit=amina_unit.pk)
    assert "Find a second client" in note.text
    assert "She works alone again." in note.text
    assert not queries.goals(unit=amina_unit.pk)


def test_it_says_why(amina_unit, by, at):
    with pytest.raises(activities.WhyDropped):
        activities.drop_goal(goal=goal(amina_unit, by, at), reason=" ", by=by, at=at)


def test_what_is_reached_is_not_dropped(amina_unit, by, at):
    reached = activities.reach_goal(goal=goal(amina_unit, by, at), by=by, at=at)
    with pytest.raises(activities.GoalSettled):
        activities.drop_goal(goal=reached, reason="No need", by=by, at=at)
