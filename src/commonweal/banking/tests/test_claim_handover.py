"""Claiming to give a file to the bank: one does it, whoever asks."""

import pytest
from django.db import IntegrityError, transaction

from commonweal.banking import actions as banking
from commonweal.banking.models import Handover
from commonweal.banking.tests.conftest import CHECKER, MAKER, NOW
from commonweal.banking.tests.handing import exported, hand_over, state
from commonweal.banking.tests.test_build_batch import build, wage
from commonweal.kernel.models import Event

pytestmark = pytest.mark.django_db


def claim(batch, by=MAKER, way="by_hand"):
    return banking.claim_handover(batch=batch, way=way, by=by, at=NOW)


def test_who_claims_it_gives_it_and_it_is_told_of_the_batch(account):
    batch = exported()
    handover = claim(batch)
    assert (handover.state, handover.began_by_name, state(batch)) == (
        "sending", MAKER.name, "handing",
    )  # fmt: skip
    assert (handover.message_id, handover.file_sha256) == (batch.message_id, batch.file_sha256)
    assert Event.objects.get(verb="banking.claim_handover").subjects == [batch.ref]


def test_a_second_claim_is_refused_with_the_name_of_the_first(account):
    batch = exported()
    claim(batch)
    with pytest.raises(banking.AlreadyHanded, match=MAKER.name):
        claim(batch, CHECKER)


@pytest.mark.parametrize("outcome", ["sent", "unknown"])
def test_what_was_given_or_may_have_been_is_never_claimed_again(account, outcome):
    batch = exported()
    banking.end_handover(handover=claim(batch), outcome=outcome, answer="", by=MAKER, at=NOW)
    with pytest.raises(banking.AlreadyHanded):
        claim(batch, CHECKER)


def test_a_batch_without_a_file_is_not_claimed(account):
    with pytest.raises(banking.NoFileYet):
        claim(build(wage()))


def test_postgres_itself_keeps_one_claim(account):
    claim(exported())
    row = Handover.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError, match="handover_once"), transaction.atomic():
        row.save()


def test_what_the_bank_turned_away_may_be_sent_again_by_anybody(account):
    batch = exported()
    handover, bank = hand_over(batch, "refuses")
    assert (handover.state, state(batch)) == ("withdrawn", "exported")
    hand_over(batch, bank=bank)
    assert state(batch) == "handed"
    assert len(bank.received()) == 1


def test_who_says_that_it_never_arrived_does_not_send_it_again(account):
    batch = exported()
    handover, bank = hand_over(batch, "hangs")
    banking.end_handover(
        handover=handover, outcome="withdrawn", answer="The bank called", by=MAKER, at=NOW
    )
    with pytest.raises(banking.SameHandsAgain):
        hand_over(batch, bank=bank)
    hand_over(batch, by=CHECKER, bank=bank)
    assert state(batch) == "handed"


def test_without_a_line_a_person_is_told_to_upload_it(account, settings):
    settings.CLOCK_IS_MOVABLE = False
    with pytest.raises(banking.NoLine):
        banking.hand_over(batch=exported(), by=MAKER, at=NOW)
