from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW

from commonweal.clients import actions as clients
from commonweal.employment import actions as employment
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
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.actions import NewOrder, Order, Vat
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as ledger
from commonweal.payroll import queries as payroll

pytestmark = pytest.mark.django_db


def test_each_worker_is_paid_seven_days_after_the_own_last_day(amina, amina_unit, bram, festival):
    wanted = job(
        amina_unit,
        festival,
        worker(amina, day(later(0))),
        worker(bram, day(later(5))),
        price=2400_00,
    )
    confirm(place(amina, festival, wanted).order)
    declare()
    on(later(1))
    (first,) = payroll.standing()
    assert (first.member_id, first.due_on, first.guaranteed) == (amina.pk, later(7), True)
    on(later(6))
    second = payroll.standing().get(member=bram)
    assert (second.due_on, second.worker_status) == (later(12), "artist")
    assert set(ledger.proofs().values()) == {0}


def test_what_is_left_of_the_price_is_at_most_a_cent_or_two_a_worker(
    amina, amina_unit, bram, festival
):
    wanted = job(amina_unit, festival, worker(amina), worker(bram, share=2), price=1234_57)
    confirm(place(amina, festival, wanted).order)
    declare()
    on(later(1))
    assert 0 <= ledger.budget(unit=amina_unit.pk) <= 4


def test_a_second_run_pays_nobody_twice(amina, amina_unit, festival):
    confirm(place(amina, festival, job(amina_unit, festival, worker(amina))).order)
    declare()
    on(later(1))
    on(later(2))
    assert payroll.standing().count() == 1


def test_a_client_blocked_after_confirming_breaks_no_promise(amina, amina_unit, festival, by):
    confirm(place(amina, festival, job(amina_unit, festival, worker(amina))).order)
    declare()
    at = on(later(0))
    clients.block(clients=[festival], reason="bankrupt", by=by, at=at)
    on(later(1))
    assert payroll.standing().get().guaranteed
    assert ledger.budget(unit=amina_unit.pk) == 1


def some_declared(unit, member, count):
    """So many declared contracts of eight hours, each on a day of its own, half of them jobs."""
    days = [NOW.date() + timedelta(days=number) for number in range(1, count + 1)]
    new = [
        employment.NewAssignment(
            unit.pk,
            "Rehearsal",
            (employment.NewContract(member.pk, "white_collar", 200_00, (day(on, hours=4),)),),
        )
        for on in days
    ]
    made = employment.plan(assignments=new, by=SYSTEM, at=NOW)
    found = Contract.objects.filter(assignment__in=made)
    found.update(state=Contract.State.DECLARED)
    return list(found.select_related("member", "assignment"))


@pytest.mark.parametrize("orders", [False, True])
def test_its_statements_do_not_grow_with_the_contracts(amina, amina_unit, festival, orders):
    """Once for one contract, once for a hundred: as many statements, with orders or without."""
    contracts = some_declared(amina_unit, amina, 101)
    if orders:
        new = [
            NewOrder(
                amina_unit.pk, festival, "Rehearsal", 1000_00, Vat.STANDARD, 2100,
                assignment_id=each.assignment_id, starts_on=each.starts_on, ends_on=each.ends_on,
            )
            for each in contracts
        ]  # fmt: skip
        invoicing.place_order(orders=new, by=SYSTEM, at=NOW)
        Order.objects.update(
            state="confirmed", confirmed_at=NOW, confirmed_by="x", confirmed_name="x"
        )
    at = NOW + timedelta(days=200)
    counts = []
    for some in (contracts[:1], contracts[1:]):
        with CaptureQueriesContext(connection) as asked:
            actions.pay(contracts=some, by=SYSTEM, at=at)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    sums = {row.account: 0 for row in ledger.statement(unit=amina_unit.pk)}
    assert ("717" in sums) == orders
    assert set(ledger.proofs().values()) == {0}
