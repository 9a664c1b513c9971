"""A client whose money went back hears of it once, when it left and not before."""

from datetime import timedelta

import pytest
from tests.cast import NOW

from commonweal.banking.tests.conftest import TODAY, bring, coda
from commonweal.banking.tests.conftest import account as account
from commonweal.banking.tests.refunds import came_in, credit, give_back, leave
from commonweal.banking.tests.test_place_parts import place
from commonweal.banking.tests.waiting import wait
from commonweal.banking.values import ReadMove
from commonweal.flows.payday import jobs
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.tests.conftest import draft as draft
from commonweal.invoicing.tests.conftest import new_invoice as new_invoice
from commonweal.letters.queries import Letter

pytestmark = pytest.mark.django_db


def told():
    jobs.run(at=NOW)
    jobs.run(at=NOW)
    return list(Letter.objects.filter(kind="money_back"))


@pytest.fixture
def refund(account, festival, entity, draft, by, at):
    """The festival paid an invoice that was credited afterwards: 50.00 goes back."""
    (invoice,) = invoicing.issue(drafts=[draft()], by=by, at=at)
    bring(coda(came_in(121_000, invoice.reference)))
    credit(5_000, invoice.ref)
    return give_back("400", invoice.ref)


def paid(refund):
    batch = leave(refund)
    assert told() == []
    out = ReadMove(-5_000, TODAY, TODAY, order_reference=f"CW{batch.pk}-20260511")
    bring(coda(out, sequence=2, old_cents=121_000))


def test_the_client_is_told_once_in_its_language_when_the_bank_paid(refund, festival):
    assert told() == []
    paid(refund)
    (letter,) = told()
    assert letter.to in (festival.invoice_email, festival.email)
    assert (letter.language, letter.about) == (festival.language, refund.ref)
    assert refund.about in letter.body and "50" in letter.body
    assert refund.iban not in letter.body


def test_who_was_paid_at_the_bank_s_own_site_is_told_too(refund):
    move = wait(came_in(-5_000), sequence=2, old_cents=121_000)[-1]
    place(move, ("460", refund.ref, None, -5_000))
    assert len(told()) == 1


def test_what_came_back_before_anybody_wrote_is_not_told(refund):
    batch = leave(refund)
    name = f"CW{batch.pk}-20260511"
    payment = batch.payments.get()
    out = ReadMove(-5_000, TODAY, TODAY, order_reference=name)
    back = ReadMove(5_000, TODAY, TODAY, order_reference=payment.end_to_end_id)
    bring(coda(out, back, sequence=2, old_cents=121_000))
    assert told() == []


def test_of_a_payer_whom_the_books_do_not_know_nobody_is_told(account):
    (move,) = wait(came_in(5_000))
    refund = give_back("499", move.ref)
    out = wait(came_in(-5_000), sequence=2, old_cents=5_000)[-1]
    place(out, ("460", refund.ref, None, -5_000))
    assert told() == []


def test_what_was_taken_back_or_is_no_news_is_not_told(refund):
    paid(refund)
    jobs.run(at=NOW + timedelta(days=61))
    assert not Letter.objects.filter(kind="money_back").exists()
