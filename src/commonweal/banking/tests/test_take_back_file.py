"""A file that was made and never given to the bank: a colleague takes it back."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking.models import Payment
from commonweal.banking.tests.conftest import CHECKER, MAKER, NOW
from commonweal.banking.tests.handing import exported, hand_over, state
from commonweal.banking.tests.test_build_batch import build, wage
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db


def take_back(batch, by=CHECKER, because="Her account changed"):
    return banking.take_back_file(batch=batch, because=because, by=by, at=NOW)


def test_all_of_it_is_owed_again_and_it_never_leaves(account):
    batch = exported(wage(1), wage(2, 50_000))
    take_back(batch)
    assert state(batch) == "rejected"
    assert books.account_balance(account="5509") == 0
    assert books.account_balance(account="455") == -200_000
    assert not Payment.objects.filter(live=True).exists()
    with pytest.raises(banking.AlreadyHanded):
        hand_over(batch)


def test_who_made_it_does_not_take_it_back_alone(account):
    with pytest.raises(banking.NotTheirsToTakeBack):
        take_back(exported(), by=MAKER)


def test_a_reason_is_asked(account):
    with pytest.raises(banking.NoReasonGiven):
        take_back(exported(), because=" ")


@pytest.mark.parametrize("mood", ["takes", "silent"])
def test_what_left_or_may_have_left_is_not_taken_back(account, mood):
    batch = exported()
    hand_over(batch, mood)
    with pytest.raises(banking.NotToTakeBack):
        take_back(batch)


def test_what_has_no_file_is_not_taken_back(account):
    with pytest.raises(banking.NotToTakeBack):
        take_back(build(wage()))
