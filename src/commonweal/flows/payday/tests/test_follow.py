"""The job that looks after files that left: it parks, asks and listens, and sends nothing."""

from datetime import timedelta

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import gateways
from commonweal.banking.line_simulator import SimulatedLine
from commonweal.banking.models import PaymentStatus
from commonweal.banking.tests.conftest import MAKER, NOW
from commonweal.banking.tests.conftest import account as account
from commonweal.banking.tests.handing import exported, hand_over, state
from commonweal.banking.tests.test_build_batch import wage
from commonweal.flows.payday import jobs

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=10)


def follow(bank):
    with gateways.replaced(by=bank):
        jobs.run(at=LATER)
        jobs.run(at=LATER)


@pytest.mark.parametrize(("mood", "after"), [("hangs", "exported"), ("silent", "handed")])
def test_the_bank_is_asked_about_what_nobody_knows_and_nothing_is_sent(account, mood, after):
    batch = exported()
    _handover, bank = hand_over(batch, mood)
    before = len(bank.received())
    follow(bank)
    assert state(batch) == after
    assert len(bank.received()) == before


def test_a_file_whose_sender_died_is_parked_and_then_asked_about(account):
    batch = exported()
    banking.claim_handover(batch=batch, way="line", by=MAKER, at=NOW)
    follow(SimulatedLine())
    assert state(batch) == "exported"


def test_what_the_bank_rejects_is_heard_over_the_line(account):
    bank = SimulatedLine(rejects="Bram")
    batch = exported(wage(1), wage(2, 50_000, name="Bram De Smet"))
    hand_over(batch, bank=bank)
    follow(bank)
    codes = PaymentStatus.objects.order_by("id").values_list("payment__item", "code")
    assert list(codes) == [(None, "PART"), ("payslip:2", "RJCT")]
    assert state(batch) == "handed"


def test_a_bank_that_does_not_answer_is_asked_another_time(account):
    class Down(SimulatedLine):
        def knows(self, message_id):
            raise gateways.Unsure

        def reports(self, message_ids):
            raise gateways.Unsure

    batch = exported()
    hand_over(batch, "silent")
    follow(Down())
    assert state(batch) == "unknown"
