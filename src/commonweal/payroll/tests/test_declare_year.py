"""Taking the sheets of a year."""

import pytest

from commonweal.kernel import queries as kernel
from commonweal.kernel.refusals import Refusal
from commonweal.payroll import actions
from commonweal.payroll.declarations import belcotax
from commonweal.payroll.tests import pay


@pytest.fixture
def slips(amina, amina_unit, by, at):
    return actions.run(contracts=pay.inputs(pay.plan(amina_unit, amina, by=by)), by=by, at=at)


def test_it_writes_the_file_and_notes_who_took_it(slips, by, at):
    found = actions.declare_year(year=2026, by=by, at=at)
    assert found.name == "belcotax-2026.xml"
    assert belcotax.control(found.content).sheets == 1
    (event,) = kernel.events(of=["year:2026"])
    assert (event.verb, event.by_name) == ("payroll.declare_year", "Dirk Maes")


def test_a_file_for_a_trial_says_so(slips, by, at):
    assert b"BCTEST" in actions.declare_year(year=2026, by=by, at=at, test=True).content
    assert b"BCTEST" not in actions.declare_year(year=2026, by=by, at=at).content


def test_a_year_without_pay_is_refused(entity, by, at):
    with pytest.raises(Refusal):
        actions.declare_year(year=2026, by=by, at=at)
