"""A transfer that came back: said of the payment, once."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.models import Payment
from commonweal.banking.tests.conftest import MAKER, NOW
from commonweal.banking.tests.handing import exported, hand_over
from commonweal.banking.tests.test_export_batch import executed
from commonweal.kernel.models import Event

pytestmark = pytest.mark.django_db


def note(payment):
    returned = banking.Return(payment.pk, "AC04")
    return banking.note_returns(returns=[returned], by=MAKER, at=NOW)


def test_what_came_back_is_said_of_the_payment_once(account):
    batch = exported()
    hand_over(batch)
    executed(batch, 150_000)
    payment = Payment.objects.get()
    (status,) = note(payment)
    assert (status.code, status.reason, status.source) == ("RTRN", "AC04", "statement")
    assert note(payment) == []
    assert queries.statuses(batch=batch).count() == 1
    assert queries.returned(items=[payment.item]) == {payment.item: status}
    assert Event.objects.get(verb="banking.note_returns").subjects == [batch.ref]


def test_a_payment_that_was_made_again_is_not_called_returned(account):
    first = exported()
    note(Payment.objects.get())
    assert queries.returned(items=["payslip:1"])
    Payment.objects.update(live=False)
    payment = banking.NewPayment("payslip:1", "455", "A", "BE48001123456727", 1, "", NOW.date())
    Payment.objects.create(
        batch=first, item=payment.item, account="455", name="A", iban=payment.iban, cents=1,
        due_on=payment.due_on,
    )  # fmt: skip
    assert queries.returned(items=["payslip:1"]) == {}
