"""Taking back the contract of one worker: the rest of the job goes on."""

import pytest
from tests.cast import NOW

from commonweal.activities import queries as units
from commonweal.employment import actions as employment
from commonweal.employment.models import Contract, Declaration
from commonweal.flows.tests.jobs_of_amina import (
    MAY_6,
    confirm,
    day,
    declare,
    job,
    later,
    on,
    place,
    worker,
)
from commonweal.flows.three_in_one import actions, queries
from commonweal.invoicing.models import Invoice
from commonweal.invoicing.queries import get_order
from commonweal.letters.queries import tray
from commonweal.payroll import queries as payroll
from commonweal.rules import budget

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(amina, bram, amina_unit, festival):
    """Amina and Bram, together for € 1,000."""
    both = job(amina_unit, festival, worker(amina), worker(bram))
    return place(amina, festival, both).order


@pytest.fixture
def half_refused(order, bram):
    """Social security accepts Amina's work and refuses Bram's."""
    confirm(order)
    declare(results={bram.national_number: "B"})
    return order


def cancel(member, by, reason="He cannot come", at=NOW):
    actions.cancel_contract(contract=contract(member), reason=reason, by=by, at=at)


def contract(member):
    return Contract.objects.get(member=member)


def told(order, at=NOW):
    return queries.story(order=get_order(id=order.pk), at=at)


def test_an_invoice_waits_for_a_refused_declaration(half_refused):
    on(later(1))
    assert not Invoice.objects.exists()
    assert payroll.standing().count() == 1


def test_it_lets_the_invoice_leave_at_the_agreed_price(half_refused, amina, bram, amina_unit, by):
    cancel(bram, by)
    at = on(later(1))
    assert Invoice.objects.get().net_cents == 1000_00
    assert [slip.member_id for slip in payroll.standing()] == [amina.pk]
    assert queries.stations(order=get_order(id=half_refused.pk), at=at) == 4


def test_the_promise_makes_way_and_what_the_work_would_have_cost_stays(
    half_refused, bram, amina_unit, by
):
    cancel(bram, by)
    on(later(1))
    assert units.states(unit=amina_unit.pk, on=MAY_6).confirmed == 0
    (left,) = units.budgets(ids=[amina_unit.pk], on=later(1))
    slip = payroll.standing().get()
    earned = 1000_00 - budget.contribution_on_turnover(1000_00, MAY_6)
    assert left.spendable == earned - slip.gross_cents - slip.tariff_cents


def test_accepted_work_is_taken_back_at_social_security(order, bram, by):
    confirm(order)
    declare()
    cancel(bram, by)
    message = Declaration.objects.get(kind="cancel")
    assert (message.contract, message.reason) == (contract(bram), "He cannot come")
    assert get_order(id=order.pk).state == "confirmed"


def test_before_the_client_confirms_the_others_are_declared_all_the_same(order, amina, bram, by):
    cancel(bram, by)
    confirm(order)
    declare()
    assert contract(amina).state == "declared"
    assert contract(bram).state == "cancelled"


def test_a_fresh_link_looks_at_the_work_that_stands(amina, bram, amina_unit, festival, by):
    early, late = worker(bram, day(later(0))), worker(amina, day(later(2)))
    order = place(amina, festival, job(amina_unit, festival, late, early)).order
    cancel(bram, by)
    actions.send_link(order=get_order(id=order.pk), by=by, at=on(later(1)))
    assert tray().filter(kind="order_to_confirm").count() == 2


def test_the_timeline_tells_who_why_and_that_the_price_stays(half_refused, bram, by):
    cancel(bram, by)
    (step,) = [each for each in told(half_refused) if "cancelled" in each.text]
    assert (step.text, step.state) == ("Contract of Bram De Smet cancelled", "refused")
    assert (step.who, step.at) == ("Dirk Maes", NOW)
    assert step.note.startswith("He cannot come · The price stays as agreed")
    assert not [each for each in told(half_refused) if each.text.startswith("Wage of Bram")]


def test_the_last_worker_takes_the_job_back(half_refused, amina, bram, amina_unit, by):
    cancel(bram, by)
    cancel(amina, by, reason="The festival is off")
    order = get_order(id=half_refused.pk)
    assert (order.state, order.cancelled_because) == ("cancelled", "The festival is off")
    assert units.states(unit=amina_unit.pk, on=MAY_6).confirmed == 0
    (step,) = queries.decisions(contracts=[contract(amina)])
    assert step.note == "The festival is off"


def test_a_contract_of_a_job_taken_back_whole_tells_it_too(order, amina, by):
    actions.withdraw(order=get_order(id=order.pk), reason="Rain", by=by, at=NOW)
    (step,) = queries.decisions(contracts=[contract(amina)])
    assert (step.text, step.who, step.note) == (
        "Contract of Amina Benali cancelled",
        "Dirk Maes",
        "",
    )


def test_who_worked_already_keeps_the_job_going(amina, bram, amina_unit, festival, by):
    first, second = worker(amina, day(later(0))), worker(bram, day(later(2)))
    order = place(amina, festival, job(amina_unit, festival, first, second)).order
    confirm(order)
    declare()
    at = on(later(1))
    cancel(bram, by, at=at)
    on(later(3))
    assert Invoice.objects.get().order_id == order.pk


def test_it_asks_for_a_reason(order, bram, by):
    with pytest.raises(employment.ReasonMissing):
        cancel(bram, by, reason=" ")
    assert contract(bram).state == "planned"


def test_it_refuses_what_was_worked_or_is_cancelled(half_refused, amina, bram, by):
    cancel(bram, by)
    with pytest.raises(employment.WrongState):
        cancel(bram, by)
    at = on(later(1))
    with pytest.raises(employment.WrongState):
        cancel(amina, by, at=at)
    assert contract(amina).state == "worked"


def test_another_job_does_not_tell_of_it(half_refused, bram, carla, carla_unit, festival, by):
    other = place(carla, festival, job(carla_unit, festival, worker(carla, day(later(3))))).order
    cancel(bram, by)
    assert not [each for each in told(other) if "cancelled" in each.text]
