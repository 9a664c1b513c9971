"""The job that settles months: it reads what happened to payslips since the last time."""

from dataclasses import replace
from datetime import date

import pytest
from tests.cast import BRAM, NOW, make_entity, make_member, make_unit

from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.payroll import actions, jobs, queries
from commonweal.payroll.actions import Correction
from commonweal.payroll.models import Regularisation
from commonweal.payroll.tests import pay
from commonweal.payroll.tests.law import law  # noqa: F401

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


def test_whoever_cannot_be_settled_is_logged_and_holds_up_nobody_else(law, caplog):  # noqa: F811
    make_entity()
    amina = make_member()
    bram = make_member(**BRAM | {"worker_status": "artist"})
    for member in (amina, bram):
        (contract,) = pay.plan(make_unit(member), member, by=SYSTEM, gross_cents=12_500)
        made = pay.inputs([contract, *pay.copies(contract, 1)])
        actions.run(contracts=made, by=SYSTEM, at=NOW)
    law.change(
        "nsso.manual_and_artist.base_factor",
        '    confidence: confirmed\n    value: "1.08"',
        '    confidence: confirmed\n    until: 2026-01-01\n    value: "1.08"',
    )
    clock.move(to=NOW.replace(month=6))
    jobs.regularise()
    assert {row.member_id for row in Regularisation.objects.all()} == {amina.pk}
    assert f"member:{bram.pk}: Settle 2026-05 of {bram.full_name}" in caplog.text
