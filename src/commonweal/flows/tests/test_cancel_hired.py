"""Taking back work that a budget pays, moving it, and ending it early."""

import pytest
from tests.cast import NOW, actor

from commonweal.activities import queries as units
from commonweal.employment import actions as employment
from commonweal.employment.models import Declaration
from commonweal.flows.from_budget import actions, queries
from commonweal.flows.from_budget.actions import WorkHasBegun
from commonweal.flows.tests.budget_of_amina import fund, hire, wanted, work
from commonweal.flows.tests.jobs_of_amina import MAY_6, day, declare, later, on
from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.payroll import queries as payroll

pytestmark = pytest.mark.django_db
COST = 808_55


@pytest.fixture
def contract(amina, amina_unit):
    """Two days of work that social security accepted."""
    fund(amina_unit)
    days = (day(later(0), hours=4), day(later(1), hours=4))
    (found,) = hire(amina, work(amina_unit, amina, wanted(amina, *days)))
    declare()
    found.refresh_from_db()
    return found


def reserved(unit):
    return units.states(unit=unit.pk, on=MAY_6).reserved


def cancel(contract, by, reason="The hall is closed", at=NOW):
    actions.cancel(contract=contract, reason=reason, by=by, at=at)
    contract.refresh_from_db()


def test_what_was_kept_aside_is_free_again_and_social_security_is_told(contract, amina):
    assert reserved(contract.unit) == COST
    cancel(contract, actor(amina))
    assert (contract.state, reserved(contract.unit)) == ("cancelled", 0)
    assert Declaration.objects.filter(kind="cancel").count() == 1
    (step,) = [each for each in queries.story(contract=contract, at=NOW)
               if each.state == "refused"]  # fmt: skip
    assert step.note == "The hall is closed · What was kept aside for it can be spent again."
    (row,) = queries.hired(contracts=[contract], on=MAY_6)
    assert (row.state, row.cost_cents) == ("cancelled", 0)


def test_it_asks_for_a_reason(contract, amina):
    with pytest.raises(employment.ReasonMissing):
        cancel(contract, actor(amina), reason=" ")
    assert reserved(contract.unit) == COST


def test_begun_work_is_cancelled_by_payroll_only(contract, amina, by):
    at = on(later(0), hour=12)
    with pytest.raises(WorkHasBegun, match="the work began on"):
        cancel(contract, actor(amina), at=at)
    three_in_one.cancel_contract(contract=contract, reason="Nobody came", by=by, at=at)
    assert reserved(contract.unit) == 0


def test_what_was_worked_stays(contract, amina):
    at = on(later(2))
    contract.refresh_from_db()
    with pytest.raises(employment.WrongState):
        cancel(contract, actor(amina), at=at)


def test_other_days_cost_the_same(contract, by):
    moved = employment.Change(contract, (day(later(3)), day(later(4))))
    employment.reschedule(changes=[moved], by=by, at=NOW)
    assert reserved(contract.unit) == COST
    declare()
    on(later(2))
    assert not payroll.standing().exists()
    on(later(5))
    assert units.states(unit=contract.unit_id, on=MAY_6).available == 935_00 - COST


def test_an_early_end_keeps_the_gross_and_the_cost(contract, by):
    at = on(later(1), hour=8)
    three_in_one.end_contract_early(
        contract=contract, last_day=later(0), reason="Done", by=by, at=at
    )
    story = queries.story(contract=contract, at=at)
    (step,) = [each for each in story if "ends earlier" in each.text]
    assert step.note == "Done · The agreed gross pay stays."
    on(later(1))
    assert payroll.standing().get().gross_cents == 500_00
    assert units.states(unit=contract.unit_id, on=MAY_6).available == 935_00 - COST
