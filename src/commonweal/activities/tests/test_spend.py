"""activities.spend: money leaves a budget, and one euro leaves it once."""

from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from tests.cast import TODAY, make_entity, make_member, make_unit

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.budgets import collect, earn, pay_out, promise


def spend(unit, cents, by, at, origin="note:1"):
    with transaction.atomic():
        activities.spend(spends=[activities.Spend(unit.pk, origin, cents)], by=by, at=at)
        pay_out(unit, cents, origin)


def test_it_uses_up_its_own_reservation(amina_unit, by, at):
    earn(amina_unit)
    promise(amina_unit, 93500, origin="note:1")
    spend(amina_unit, 93500, by, at)
    states = queries.states(unit=amina_unit.pk, on=TODAY)
    assert (states.available, states.reserved, states.spendable) == (0, 0, 0)


def test_it_leaves_the_reservations_of_others(amina_unit, by, at):
    earn(amina_unit)
    promise(amina_unit, 93500, origin="contract:1")
    with pytest.raises(activities.BudgetTooSmall, match=r"0.01 is asked and 0.00 can be spent"):
        spend(amina_unit, 1, by, at)
    assert queries.states(unit=amina_unit.pk, on=TODAY).reserved == 93500


def test_what_the_client_paid_is_shown_apart(amina_unit, by, at):
    earn(amina_unit)
    collect(amina_unit, 60500)
    states = queries.states(unit=amina_unit.pk, on=TODAY)
    assert (states.available, states.collected) == (93500, 60500)


@pytest.mark.usefixtures("own_database")
def test_of_fifty_parallel_spends_exactly_the_covered_ones_succeed(by, at):
    make_entity()
    unit = make_unit(make_member())
    earn(unit, 1000_00)
    done, refused = [], []
    barrier = Barrier(50, timeout=60)

    def try_to_spend(number):
        try:
            barrier.wait()
            spend(unit, 100_00, by, at, f"note:{number}")
            done.append(number)
        except activities.BudgetTooSmall:
            refused.append(number)
        finally:
            connection.close()

    threads = [Thread(target=try_to_spend, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), len(refused)) == (9, 41)
    assert queries.states(unit=unit.pk, on=TODAY).spendable == 35_00
