"""
Wages before the invoice: Amina works on 6 May, Bram on 11 May, the festival is invoiced on 12 May.

The price of 2,400.00 leaves 2,244.00; each half may cost 1,122.00, and Amina's costs 1,121.99.
On 7 May her wage is booked, five days before the invoice: the part of the order that carries it
is earned.
"""

import pytest
from tests.cast import NOW

from commonweal.activities import queries as units
from commonweal.employment.models import Contract
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
from commonweal.flows.three_in_one import actions
from commonweal.invoicing.queries import get_order, invoices_of_orders
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as ledger
from commonweal.payroll import queries as payroll
from commonweal.payroll.actions import Correction
from commonweal.payroll.models import Payslip
from commonweal.payroll.values import asked_again

pytestmark = pytest.mark.django_db
WHOLE = 2244_00


@pytest.fixture
def order(amina, amina_unit, bram, festival):
    first, second = worker(amina, day(later(0))), worker(bram, day(later(5)))
    found = place(amina, festival, job(amina_unit, festival, first, second, price=2400_00)).order
    confirm(found)
    declare()
    return found


def states(unit, days):
    return units.states(unit=unit.pk, on=later(days))


def cost(slip):
    return slip.gross_cents + slip.tariff_cents


def accrued():
    return ledger.account_balance(account="491")


def test_the_part_that_was_worked_is_earned_and_no_longer_confirmed(order, amina_unit):
    on(later(1))
    slip = payroll.standing().get()
    assert (slip.gross_cents, slip.tariff_cents) == (693_83, 428_16)
    lines = [(row.account, row.cents) for row in ledger.statement(unit=amina_unit.pk)]
    assert lines == [("6203", -693_83), ("6211", -428_16), ("717", 1121_99)]
    assert states(amina_unit, 1).available == 0
    assert states(amina_unit, 1).confirmed == WHOLE - 1121_99
    assert accrued() == 1121_99


def test_no_euro_is_counted_twice_on_any_day(order, amina_unit):
    spent = 0
    for days in range(8):
        on(later(days))
        now = states(amina_unit, days)
        spent = sum(map(cost, payroll.standing()))
        assert now.available >= 0
        assert now.available + now.confirmed == WHOLE - spent, days
    assert 0 <= WHOLE - spent <= 2


def test_the_invoice_takes_it_back_and_holds_it_all(order, amina_unit):
    on(later(1))
    on(later(6))
    assert invoices_of_orders(orders=[order.pk])[order.pk].net_cents == 2400_00
    assert accrued() == 0
    sums = [row.cents for row in ledger.statement(unit=amina_unit.pk) if row.account == "717"]
    assert sums == [1121_99, -1121_99]
    left = WHOLE - sum(map(cost, payroll.standing()))
    assert (states(amina_unit, 6).confirmed, states(amina_unit, 6).available) == (0, left)
    assert set(ledger.proofs().values()) == {0}


def test_a_job_of_one_day_is_invoiced_first_and_needs_none(amina, amina_unit, festival):
    confirm(place(amina, festival, job(amina_unit, festival, worker(amina))).order)
    declare()
    on(later(1))
    assert "717" not in {row.account for row in ledger.statement(unit=amina_unit.pk)}


def test_a_wage_that_waits_is_kept_aside_by_the_invoice(amina, amina_unit, festival):
    order = place(amina, festival, job(amina_unit, festival, worker(amina))).order
    confirm(order)
    declare()
    at = NOW.replace(day=7)
    actions.bill(orders=[get_order(id=order.pk)], by=SYSTEM, at=at)
    assert states(amina_unit, 1).spendable == 1
    assert states(amina_unit, 1).reserved == 934_99
    actions.pay(contracts=list(Contract.objects.select_related("member", "assignment")),
                by=SYSTEM, at=at)  # fmt: skip
    assert (states(amina_unit, 1).reserved, states(amina_unit, 1).available) == (0, 1)


def test_a_contract_cancelled_later_leaves_what_it_would_have_cost(order, amina_unit, bram, by):
    at = on(later(1))
    contract = Contract.objects.get(member=bram)
    actions.cancel_contract(contract=contract, reason="Ill", by=by, at=at)
    assert states(amina_unit, 1).confirmed == WHOLE - 1121_99
    on(later(6))
    assert accrued() == 0
    assert ledger.budget(unit=amina_unit.pk) == WHOLE - 1121_99


def test_a_job_cannot_be_taken_back_once_one_has_worked(order, amina_unit, by):
    at = on(later(1))
    with pytest.raises(Refusal):
        actions.withdraw(order=get_order(id=order.pk), reason="Rain", by=by, at=at)
    assert (accrued(), states(amina_unit, 1).confirmed) == (1121_99, WHOLE - 1121_99)


def corrected(slip, at, **facts):
    pay = asked_again(slip)
    for name, value in facts.items():
        object.__setattr__(pay, name, value)
    (made,) = actions.correct(corrections=[Correction(slip.pk, pay)], by=SYSTEM, at=at)
    return made


@pytest.mark.parametrize("gross", [600_00, 693_83, 800_00])
def test_a_correction_before_the_invoice_earns_the_difference(order, amina_unit, gross):
    at = on(later(1))
    slip = corrected(Payslip.objects.get(), at, gross_cents=gross)
    assert ledger.budget(unit=amina_unit.pk) == 0
    assert accrued() == cost(slip)
    assert states(amina_unit, 1).confirmed == WHOLE - cost(slip)
    on(later(6))
    assert accrued() == 0
    assert ledger.budget(unit=amina_unit.pk) == WHOLE - sum(map(cost, payroll.standing()))
    assert set(ledger.proofs().values()) == {0}


def test_an_order_never_earns_more_than_it_brings(order, amina_unit):
    at = on(later(1))
    slip = corrected(Payslip.objects.get(), at, gross_cents=1600_00)
    assert cost(slip) > WHOLE
    assert (accrued(), states(amina_unit, 1).confirmed) == (WHOLE, 0)
    assert ledger.budget(unit=amina_unit.pk) == WHOLE - cost(slip)
    corrected(slip, at, gross_cents=693_83)
    assert (accrued(), ledger.budget(unit=amina_unit.pk)) == (1121_99, 0)
    assert states(amina_unit, 1).confirmed == WHOLE - 1121_99


def test_after_the_invoice_a_correction_earns_nothing(order, amina_unit, amina):
    on(later(1))
    at = on(later(6))
    slip = payroll.standing().get(member=amina)
    corrected(slip, at, gross_cents=700_00)
    assert accrued() == 0
