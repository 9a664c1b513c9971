import pytest
from tests.cast import NOW, actor

from commonweal.activities import queries as units
from commonweal.employment.models import Contract
from commonweal.flows.tests.jobs_of_amina import confirm, declare, job, later, on, place, worker
from commonweal.flows.three_in_one import actions
from commonweal.invoicing.actions import AlreadyInvoiced, MissingReason
from commonweal.invoicing.queries import get_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(amina, amina_unit, festival):
    return place(amina, festival, job(amina_unit, festival, worker(amina))).order


def withdraw(order, member, reason="The festival is off", at=NOW):
    return actions.withdraw(order=get_order(id=order.pk), reason=reason, by=actor(member), at=at)


def test_it_takes_order_contract_and_planned_budget_back(order, amina, amina_unit):
    confirm(order)
    declare()
    withdraw(order, amina)
    assert get_order(id=order.pk).state == "cancelled"
    assert Contract.objects.get().state == "cancelled"
    assert units.states(unit=amina_unit.pk, on=NOW.date()).confirmed == 0


def test_it_asks_for_a_reason(order, amina):
    with pytest.raises(MissingReason):
        withdraw(order, amina, reason=" ")
    assert get_order(id=order.pk).state == "sent"


def test_an_invoiced_job_is_credited_instead(order, amina):
    confirm(order)
    declare()
    at = on(later(1))
    with pytest.raises(AlreadyInvoiced):
        withdraw(order, amina, at=at)
