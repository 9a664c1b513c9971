"""activities.reach_goal: it is done."""

import pytest
from tests.cast import TODAY

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.test_set_goal import goal


def test_it_keeps_the_day_and_is_open_no_more(amina_unit, by, at):
    reached = activities.reach_goal(goal=goal(amina_unit, by, at), by=by, at=at)
    assert reached.done_on == TODAY
    assert not queries.open_goals(units=[amina_unit.pk])
    assert list(queries.goals(unit=amina_unit.pk)) == [reached]


def test_open_goals_stand_before_those_reached(amina_unit, by, at):
    reached = activities.reach_goal(goal=goal(amina_unit, by, at), by=by, at=at)
    still = goal(amina_unit, by, at, "Raise the price")
    assert list(queries.goals(unit=amina_unit.pk)) == [still, reached]


def test_it_is_reached_once(amina_unit, by, at):
    reached = activities.reach_goal(goal=goal(amina_unit, by, at), by=by, at=at)
    with pytest.raises(activities.GoalSettled):
        activities.reach_goal(goal=reached, by=by, at=at)
