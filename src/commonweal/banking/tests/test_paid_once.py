"""Money that could leave twice: what the bank says in pieces, twice, or against a person."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from tests.waiting import until_somebody_waits

from commonweal.banking import actions as banking
from commonweal.banking import gateways, pain002, queries
from commonweal.banking.line_simulator import SimulatedLine
from commonweal.banking.models import Handover, Payment
from commonweal.banking.tests.conftest import CHECKER, IBAN, MAKER, NOW, TODAY, bring, coda
from commonweal.banking.tests.handing import exported, hand_over, state
from commonweal.banking.tests.test_build_batch import wage
from commonweal.banking.tests.test_export_batch import executed
from commonweal.banking.tests.test_take_status import given_batch, report, take
from commonweal.banking.values import ReadMove
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as books


def owed(item):
    return -books.open_amount(account="455", item=item)


@pytest.mark.django_db
def test_what_was_refused_is_not_owed_again_when_its_money_comes_back_too(account):
    """Some banks book the whole file, and give back what they refused."""
    batch = given_batch(wage(1), wage(2, 50_000))
    second = Payment.objects.get(item="payslip:2")
    take(report(batch, "PART", [second]))
    assert owed("payslip:2") == 50_000
    executed(batch, 200_000)
    back = ReadMove(50_000, TODAY, TODAY, order_reference=second.end_to_end_id)
    bring(coda(back, sequence=2, old_cents=-200_000))
    assert owed("payslip:2") == 50_000
    assert sorted(row.cents for row in queries.suspense()) == [-50_000, 50_000]


@pytest.mark.django_db
def test_what_was_refused_and_paid_anew_is_not_owed_a_third_time(account):
    batch = given_batch(wage(1), wage(2, 50_000))
    second = Payment.objects.get(item="payslip:2")
    take(report(batch, "PART", [second]))
    again = given_batch_of(wage_again(2, 50_000))
    executed(again, 50_000)
    back = ReadMove(50_000, TODAY, TODAY, order_reference=second.end_to_end_id)
    bring(coda(back, sequence=2, old_cents=-50_000))
    assert owed("payslip:2") == 0
    assert [row.cents for row in queries.suspense()] == [50_000]


def wage_again(number, cents):
    """The same debt, without owing it a second time."""
    return banking.NewPayment(
        f"payslip:{number}", "455", "Amina Benali", "BE48 0011 2345 6727", cents, "", TODAY, 7
    )


def given_batch_of(payment):
    batch = banking.build_batch(payments=[payment], by=MAKER, at=NOW)
    batch = banking.approve_batch(batch=batch, by=CHECKER, at=NOW)
    batch = banking.export_batch(batch=batch, by=MAKER, at=NOW)
    hand_over(batch)
    return batch


@pytest.mark.django_db
@pytest.mark.parametrize("whole", [True, False])
def test_a_second_copy_that_the_bank_refuses_says_nothing_of_the_first(account, whole):
    batch = given_batch()
    (name,) = [payment.end_to_end_id for payment in batch.payments.all()]
    content = pain002.write(batch.message_id, "PART", {name: ("RJCT", "AM05")}, TODAY)
    if whole:
        content = pain002.write(batch.message_id, "RJCT", {}, TODAY).replace(
            b"<GrpSts>RJCT</GrpSts>",
            b"<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>DU01</Cd></Rsn></StsRsnInf>",
        )
    (verdict,) = take(content)
    assert not verdict.rejected
    assert "DUPL" in f"{verdict.why} {verdict.notes}"
    assert (owed("payslip:1"), state(batch)) == (0, "handed")
    executed(batch, 150_000)
    assert state(batch) == "executed"
    assert queries.suspense() == []


@pytest.mark.django_db
@pytest.mark.parametrize("mood", ["hangs", "refuses", "by_hand"])
def test_of_what_a_statement_executed_in_part_nothing_leaves_again(account, mood):
    batch, bank = exported(wage(1), wage(2, 50_000)), SimulatedLine()
    if mood != "by_hand":
        _handover, bank = hand_over(batch, mood)
    executed(batch, 50_000)
    assert state(batch) == "handed"
    with pytest.raises(banking.AlreadyHanded):
        hand_over(batch, by=CHECKER, bank=bank)
    with pytest.raises(banking.NotToTakeBack):
        banking.take_back_file(batch=batch, because="Never left", by=CHECKER, at=NOW)
    assert not bank.received()
    standing = Handover.objects.exclude(state="withdrawn").get()
    assert (standing.state, standing.decided_by) == ("sent", "bank")
    with pytest.raises(banking.AlreadyDecided):
        banking.end_handover(
            handover=standing, outcome="withdrawn", answer="I think", by=CHECKER, at=NOW
        )


@pytest.mark.django_db
def test_the_bank_may_report_a_file_that_it_did_not_find_before(account):
    batch = exported()
    hand_over(batch, "refuses")
    (verdict,) = take(report(batch, "ACSP"))
    assert (verdict.verdict, state(batch)) == ("taken", "handed")


@pytest.mark.django_db
def test_who_says_that_it_never_arrived_does_not_take_it_back(account):
    batch = exported()
    handover, _bank = hand_over(batch, "hangs")
    banking.end_handover(
        handover=handover, outcome="withdrawn", answer="The bank called", by=CHECKER, at=NOW
    )
    with pytest.raises(banking.NotTheirsToTakeBack):
        banking.take_back_file(batch=batch, because="Lost", by=CHECKER, at=NOW)


@pytest.mark.django_db
def test_while_it_is_being_sent_nobody_else_says_that_it_arrived(account):
    batch = exported()
    handover = banking.claim_handover(batch=batch, way="line", by=MAKER, at=NOW)
    with pytest.raises(banking.StillOnItsWay):
        banking.end_handover(handover=handover, outcome="sent", answer="Sure", by=CHECKER, at=NOW)
    assert state(batch) == "handing"


def test_one_person_does_not_lose_and_send_a_file_in_one_moment(own_database):
    new = banking.NewAccount(IBAN, "GEBABEBB", "Samen cv")
    banking.open_accounts(accounts=[new], by=MAKER, at=NOW)
    batch = exported()
    handover, bank = hand_over(batch, "hangs")

    def again():
        try:
            with gateways.replaced(by=bank):
                banking.hand_over(batch=batch, by=MAKER, at=NOW)
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "sent"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            banking.end_handover(
                handover=handover, outcome="withdrawn", answer="Gone", by=MAKER, at=NOW
            )
            answer = pool.submit(again)
            until_somebody_waits()
        assert answer.result() == "SameHandsAgain"
    assert not bank.received()
