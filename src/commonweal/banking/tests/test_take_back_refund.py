"""A refund that no batch pays may be taken back: the money is where it was."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking.models import PayeeAccount
from commonweal.banking.tests.conftest import MAKER, NOW, TODAY, bring, coda
from commonweal.banking.tests.refunds import (
    OTHER,
    build,
    came_in,
    give_back,
    leave,
    not_given,
    owed_back,
    state,
)
from commonweal.banking.tests.test_parallel import PEOPLE, at_once
from commonweal.banking.tests.test_parallel import house as house
from commonweal.banking.tests.test_place_parts import place
from commonweal.banking.tests.waiting import wait, waiting
from commonweal.banking.values import ReadMove


@pytest.fixture
def refund(account):
    (move,) = wait(came_in(5_000))
    return give_back("499", move.ref)


@pytest.mark.django_db
def test_the_money_waits_again_and_may_go_back_later(refund):
    undone = not_given(refund)
    assert (waiting(), owed_back(refund), state(undone)) == (5_000, 0, "undone")
    assert (undone.undone_by_name, undone.undone_because) == (MAKER.name, "they want it kept")
    assert give_back("499", refund.source).nth == 2


@pytest.mark.django_db
def test_it_happens_once_and_says_why(refund):
    with pytest.raises(banking.WhyRefundUndone):
        not_given(refund, "  ")
    not_given(refund)
    with pytest.raises(banking.RefundUndone):
        not_given(refund)
    assert waiting() == 5_000


@pytest.mark.django_db
def test_what_a_batch_pays_stays_until_the_batch_is_cancelled(refund):
    batch = build(refund)
    with pytest.raises(banking.RefundUnderWay, match=str(batch.pk)):
        not_given(refund)
    banking.cancel_batch(batch=batch, because="they called", by=MAKER, at=NOW)
    not_given(refund)
    assert waiting() == 5_000


@pytest.mark.django_db
def test_what_was_paid_is_not_taken_back(refund):
    batch = leave(refund)
    out = ReadMove(-5_000, TODAY, TODAY, order_reference=f"CW{batch.pk}-20260511")
    bring(coda(out, sequence=2, old_cents=5_000))
    with pytest.raises(banking.RefundPaid):
        not_given(refund)
    assert waiting() == 0


@pytest.mark.django_db
def test_what_came_back_less_the_costs_of_a_bank_is_taken_back_and_may_go_again(refund):
    batch = leave(refund)
    out = ReadMove(-5_000, TODAY, TODAY, order_reference=f"CW{batch.pk}-20260511")
    bring(coda(out, sequence=2, old_cents=5_000))
    back = wait(came_in(4_900, name="Unknown account"), sequence=3, old_cents=0)[-1]
    place(back, ("460", refund.ref, None, 4_900))
    undone = not_given(refund)
    assert (waiting(), owed_back(refund), state(undone)) == (4_900, 0, "undone")
    again = give_back("499", refund.source)
    assert (again.cents, waiting()) == (4_900, 0)
    with pytest.raises(banking.NothingToGiveBack):
        give_back("499", refund.source)


@pytest.mark.django_db
def test_the_other_number_that_waited_waits_no_more(account):
    (move,) = wait(came_in(5_000))
    not_given(give_back("499", move.ref, iban=OTHER))
    assert not PayeeAccount.objects.filter(stopped_at=None).exists()


def test_it_is_paid_or_taken_back_never_both(house):
    (move,) = wait(came_in(5_000))
    refund = give_back("499", move.ref)
    deeds = iter([lambda: build(refund), lambda: not_given(refund)] * (PEOPLE // 2))
    done = at_once(lambda: next(deeds)())
    assert done.count("done") == 1
    assert state(_again(refund)) in ("under_way", "undone")


def _again(refund):
    refund.refresh_from_db()
    return refund
