"""What became of a file: it was sent, it is unknown and stays so, or it never arrived."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from commonweal.banking import actions as banking
from commonweal.banking import gateways, queries
from commonweal.banking.models import Handover
from commonweal.banking.tests.conftest import CHECKER, MAKER, NOW
from commonweal.banking.tests.handing import exported, hand_over, state

pytestmark = pytest.mark.django_db
SOON, LATER = NOW + timedelta(minutes=9), NOW + timedelta(minutes=10)


def end(handover, outcome, answer="", by=CHECKER):
    return banking.end_handover(handover=handover, outcome=outcome, answer=answer, by=by, at=NOW)


def claimed(batch):
    return banking.claim_handover(batch=batch, way="line", by=MAKER, at=NOW)


def test_a_file_that_the_bank_took_is_given(account):
    batch = exported()
    handover, bank = hand_over(batch)
    assert (handover.state, state(batch)) == ("sent", "handed")
    assert [row["message_id"] for row in bank.received()] == [batch.message_id]


@pytest.mark.parametrize(("mood", "received"), [("hangs", 0), ("silent", 1)])
def test_when_the_bank_is_silent_nobody_knows_and_nothing_is_sent_again(account, mood, received):
    batch = exported()
    _handover, bank = hand_over(batch, mood)
    assert state(batch) == "unknown"
    with gateways.replaced(by=bank):
        assert not banking.park(at=LATER)
    assert len(bank.received()) == received
    assert [each.batch_id for each in queries.gone_astray()] == [batch.pk]


def test_any_other_fault_of_the_line_is_unknown_too(account):
    class Broken:
        def send(self, message_id, content):
            raise ValueError("a fault of the provider")

    batch = exported()
    hand_over(batch, bank=Broken())
    assert state(batch) == "unknown"


def test_a_file_whose_sender_is_gone_is_parked_after_ten_minutes(account):
    batch = exported()
    claimed(batch)
    assert banking.park(at=SOON) == []
    (parked,) = banking.park(at=LATER)
    assert (parked.state, state(batch)) == ("unknown", "unknown")


@pytest.mark.parametrize(("mood", "after"), [("hangs", "exported"), ("silent", "handed")])
def test_the_bank_says_later_what_it_has(account, mood, after):
    batch = exported()
    _handover, bank = hand_over(batch, mood)
    with gateways.replaced(by=bank):
        banking.ask_the_bank(at=SOON)
        assert state(batch) == "unknown"
        banking.ask_the_bank(at=LATER)
    assert state(batch) == after


def test_a_bank_that_does_not_know_leaves_it_unknown(account):
    class Shrugs:
        def knows(self, message_id):
            return None

    batch = exported()
    hand_over(batch, "silent")
    with gateways.replaced(by=Shrugs()):
        assert banking.ask_the_bank(at=LATER) == []
    assert state(batch) == "unknown"


def test_a_person_who_decides_says_how_it_is_known(account):
    handover, _bank = hand_over(exported(), "silent")
    with pytest.raises(banking.NoAnswerGiven):
        end(handover, "sent", " ")
    end(handover, "sent", "On the bank's own page")
    known = Handover.objects.get()
    assert (known.state, known.decided_by, known.answer) == (
        "sent", CHECKER.id, "On the bank's own page",
    )  # fmt: skip


def test_what_is_being_sent_is_not_called_lost_by_a_person(account):
    with pytest.raises(banking.StillOnItsWay):
        end(claimed(exported()), "withdrawn", "I think so")


@pytest.mark.parametrize("outcome", ["sent", "unknown", "withdrawn"])
def test_what_is_known_stands(account, outcome):
    handover, _bank = hand_over(exported())
    with pytest.raises(banking.AlreadyDecided):
        end(handover, outcome, "Another thought")
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        Handover.objects.update(state="unknown")
