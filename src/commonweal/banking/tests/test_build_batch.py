"""Building a payment batch: what is owed, once, to an account that can exist."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from commonweal.banking import actions as banking
from commonweal.banking.models import Payment, PaymentBatch
from commonweal.banking.tests.conftest import CHECKER, MAKER, NOW, day, debt
from commonweal.kernel.models import Event
from commonweal.kernel.refusals import Refusals

pytestmark = pytest.mark.django_db


def wage(number=1, cents=150_000, **values):
    item = debt(number, cents)
    return replace(
        banking.NewPayment(
            item, "455", "Amina Benali", "BE48 0011 2345 6727", cents, "Loon mei", day(11), 7
        ),
        **values,
    )


def build(*payments):
    return banking.build_batch(payments=payments, by=MAKER, at=NOW)


def test_it_puts_payments_together(account):
    batch = build(wage(1), wage(2, 50_000))
    assert (batch.state, batch.count, batch.total_cents) == ("draft", 2, 200_000)
    assert (batch.built_by, batch.built_by_name) == (MAKER.id, MAKER.name)
    payment = Payment.objects.order_by("id").first()
    assert (payment.iban, payment.item, payment.cents) == ("BE48001123456727", "payslip:1", 150_000)
    assert Event.objects.get(verb="banking.build_batch").subjects == [batch.ref]


def test_it_refuses_an_empty_batch(account):
    with pytest.raises(banking.NothingToPay):
        build()


def test_it_refuses_without_a_bank_account(db):
    with pytest.raises(banking.NoBankAccount):
        build(wage())


def test_it_names_the_person_whose_account_number_does_not_fit(account):
    with pytest.raises(banking.WrongPayeeIban) as refused:
        build(wage(iban="BE48001123456728"))
    assert "Amina Benali" in str(refused.value)
    assert "bank card" in str(refused.value)
    assert PaymentBatch.objects.count() == 0


def test_it_refuses_more_than_is_owed(account):
    with pytest.raises(banking.MoreThanOwed) as refused:
        build(wage(), replace(wage(2, 100), cents=101))
    assert "1.00" in str(refused.value)


def test_it_refuses_what_nobody_is_owed(account):
    unknown = banking.NewPayment("payslip:9", "455", "X", "BE48001123456727", 1, "", day(11))
    with pytest.raises(banking.MoreThanOwed):
        build(unknown)


@pytest.mark.parametrize("cents", [0, -1])
def test_it_refuses_an_amount_that_is_none(account, cents):
    with pytest.raises(banking.NotAnAmount):
        build(replace(wage(), cents=cents))


def test_it_refuses_the_same_item_twice_in_a_batch(account):
    payment = wage()
    with pytest.raises(banking.ChosenTwice):
        build(payment, payment)


def test_an_item_is_in_one_live_batch_only(account):
    payment = wage()
    first = build(payment)
    with pytest.raises(banking.AlreadyUnderWay) as refused:
        build(payment)
    assert str(first.pk) in str(refused.value)
    banking.cancel_batch(batch=first, because="Wrong day", by=CHECKER, at=NOW)
    assert build(payment).pk != first.pk


def test_postgres_itself_keeps_an_item_in_one_live_batch(account):
    build(wage())
    row = Payment.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError, match="payment_item_live_once"), transaction.atomic():
        row.save()


def test_it_says_all_that_is_wrong_at_once(account):
    with pytest.raises(Refusals) as refused:
        build(wage(iban="BE1"), replace(wage(2), cents=0))
    assert len(refused.value.refusals) == 2


def test_payments_never_change(account):
    build(wage())
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        Payment.objects.update(iban="BE68539007547034")
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        Payment.objects.all().delete()
