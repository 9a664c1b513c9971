"""The job that settles months: it reads what happened to payslips since the last time."""

from dataclasses import replace
from datetime import date

import pytest
from tests.cast import NOW, make_entity, make_member, make_unit

from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.payroll import actions, jobs, queries
from commonweal.payroll.actions import Correction
from commonweal.payroll.models import Regularisation
from commonweal.payroll.tests import pay

# A job sees an event when its transaction is over: these tests commit.
pytestmark = pytest.mark.usefixtures("own_database")


def test_an_old_month_that_was_corrected_is_settled_again():
    make_entity()
    amina = make_member()
    (contract,) = pay.plan(make_unit(amina), amina, by=SYSTEM, gross_cents=12_500)
    low, high = pay.inputs([contract, *pay.copies(contract, 1)])
    high = replace(high, gross_cents=60_000)
    _low, slip = actions.run(contracts=[low, high], by=SYSTEM, at=NOW)
    clock.move(to=NOW.replace(month=9))
    jobs.regularise()
    assert [row.month for row in Regularisation.objects.all()] == [date(2026, 5, 1)]
    less = Correction(slip.pk, replace(high, gross_cents=13_000))
    actions.correct(corrections=[less], by=SYSTEM, at=NOW.replace(month=9))
    jobs.regularise()
    assert Regularisation.objects.count() == 2
    (month,) = queries.months_of(month=date(2026, 5, 1))
    assert not month.differs
