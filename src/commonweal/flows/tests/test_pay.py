import pytest

from commonweal.clients import actions as clients
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
