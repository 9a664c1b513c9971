"""Closing contracts."""

from datetime import timedelta

import pytest

from commonweal.employment import actions, queries
from commonweal.employment.models import Contract
from commonweal.employment.tests import work


@pytest.fixture
def declared(amina, amina_unit):
    contracts = work.plan(amina_unit, work.contract(amina, work.period(1), work.period(2)))
    Contract.objects.update(state="declared")
    return contracts


def test_it_closes_a_contract_whose_last_day_has_passed(declared, by, at):
    after = at + timedelta(days=3)
    due = queries.contracts_worked(before=after.date())
    assert list(due) == declared
    actions.mark_worked(contracts=due, by=by, at=after)
    assert work.state(declared[0]) == "worked"
    assert not queries.contracts_worked(before=after.date())


def test_it_refuses_while_the_last_day_runs(declared, by, at):
    during = at + timedelta(days=2)
    assert not queries.contracts_worked(before=during.date())
    with pytest.raises(actions.NotYetOver):
        actions.mark_worked(contracts=declared, by=by, at=during)


def test_it_refuses_work_that_was_never_declared(amina, amina_unit, by, at):
    cleared = work.clear(amina_unit, work.contract(amina))
    with pytest.raises(actions.WrongState):
        actions.mark_worked(contracts=cleared, by=by, at=at + timedelta(days=9))


def test_worked_work_cannot_be_cancelled(declared, by, at):
    after = at + timedelta(days=3)
    actions.mark_worked(contracts=declared, by=by, at=after)
    with pytest.raises(actions.WrongState):
        actions.cancel(contracts=declared, reason="Too late", by=by, at=after)
