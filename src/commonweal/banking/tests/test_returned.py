"""A transfer of ours that comes back names itself: the debt lives again and may be paid again."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.models import Payment, PaymentStatus
from commonweal.banking.tests.conftest import MAKER, NOW, TODAY, bring, came_in, coda
from commonweal.banking.tests.test_build_batch import build, wage
from commonweal.banking.tests.test_export_batch import approved, export
from commonweal.banking.tests.test_place_parts import place
from commonweal.banking.tests.test_take_status import given_batch, report, take
from commonweal.banking.tests.waiting import propose, wait
from commonweal.banking.values import ReadMove
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment(account):
    """A wage of 1,500.00 that left and was executed."""
    batch = export(approved(wage()))
    name = f"CW{batch.pk}-20260511"
    bring(coda(ReadMove(-150_000, TODAY, TODAY, order_reference=name)))
    return Payment.objects.get()


def comes_back(payment, cents=150_000, sequence=2, old_cents=-150_000):
    move = ReadMove(
        cents, TODAY, TODAY, "Amina Benali", order_reference=payment.end_to_end_id,
        return_reason="AC04",
    )  # fmt: skip
    return bring(coda(move, sequence=sequence, old_cents=old_cents))


def owed():
    return -books.open_amount(account="455", item="payslip:1")


def test_the_debt_is_open_again_and_the_status_says_why(payment):
    assert owed() == 0
    comes_back(payment)
    assert (owed(), queries.suspense()) == (150_000, [])
    status = PaymentStatus.objects.get(code="RTRN")
    assert (status.payment, status.reason, status.source) == (payment, "AC04", "statement")
    assert books.account_balance(account="5509") == 0


def test_it_may_be_paid_again(payment):
    comes_back(payment)
    again = build(wage_again())
    assert again.total_cents == 150_000


def wage_again():
    return banking.NewPayment(
        "payslip:1", "455", "Amina Benali", "BE48 0011 2345 6727", 150_000, "Loon mei", TODAY, 7
    )


def test_it_comes_back_once_and_with_its_very_amount(payment):
    comes_back(payment, cents=149_000)
    assert owed() == 0
    comes_back(payment, sequence=3, old_cents=-1_000)
    assert owed() == 150_000
    comes_back(payment, sequence=4, old_cents=149_000)
    assert owed() == 150_000
    assert [row.cents for row in queries.suspense()] == [149_000, 150_000]


def test_what_a_person_placed_as_come_back_is_not_owed_twice(payment):
    (move,) = wait(came_in(150_000), sequence=2, old_cents=-150_000)
    place(move, ("455", "payslip:1", None, 150_000))
    comes_back(payment, sequence=3, old_cents=0)
    assert owed() == 150_000
    assert [row.cents for row in queries.suspense()] == [150_000]


def test_two_movements_accepted_together_give_back_one_payment_once(payment):
    both = wait(came_in(150_000), came_in(150_000, name="Amina"), sequence=2, old_cents=-150_000)
    part = banking.Part("455", "payslip:1", None, 150_000)
    placings = [banking.Placing(move.pk, (part,)) for move in both]
    with pytest.raises(Refusal, match="only € 0"):
        banking.place_parts(placings=placings, by=MAKER, at=NOW)
    assert owed() == 0


def test_what_the_bank_rejected_and_then_gives_back_is_owed_once(account):
    batch = given_batch(wage(1), wage(2, 50_000))
    rejected = Payment.objects.get(item="payslip:2")
    take(report(batch, "PART", [rejected]))
    whole = ReadMove(-200_000, TODAY, TODAY, order_reference=f"CW{batch.pk}-20260511")
    back = ReadMove(50_000, TODAY, TODAY, order_reference=rejected.end_to_end_id)
    bring(coda(whole, back))
    assert books.open_amount(account="455", item="payslip:2") == -50_000
    assert [row.cents for row in queries.suspense()] == [-50_000, 50_000]


def test_a_wage_that_came_back_and_leaves_again_is_no_payment_of_a_client(payment):
    festival = "BE22313215646432"
    back = ReadMove(
        150_000, TODAY, TODAY, "Amina Benali", festival, order_reference=payment.end_to_end_id
    )
    bring(coda(back, sequence=2, old_cents=-150_000))
    wait(ReadMove(-150_000, TODAY, TODAY, "Amina Benali", festival), sequence=3)
    assert propose() == []
