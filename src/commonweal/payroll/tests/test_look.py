"""Staff who read somebody's pay leave a trace."""

import pytest

from commonweal.kernel import queries as kernel
from commonweal.payroll import actions
from commonweal.payroll.tests import pay


@pytest.fixture
def slip(amina, amina_unit, by, at):
    contracts = pay.plan(amina_unit, amina, by=by)
    return actions.run(contracts=pay.inputs(contracts), by=by, at=at)[0]


def test_the_log_keeps_who_looked_and_why(slip, amina, by, at):
    actions.look(payslips=[slip], reason=" a question of the worker ", by=by, at=at)
    event = kernel.events(of=[slip.ref]).get(verb="payroll.look")
    assert (event.by, event.data) == (by.id, {"reason": "a question of the worker"})
    assert f"member:{amina.pk}" in event.subjects


def test_it_refuses_to_look_without_a_reason(slip, by, at):
    with pytest.raises(actions.ReasonMissing):
        actions.look(payslips=[slip], reason="  ", by=by, at=at)


def test_one_look_at_many_is_one_event_that_each_of_them_sees(
    slip, amina, bram, amina_unit, by, at
):
    contracts = pay.plan(amina_unit, bram, by=by)
    (other,) = actions.run(contracts=pay.inputs(contracts), by=by, at=at)
    actions.look(payslips=[slip, other], reason="the run of May", by=by, at=at)
    (event,) = kernel.events(of=[slip.ref]).filter(verb="payroll.look")
    refs = {slip.ref, other.ref, amina.ref, bram.ref}
    assert set(event.subjects) == refs
