"""A unit that is closed in the same moment takes no money: who gives to it waits and is told."""

from threading import Thread

import pytest
from django.db import connection, transaction
from tests.cast import CARLA, NOW, TODAY, actor, make_entity, make_member, make_unit
from tests.waiting import until_somebody_waits

from commonweal.activities import actions as activities
from commonweal.activities.models import Mandate, Unit
from commonweal.activities.tests.budgets import earn
from commonweal.activities.tests.deals import intact, invoice, money, propose
from commonweal.kernel.refusals import Refusal


@pytest.fixture
def pair(own_database):
    """Carla's empty unit, and then Amina's with 935.00."""
    make_entity()
    carla, amina = make_member(**CARLA), make_member()
    closing, giver = make_unit(carla), make_unit(amina)
    earn(giver)
    return amina, carla, giver, closing


def while_it_closes(unit, deed):
    """Do this while another connection settles the unit; return what is refused."""
    refused = []

    def do():
        try:
            deed()
        except Refusal as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    thread = Thread(target=do)
    with transaction.atomic():
        activities.hold(units=[unit.pk])
        thread.start()
        until_somebody_waits()
        Unit.objects.filter(pk=unit.pk).update(closed_on=TODAY)
    thread.join()
    return refused


def test_a_transfer_is_not_accepted(pair):
    amina, carla, giver, closing = pair
    given = propose(giver, closing, amina)
    refused = while_it_closes(
        closing,
        lambda: activities.accept_transfers(transfers=[given], by=actor(carla), at=NOW),
    )
    assert refused == ["unit_closed"]
    assert money(closing) == (0, 0, 0)


def test_an_internal_invoice_is_not_paid(pair):
    amina, carla, giver, closing = pair
    sent = invoice(closing, giver, carla)
    refused = while_it_closes(
        closing,
        lambda: activities.approve_internal_invoices(invoices=[sent], by=actor(amina), at=NOW),
    )
    assert refused == ["unit_closed"]
    assert (money(closing), money(giver)) == ((0, 0, 0), (935_00, 0, 935_00))


def test_a_collective_budget_is_not_divided_to_it(pair):
    amina, carla, giver, closing = pair
    collective = make_unit(amina, "activity", "Collective")
    earn(collective, number=2)
    Mandate(unit=collective, member=carla, role="manager", since=TODAY, weight=1).save()
    refused = while_it_closes(
        closing,
        lambda: activities.split_budget(
            unit=collective, cents=100_00, key="k", by=actor(amina), at=NOW
        ),
    )
    assert refused == ["no_account"]
    assert money(closing) == (0, 0, 0)


def test_two_transfers_in_opposite_directions_do_not_wait_for_each_other(pair):
    amina, carla, giver, other = pair
    earn(other, number=2)
    for _round in range(6):
        there, back = propose(giver, other, amina, 10_00), propose(other, giver, carla, 10_00)
        faults = []

        def accept(transfer, member, faults=faults):
            try:
                activities.accept_transfers(transfers=[transfer], by=actor(member), at=NOW)
            except Exception as fault:
                faults.append(repr(fault))
            finally:
                connection.close()

        threads = [
            Thread(target=accept, args=(there, carla)), Thread(target=accept, args=(back, amina)),
        ]  # fmt: skip
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
    assert money(giver) == money(other) == (935_00, 0, 935_00)
    assert intact()
