"""A tax that was paid at the bank's own site is out of the queue once somebody places it."""

from datetime import date

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.banking.models import Settling
from commonweal.banking.tests.conftest import CHECKER, MAKER, bring, coda
from commonweal.banking.tests.conftest import account as account
from commonweal.banking.values import ReadMove
from commonweal.flows.payday import actions, queries
from commonweal.flows.payday.tests.test_state import JULY, due, keep, offices, prepare
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db
MAY = "withholding:2026-05"


@pytest.fixture
def kept(account):
    offices("withholding")
    keep("withholding", 30_000, date(2026, 5, 10))


def left(cents, sequence=1, old_cents=0):
    on = JULY.date()
    move = ReadMove(-cents, on, on, "Office of withholding", "BE71096123456769")
    bring(coda(move, sequence=sequence, old_cents=old_cents, on=on), at=JULY)
    return [row.move for row in bank.suspense()][-1]


def place(move, cents, item=MAY):
    parts = (banking.Part("453", item, None, -cents),)
    return actions.place(placings=[banking.Placing(move.pk, parts)], by=MAKER, at=JULY)


def test_it_is_due_no_more_and_the_books_name_its_period(kept):
    move = left(30_000)
    assert [one.item for one in queries.nearest(cents=30_000, at=JULY)] == [MAY]
    place(move, 30_000)
    assert (due(), bank.suspense()) == ([], [])
    assert books.open_amounts(account="453", items=[MAY]) == {}
    assert books.account_balance(account="453") == 0


def test_of_a_part_the_rest_stays_due_and_is_paid_by_a_batch(kept):
    place(left(10_000), 10_000)
    assert [one.cents for one in due()] == [20_000]
    (batch,) = prepare()
    assert batch.total_cents == 20_000
    actions.approve(batch=batch, by=CHECKER, at=JULY)
    actions.export(batch=batch, by=MAKER, at=JULY)
    assert due() == []
    assert books.open_amounts(account="453", items=[MAY]) == {}


def test_it_is_due_again_when_it_is_taken_back(kept):
    place(left(30_000), 30_000)
    settling = Settling.objects.get()
    banking.take_back(settling=settling, because="it was a fine", by=MAKER, at=JULY)
    assert [one.cents for one in due()] == [30_000]
    (batch,) = prepare()
    assert batch.total_cents == 30_000


def test_what_a_batch_pays_is_not_paid_by_hand_too(kept):
    (batch,) = prepare()
    with pytest.raises(Refusal, match=f"batch {batch.pk}"):
        place(left(30_000), 30_000)


@pytest.mark.parametrize("cents, item", [(30_001, MAY), (100, "withholding:2026-01")])
def test_no_more_than_is_owed_and_nothing_for_another_period(kept, cents, item):
    with pytest.raises(Refusal):
        place(left(30_001), cents, item)
    assert [one.cents for one in due()] == [30_000]
    assert books.open_amounts(account="453", items=[MAY, item]) == {}
