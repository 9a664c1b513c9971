"""What happens by itself: one fault is told, and nothing else waits for it."""

import pytest

from commonweal.flows.tests.jobs_of_amina import confirm, declare, job, later, on, place, worker
from commonweal.flows.three_in_one import actions
from commonweal.invoicing.models import Invoice
from commonweal.payroll import queries as payroll

pytestmark = pytest.mark.django_db


def test_a_fault_of_ours_in_one_job_is_told_and_holds_up_nothing_else(
    amina, amina_unit, carla, carla_unit, festival, monkeypatch
):
    broken = place(amina, festival, job(amina_unit, festival, worker(amina))).order
    sound = place(carla, festival, job(carla_unit, festival, worker(carla))).order
    confirm(broken)
    confirm(sound)
    declare()
    bill = actions.bill

    def fails(*, orders, by, at):
        if broken in orders:
            raise KeyError("a fault of ours")
        return bill(orders=orders, by=by, at=at)

    monkeypatch.setattr(actions, "bill", fails)
    with pytest.raises(ExceptionGroup):
        on(later(1))
    assert [invoice.order_id for invoice in Invoice.objects.all()] == [sound.pk]
    assert payroll.standing().count() == 2
