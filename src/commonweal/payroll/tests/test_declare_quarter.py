"""Taking the DmfA of a quarter."""

from datetime import date

import pytest

from commonweal.kernel import queries as kernel
from commonweal.kernel.refusals import Refusal
from commonweal.payroll import actions
from commonweal.payroll.declarations import dmfa
from commonweal.payroll.tests import pay

APRIL = date(2026, 4, 1)
NUMBERS = {"noss_number": "123456789", "local_unit": "2000000042"}


@pytest.fixture
def slips(amina, amina_unit, by, at):
    return actions.run(contracts=pay.inputs(pay.plan(amina_unit, amina, by=by)), by=by, at=at)


def test_it_writes_the_file_and_notes_who_took_it(slips, by, at):
    found = actions.declare_quarter(quarter=APRIL, **NUMBERS, by=by, at=at)
    assert found.name == "dmfa-2026-2.xml"
    assert dmfa.control(found.content).persons == 1
    (event,) = kernel.events(of=["quarter:2026-2"])
    assert (event.verb, event.by_name) == ("payroll.declare_quarter", "Dirk Maes")


def test_a_quarter_without_pay_is_refused(entity, by, at):
    with pytest.raises(Refusal):
        actions.declare_quarter(quarter=APRIL, **NUMBERS, by=by, at=at)
    assert not kernel.events(of=["quarter:2026-2"])
