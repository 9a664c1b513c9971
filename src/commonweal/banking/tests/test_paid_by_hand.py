"""What somebody paid at the bank's own site, and what the bank booked without our name of it."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.models import Payment, PaymentBatch, Settling
from commonweal.banking.tests.conftest import CHECKER, MAKER, NOW, bring, coda, debt
from commonweal.banking.tests.conftest import came_in as moved
from commonweal.banking.tests.handing import exported, hand_over, state
from commonweal.banking.tests.refunds import build as build_refund
from commonweal.banking.tests.refunds import came_in, give_back, not_given, owed_back
from commonweal.banking.tests.refunds import state as state_of_refund
from commonweal.banking.tests.test_build_batch import build, wage
from commonweal.banking.tests.test_place_parts import place
from commonweal.banking.tests.waiting import wait, waiting
from commonweal.banking.values import ReadMove
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db


def take_back():
    return banking.take_back(
        settling=Settling.objects.latest("id"), because="another one", by=CHECKER, at=NOW
    )


@pytest.fixture
def refund(account):
    (move,) = wait(came_in(5_000))
    return give_back("499", move.ref)


def left(cents, sequence=2, old_cents=5_000):
    return wait(moved(cents, name="Festival vzw"), sequence=sequence, old_cents=old_cents)[-1]


def test_a_refund_that_was_paid_at_the_bank_is_not_owed_any_more(refund):
    place(left(-5_000), ("460", refund.ref, None, -5_000))
    assert (owed_back(refund), state_of_refund(refund), waiting()) == (0, "paid", 0)
    assert queries.refunds_owed(due_by=refund.due_on) == []
    with pytest.raises(banking.RefundPaid):
        not_given(refund)
    take_back()
    assert (owed_back(refund), waiting()) == (5_000, -5_000)


def test_a_debt_in_a_live_batch_is_not_settled_by_hand(refund):
    batch = build_refund(refund)
    move = left(-5_000)
    with pytest.raises(Refusal, match=f"batch {batch.pk}"):
        place(move, ("460", refund.ref, None, -5_000))
    banking.cancel_batch(batch=batch, because="paid by hand", by=MAKER, at=NOW)
    place(move, ("460", refund.ref, None, -5_000))
    with pytest.raises(Refusal):
        build_refund(refund)


@pytest.mark.parametrize("account_of, kind", [("455", "payslip"), ("4401", "supplier")])
def test_no_more_is_placed_on_a_debt_than_is_owed(account, account_of, kind):
    item = debt(1, 4_000, account_of, kind)
    move = left(-5_000, sequence=1, old_cents=0)
    with pytest.raises(Refusal, match=r"40\.00|40,00"):
        place(move, (account_of, item, None, -5_000))
    place(move, (account_of, item, None, -4_000))
    assert (books.open_amount(account=account_of, item=item), waiting()) == (0, -1_000)
    with pytest.raises(Refusal):
        place(move, (account_of, item, None, -1_000))


def test_a_tax_that_the_books_name_is_settled_by_what_left(account):
    item = debt("2026-04", 4_000, "453", "withholding")
    place(left(-4_000, sequence=1, old_cents=0), ("453", item, None, -4_000))
    assert books.open_amount(account="453", item=item) == 0


# ---- a batch that the bank booked in words of its own ----------------------------------------


@pytest.fixture
def batch(account):
    made = exported(wage(1), wage(2, 50_000))
    hand_over(made)
    return made


def test_a_batch_that_no_statement_named_is_executed_by_who_places_it(batch):
    move = left(-200_000, sequence=1, old_cents=0)
    assert state(batch) == "handed"
    place(move, ("5509", batch.ref, None, -200_000))
    assert (state(batch), waiting(), books.account_balance(account="5509")) == ("executed", 0, 0)
    assert PaymentBatch.objects.get().executed_on == move.booked_on
    assert not Payment.objects.filter(live=True).exists()


def test_one_by_one_it_is_executed_with_the_last(batch):
    first, second = wait(moved(-150_000), moved(-50_000))
    place(first, ("5509", batch.ref, None, -150_000))
    assert state(batch) == "handed"
    place(second, ("5509", batch.ref, None, -50_000))
    assert state(batch) == "executed"


def test_more_than_is_under_way_is_refused(batch):
    with pytest.raises(Refusal, match="2.000"):
        place(left(-200_001, sequence=1, old_cents=0), ("5509", batch.ref, None, -200_001))


def test_who_placed_it_on_the_wrong_batch_takes_it_back(batch):
    move = left(-200_000, sequence=1, old_cents=0)
    place(move, ("5509", batch.ref, None, -200_000))
    take_back()
    assert (state(batch), waiting()) == ("handed", -200_000)
    assert books.open_amount(account="5509", item=batch.ref) == -200_000
    with pytest.raises(Refusal, match="already paying"):
        build(wage(2, 50_000))
    named = ReadMove(-200_000, move.booked_on, move.booked_on, order_reference=f"CW{batch.pk}-1")
    bring(coda(named, sequence=2, old_cents=-200_000))
    assert state(batch) == "executed"
