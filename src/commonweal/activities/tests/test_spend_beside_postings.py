"""activities.spend among everything else: one balance, fifty who want it, and the books moving."""

from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from tests.cast import BRAM, TODAY, make_entity, make_member, make_unit

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.budgets import collect, earn, pay_out, promise
from commonweal.ledger import queries as books

EACH = 100_00
BILLERS, OF_EACH = 4, 5
INVOICES = BILLERS * OF_EACH


def reserve(unit, _other, number, _by, _at):
    promise(unit, EACH, origin=f"contract:{number}")


def spend(unit, _other, number, by, at):
    origin = f"note:{number}"
    with transaction.atomic():
        activities.spend(spends=[activities.Spend(unit.pk, origin, EACH)], by=by, at=at)
        pay_out(unit, EACH, origin)


def transfer(unit, other, number, by, at):
    new = activities.NewTransfer(unit.pk, other.pk, EACH, f"Stand {number}")
    proposed = activities.propose_transfers(transfers=[new], by=by, at=at)
    activities.accept_transfers(transfers=proposed, by=by, at=at)


def invoice(unit, other, number, _by, _at):
    """A euro for the unit that everybody spends from, 1 000 for the other, which is paid."""
    for nth in range(OF_EACH):
        own, others = 1000 + number * OF_EACH + nth, 2000 + number * OF_EACH + nth
        earn(unit, 1_00, number=own)
        earn(other, 1000_00, number=others)
        collect(other, 1210_00, number=others)


@pytest.mark.usefixtures("own_database")
def test_fifty_mixed_deeds_beside_postings_take_exactly_what_there_is(by, at):
    make_entity()
    unit, other = make_unit(make_member()), make_unit(make_member(**BRAM))
    earn(unit, 1000_00)
    deeds = [(reserve, spend, transfer)[number % 3] for number in range(50)]
    deeds += [invoice] * BILLERS
    outcomes, barrier = {}, Barrier(len(deeds), timeout=60)

    def attempt(number, deed):
        try:
            barrier.wait()
            deed(unit, other, number, by, at)
            outcomes[number] = "done"
        except activities.BudgetTooSmall:
            outcomes[number] = "refused"
        except Exception as fault:
            outcomes[number] = repr(fault)
        finally:
            connection.close()

    threads = [Thread(target=attempt, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    taken = [deeds[number] for number in range(50) if outcomes[number] == "done"]
    assert {*outcomes.values()} == {"done", "refused"}, outcomes
    assert len(taken) == 9
    assert all(outcomes[number] == "done" for number in range(50, 50 + BILLERS))
    found = queries.states(unit=unit.pk, on=TODAY)
    assert found.spendable == 935_00 + INVOICES * 94 - 9 * EACH
    assert found.reserved == taken.count(reserve) * EACH
    received = queries.states(unit=other.pk, on=TODAY)
    assert received.available == INVOICES * 935_00 + taken.count(transfer) * EACH
    assert received.collected == INVOICES * 1210_00
    assert not any(books.proofs().values())
