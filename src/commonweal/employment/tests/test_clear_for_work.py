"""Clearing planned work."""

from datetime import timedelta

import pytest

from commonweal.employment import actions
from commonweal.employment.tests import work


def test_it_clears_what_is_planned(amina, bram, amina_unit, by, at):
    planned = work.plan(amina_unit, work.contract(amina), work.contract(bram))
    cleared = actions.clear_for_work(contracts=planned, by=by, at=at)
    assert [each.state for each in cleared] == ["cleared", "cleared"]
    assert [work.state(each) for each in planned] == ["cleared", "cleared"]


def test_it_refuses_a_second_time(amina, amina_unit, by, at):
    cleared = work.clear(amina_unit, work.contract(amina))
    with pytest.raises(actions.WrongState, match="Cleared for work"):
        actions.clear_for_work(contracts=cleared, by=by, at=at)


def test_it_refuses_once_the_work_has_begun(amina, amina_unit, by, at):
    planned = work.plan(amina_unit, work.contract(amina))
    with pytest.raises(actions.WorkHasBegun, match="09:00"):
        actions.clear_for_work(contracts=planned, by=by, at=at + timedelta(days=1))
    assert work.state(planned[0]) == "planned"


def test_one_wrong_contract_stops_the_batch(amina, bram, amina_unit, by, at):
    planned = work.plan(amina_unit, work.contract(amina))
    cancelled = work.plan(amina_unit, work.contract(bram))
    actions.cancel(contracts=cancelled, by=by, at=at)
    with pytest.raises(actions.WrongState):
        actions.clear_for_work(contracts=planned + cancelled, by=by, at=at)
    assert work.state(planned[0]) == "planned"
