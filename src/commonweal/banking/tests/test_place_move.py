"""Placing by hand: a person knows what a payment without reference is for."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.tests.conftest import MAKER, NOW, bring, came_in, claim, coda
from commonweal.kernel.identifiers import WrongReference, make_ogm
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db


def waiting(cents):
    bring(coda(came_in(cents)))
    return queries.suspense()[0].move


def place(move, reference):
    return banking.place_move(move=move, reference=reference, by=MAKER, at=NOW)


def test_it_settles_the_claim_and_counts_as_collected(account):
    reference = claim(12, 12_100)
    place(waiting(12_100), f"+++{reference[:3]}/{reference[3:7]}/{reference[7:]}+++")
    assert books.open_amount(account="400", item="invoice:2026-000012") == 0
    assert books.account_balance(account="499") == 0
    assert books.collected(unit=7) == 12_100
    assert queries.suspense() == []


def test_what_is_more_than_open_goes_on_waiting_for_another_claim(account):
    first, second = claim(12, 5_000), claim(13, 4_000)
    move = waiting(9_000)
    place(move, first)
    assert [row.cents for row in queries.suspense()] == [4_000]
    place(move, second)
    assert queries.suspense() == []


def test_it_refuses_when_nothing_waits(account):
    reference = claim(12, 12_100)
    move = waiting(5_000)
    place(move, reference)
    with pytest.raises(banking.NothingWaits):
        place(move, reference)


def test_it_refuses_an_unknown_or_settled_claim(account):
    move = waiting(5_000)
    with pytest.raises(banking.NoSuchClaim):
        place(move, make_ogm(99))


def test_it_refuses_a_reference_that_does_not_fit(account):
    with pytest.raises(WrongReference):
        place(waiting(5_000), "123")


def test_money_that_went_out_settles_no_claim(account):
    reference = claim(12, 12_100)
    with pytest.raises(banking.NothingWaits):
        place(waiting(-5_000), reference)
