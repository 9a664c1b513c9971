"""Many people at once, and any story at all: money between budgets is never made or lost."""

from contextlib import suppress
from threading import Barrier, Thread

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import BRAM, CARLA, NOW, actor, make_entity, make_member, make_unit

from commonweal.activities import actions as activities
from commonweal.activities.models import Commitment, InternalInvoice, Transfer
from commonweal.activities.tests.budgets import earn
from commonweal.activities.tests.deals import intact, invoice, money, propose
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as ledger

MANY = 50


def at_once(deed):
    """Let fifty people do it in the same moment; return what became of each."""
    outcomes, barrier = [None] * MANY, Barrier(MANY, timeout=60)

    def one(number):
        try:
            barrier.wait()
            outcomes[number] = deed(number)
        except Refusal as refusal:
            outcomes[number] = refusal.code
        finally:
            connection.close()

    threads = [Thread(target=one, args=(number,)) for number in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def pair(own_database):
    """Amina's unit with 935.00 and Carla's with nothing, in a database of their own."""
    make_entity()
    amina, carla = make_member(), make_member(**CARLA)
    giver, receiver = make_unit(amina), make_unit(carla)
    earn(giver)
    return amina, carla, giver, receiver


def test_of_fifty_answers_to_one_transfer_one_counts(pair):
    amina, carla, giver, receiver = pair
    transfer = propose(giver, receiver, amina)

    def answer(number):
        if number % 2:
            activities.accept_transfers(transfers=[transfer], by=actor(carla), at=NOW)
            return "accepted"
        activities.withdraw_transfer(transfer=transfer, by=actor(amina), at=NOW)
        return "withdrawn"

    outcomes = at_once(answer)
    assert outcomes.count("already_answered") == MANY - 1
    moved = 300_00 if "accepted" in outcomes else 0
    assert money(giver) == (935_00 - moved, 0, 935_00 - moved)
    assert money(receiver) == (moved, 0, moved)
    assert intact()


def test_of_fifty_transfers_of_one_balance_the_covered_ones_succeed(pair):
    amina, carla, giver, receiver = pair

    def give(number):
        transfer = propose(giver, receiver, amina, 100_00)
        activities.accept_transfers(transfers=[transfer], by=actor(carla), at=NOW)
        return "given"

    outcomes = at_once(give)
    assert (outcomes.count("given"), outcomes.count("budget_too_small")) == (9, 41)
    assert money(giver) == (35_00, 0, 35_00)
    assert money(receiver) == (900_00, 0, 900_00)
    assert intact()


def test_fifty_clicks_on_one_form_make_one_transfer_and_one_invoice(pair):
    amina, _carla, giver, receiver = pair

    def click(number):
        return (
            propose(giver, receiver, amina, 100_00, key="one").pk,
            invoice(giver, receiver, amina, key="one").number,
        )

    assert len(set(at_once(click))) == 1
    assert (Transfer.objects.count(), InternalInvoice.objects.count()) == (1, 1)
    assert money(giver) == (935_00, 100_00, 835_00)


def test_fifty_invoices_at_once_have_numbers_without_a_gap(pair):
    amina, _carla, giver, receiver = pair
    numbers = at_once(lambda number: invoice(giver, receiver, amina).number)
    assert sorted(numbers) == [f"I2026-{nth:06}" for nth in range(1, MANY + 1)]


def test_of_fifty_good_to_pay_the_covered_ones_are_paid(pair):
    amina, carla, buyer, seller = pair
    sent = [invoice(seller, buyer, carla, 100_00) for _each in range(MANY)]

    def approve(number):
        activities.approve_internal_invoices(invoices=[sent[number]], by=actor(amina), at=NOW)
        return "paid"

    outcomes = at_once(approve)
    assert (outcomes.count("paid"), outcomes.count("cannot_pay_yet")) == (9, 41)
    assert (money(buyer), money(seller)) == ((35_00, 0, 35_00), (900_00, 0, 900_00))
    assert InternalInvoice.objects.filter(state="sent").count() == 41
    assert intact()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["propose", "accept", "refuse", "withdraw", "send", "pay", "dispute"]),
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(1, 1200_00),
    ),
    max_size=12,
)


@pytest.mark.django_db
@given(steps=STEPS)
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_happens_the_sum_of_all_budgets_stays(steps, three):
    members, units = three
    before = ledger.budgets(units=[unit.pk for unit in units])
    for step, source, target, cents in steps:
        with suppress(Refusal):
            _do(step, members, units, source, target, cents)
    after = ledger.budgets(units=[unit.pk for unit in units])
    assert sum(after.values()) == sum(before.values())
    assert min(money(unit)[2] for unit in units) >= 0
    waiting = Transfer.objects.filter(state="proposed").values_list("cents", flat=True)
    aside = Commitment.objects.filter(kind="reserved").values_list("cents", flat=True)
    assert sum(waiting) == sum(aside)
    assert intact()


@pytest.fixture
def three(entity):
    """Three budgets of 935.00."""
    members = [make_member(), make_member(**BRAM), make_member(**CARLA)]
    units = [make_unit(member) for member in members]
    for number, unit in enumerate(units, 1):
        earn(unit, number=number)
    return members, units


def _do(step, members, units, source, target, cents):
    by = {"by": actor(members[source]), "at": NOW}
    transfers = list(Transfer.objects.order_by("-id")[:1])
    sent = list(InternalInvoice.objects.order_by("-id")[:1])
    if step == "propose":
        propose(units[source], units[target], members[source], cents)
    elif step == "send":
        invoice(units[source], units[target], members[source], cents)
    elif step == "accept":
        activities.accept_transfers(transfers=transfers, **by)
    elif step == "pay":
        activities.approve_internal_invoices(invoices=sent, **by)
    elif step == "refuse" and transfers:
        activities.refuse_transfer(transfer=transfers[0], reason="No", **by)
    elif step == "withdraw" and transfers:
        activities.withdraw_transfer(transfer=transfers[0], **by)
    elif step == "dispute" and sent:
        activities.dispute_internal_invoice(invoice=sent[0], reason="No", **by)
