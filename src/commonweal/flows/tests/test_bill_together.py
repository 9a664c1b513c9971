"""Whoever bills at the same moment: one invoice leaves, and none of a job that was taken back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests.cast import actor, make_client, make_member, make_unit
from tests.journeys.house import open_house

from commonweal.activities import queries as units
from commonweal.employment.models import Contract
from commonweal.flows.tests.jobs_of_amina import confirm, declare, job, place, worker
from commonweal.flows.three_in_one import actions
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.models import Invoice
from commonweal.invoicing.queries import get_order
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.clock import START
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as ledger
from commonweal.payroll.models import Payslip

AFTER = START.replace(day=7)
CLERKS = 6

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def amina(own_database):
    open_house()
    return make_member()


@pytest.fixture
def order(amina):
    unit, festival = make_unit(amina), make_client()
    found = place(amina, festival, job(unit, festival, worker(amina))).order
    confirm(found)
    declare()
    return get_order(id=found.pk)


def at_once(*deeds):
    """Do these from connections of their own; return "done" or the name of the refusal."""

    def do(deed):
        try:
            deed()
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as clerks:
        return sorted(clerks.map(do, deeds))


def test_an_order_is_invoiced_once_however_many_bill_it(order):
    def bill():
        actions.bill(orders=[order], by=SYSTEM, at=AFTER)

    assert at_once(*[bill] * CLERKS) == ["AlreadyInvoiced"] * (CLERKS - 1) + ["done"]
    assert Invoice.objects.count() == 1
    assert ledger.budget(unit=order.unit_id) == 935_00


def test_an_order_that_was_taken_back_meanwhile_is_not_invoiced(order, amina):
    actions.withdraw(order=order, reason="The festival is off", by=actor(amina), at=AFTER)
    with pytest.raises(invoicing.OrderCancelled):
        actions.bill(orders=[order], by=SYSTEM, at=AFTER)
    assert not Invoice.objects.exists()


def test_a_job_is_invoiced_or_taken_back_never_both(order, amina):
    def bill():
        actions.bill(orders=[order], by=SYSTEM, at=AFTER)

    def withdraw():
        actions.withdraw(order=order, reason="Rain", by=actor(amina), at=AFTER)

    assert at_once(*[bill, withdraw] * 3).count("done") == 1
    states = {"invoiced": 1, "cancelled": 0}
    assert Invoice.objects.count() == states[get_order(id=order.pk).state]


def test_whoever_bills_and_whoever_pays_at_the_same_moment_count_a_euro_once(order):
    """Paid first, the work is earned and the invoice takes that back; paid later, it is spent."""

    def bill():
        actions.bill(orders=[order], by=SYSTEM, at=AFTER)

    def pay():
        contracts = Contract.objects.filter(state="declared")
        actions.pay(
            contracts=list(contracts.select_related("member", "assignment")), by=SYSTEM, at=AFTER
        )

    at_once(*[bill, pay] * 3)
    pay()
    assert Invoice.objects.count() == Payslip.objects.count() == 1
    assert ledger.account_balance(account="491") == 0
    states = units.states(unit=order.unit_id, on=AFTER.date())
    assert (states.confirmed, states.reserved, states.available) == (0, 0, 1)
    assert set(ledger.proofs().values()) == {0}
