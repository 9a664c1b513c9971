import pytest
from tests.cast import NOW

from commonweal.activities import queries as units
from commonweal.employment import actions as employment
from commonweal.employment.models import Contract
from commonweal.flows import steps
from commonweal.flows.tests.jobs_of_amina import (
    confirm,
    day,
    declare,
    job,
    later,
    on,
    place,
    worker,
)
from commonweal.flows.three_in_one.actions import Expense
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.queries import get_order, invoices_of_orders
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import actions as books
from commonweal.ledger import queries as ledger
from commonweal.ledger.actions import Entry, Line
from commonweal.payroll import queries as payroll

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(amina, amina_unit, festival):
    wanted = job(amina_unit, festival, worker(amina), expenses=(Expense("Paper", 40_00),))
    found = place(amina, festival, wanted).order
    confirm(found)
    return found


def bill_of(order):
    return invoices_of_orders(orders=[order.pk]).get(order.pk)


def test_the_invoice_leaves_on_the_day_after_the_last_work_day(order):
    declare()
    on(later(0))
    assert bill_of(order) is None
    on(later(1))
    invoice = bill_of(order)
    assert (invoice.net_cents, invoice.vat_cents, invoice.contribution_cents) == (
        100000,
        21000,
        6500,
    )
    assert (invoice.issued_on, invoice.due_on) == (later(1), later(31))
    assert get_order(id=order.pk).state == "invoiced"


def test_the_promise_makes_way_for_the_books_and_expenses_are_kept_aside(order, amina_unit):
    declare()
    on(later(1))
    states = units.states(unit=amina_unit.pk, on=later(1))
    assert (states.planned, states.confirmed, states.reserved) == (0, 0, 40_00)
    assert states.available == ledger.budget(unit=amina_unit.pk) >= 40_00


def test_a_unit_in_debt_is_invoiced_all_the_same_and_keeps_aside_what_is_left(order, amina_unit):
    debt = (Line("6102", 915_00, amina_unit.pk), Line("499", -915_00))
    entry = Entry("misc", NOW.date(), "Rent", "rent", "test", debt)
    books.post(entries=[entry], by=SYSTEM, at=NOW)
    declare()
    on(later(1))
    assert bill_of(order) is not None
    assert units.states(unit=amina_unit.pk, on=later(1)).reserved == 20_00


def test_work_that_was_not_declared_is_not_billed(order):
    on(later(1))
    assert bill_of(order) is None


def test_work_that_passes_midnight_is_over_on_the_day_it_ends(amina, amina_unit, festival):
    night = job(amina_unit, festival, worker(amina, day(start=20)))
    placed = place(amina, festival, night)
    confirm(placed.order)
    declare()
    assert placed.order.ends_on == later(1)
    on(later(1), hour=1)
    assert bill_of(placed.order) is None
    on(later(2))
    assert bill_of(placed.order).issued_on == later(2)
    (slip,), (part,) = payroll.standing(), placed.estimate.parts
    assert (slip.due_on, slip.net_cents) == (part.due_on, part.payslip.amounts.net)


def test_work_that_was_moved_is_billed_when_it_is_over(order):
    contract = Contract.objects.get()
    moved = employment.Change(contract, (day(later(4)),))
    employment.reschedule(changes=[moved], by=SYSTEM, at=NOW)
    declare()
    on(later(1))
    assert bill_of(order) is None
    on(later(5))
    assert bill_of(order).issued_on == later(5)


def test_what_cannot_be_billed_yet_does_not_hold_up_the_rest(
    order, amina, carla, carla_unit, festival, monkeypatch
):
    monkeypatch.setattr(steps, "CHUNK", 1)
    other = place(carla, festival, job(carla_unit, festival, worker(carla))).order
    confirm(other)
    declare(results={amina.national_number: "B"})
    on(later(1))
    assert bill_of(order) is None
    assert bill_of(other) is not None


def test_a_second_run_bills_nothing_twice(order):
    declare()
    on(later(1))
    on(later(1))
    assert invoicing.Invoice.objects.count() == 1


def test_days_that_were_missed_are_caught_up(order):
    declare()
    on(later(20))
    assert bill_of(order).issued_on == later(20)
    assert set(ledger.proofs().values()) == {0}
