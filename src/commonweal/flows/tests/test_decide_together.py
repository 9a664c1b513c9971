"""An adviser decides and a member takes back in the same moment: one of both, and no deadlock."""

from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import connection
from tests.cast import CARLA, NOW, actor, make_client, make_member, make_unit
from tests.journeys.house import open_house

from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.activities.models import Commitment, Validation
from commonweal.activities.tests.budgets import earn
from commonweal.activities.tests.validations import DIRK, trusted
from commonweal.flows.tests.jobs_of_amina import job, place, worker
from commonweal.flows.tests.test_decide import give, invoice
from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.flows.validation import actions
from commonweal.invoicing.queries import get_order
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.refusals import Refusal
from commonweal.members import actions as members

ROUNDS = 8


@pytest.fixture
def pair(own_database):
    """Amina, whom an adviser helps with everything above one euro, and Carla's unit."""
    open_house()
    amina, carla = make_member(), make_member(**CARLA)
    giver, receiver = make_unit(amina), make_unit(carla)
    earn(giver)
    trusted(amina, 1_00)
    members.mark_share_paid(members=[amina], on=NOW.date(), by=SYSTEM, at=NOW)
    return amina, giver, receiver


def both(*deeds):
    """Do these in the same moment; return what became of each."""
    outcomes, barrier = [""] * len(deeds), Barrier(len(deeds), timeout=60)

    def one(number):
        try:
            barrier.wait()
            deeds[number]()
            outcomes[number] = "done"
        except Refusal as refusal:
            outcomes[number] = refusal.code
        except Exception as fault:
            outcomes[number] = repr(fault)
        finally:
            connection.close()

    threads = [Thread(target=one, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def approve(validation):
    return lambda: actions.decide(validation=validation, approved=True, by=DIRK, at=NOW)


def settled(outcomes):
    """Each is done or answered with a sentence; never a fault, never nobody."""
    return "done" in outcomes and set(outcomes) <= {
        "done", "already_answered", "taken_back", "order_cancelled", "nothing_to_check",
    }  # fmt: skip


def test_a_transfer(pair):
    amina, giver, receiver = pair
    for _round in range(ROUNDS):
        transfer = give(giver, receiver, amina, 10_00)
        (waits,) = units.waiting()
        outcomes = both(
            approve(waits),
            partial(activities.withdraw_transfer, transfer=transfer, by=actor(amina), at=NOW),
        )
        transfer.refresh_from_db()
        assert settled(outcomes), outcomes
        assert not units.waiting()
        aside = Commitment.objects.filter(origin=transfer.ref).exists()
        assert (transfer.state, aside) in [("proposed", True), ("withdrawn", False)]
        asked = Validation.objects.filter(origin=transfer.ref).values_list("state", flat=True)
        assert list(asked) == (["approved"] if outcomes[0] == "done" else [])


def test_an_internal_invoice(pair):
    amina, giver, receiver = pair
    for _round in range(ROUNDS):
        sent = invoice(giver, receiver, amina, 10_00)
        (waits,) = units.waiting()
        outcomes = both(
            approve(waits),
            partial(activities.withdraw_internal_invoice, invoice=sent, by=actor(amina), at=NOW),
        )
        assert settled(outcomes), outcomes
        assert not units.waiting()


def test_an_order(pair):
    amina, giver, _receiver = pair
    festival = make_client()
    for _round in range(ROUNDS):
        order = place(amina, festival, job(giver, festival, worker(amina))).order
        (waits,) = units.waiting()
        outcomes = both(
            approve(waits),
            partial(three_in_one.withdraw, order=order, reason="No", by=actor(amina), at=NOW),
        )
        assert settled(outcomes), outcomes
        assert not units.waiting()
        if get_order(id=order.pk).state != "cancelled":
            three_in_one.withdraw(order=order, reason="No", by=actor(amina), at=NOW)
