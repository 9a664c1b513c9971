"""What the bank says of a file: any version of pain.002, damaged ones too, and only once."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as some

from commonweal.banking import actions as banking
from commonweal.banking import pain002, queries
from commonweal.banking.models import Payment, PaymentStatus
from commonweal.banking.tests.conftest import NOW, TODAY
from commonweal.banking.tests.handing import exported, hand_over, state
from commonweal.banking.tests.test_build_batch import build, wage
from commonweal.banking.tests.test_export_batch import executed
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as books


def take(*contents):
    files = [banking.BankFile("status.xml", content) for content in contents]
    return banking.take_status(files=files, by=SYSTEM, at=NOW)  # as over the bank's line


def report(batch, code, payments=None, version="10"):
    named = {payment.end_to_end_id: ("RJCT", "AC04") for payment in payments or []}
    return pain002.write(batch.message_id, code, named, TODAY, version)


def given_batch(*payments):
    batch = exported(*payments)
    hand_over(batch)
    return batch


@pytest.mark.django_db
@pytest.mark.parametrize("version", ["02", "03", "08", "10", "14"])
def test_a_report_of_any_version_is_read_and_kept(account, version):
    batch = given_batch()
    (verdict,) = take(report(batch, "ACSP", version=version))
    assert (verdict.verdict, verdict.batch, verdict.read.code) == ("taken", batch, "ACSP")
    status = queries.statuses(batch=batch).get()
    assert (status.code, status.source) == ("ACSP", "pain002")
    assert status.document.kind == "payment_status"
    assert state(batch) == "handed"


@pytest.mark.django_db
def test_what_was_said_before_changes_nothing(account):
    batch = given_batch(wage(1), wage(2, 50_000))
    content = report(batch, "PART", batch.payments.filter(item="payslip:2"))
    take(content)
    before = books.account_balance(account="5509"), PaymentStatus.objects.count()
    (verdict,) = take(content)
    assert verdict.verdict == "nothing_new"
    assert (books.account_balance(account="5509"), PaymentStatus.objects.count()) == before


@pytest.mark.django_db
def test_a_rejected_payment_is_owed_again_and_can_be_paid_again(account):
    batch = given_batch(wage(1), wage(2, 50_000))
    second = Payment.objects.get(item="payslip:2")
    (verdict,) = take(report(batch, "PART", [second]))
    assert verdict.rejected == [second]
    assert books.open_amount(account="455", item="payslip:2") == -50_000
    assert books.open_amount(account="5509", item=batch.ref) == -150_000
    assert state(batch) == "handed"
    assert list(queries.payments_of(items=["payslip:1", "payslip:2"])) == ["payslip:1"]
    again = banking.NewPayment(
        "payslip:2", "455", "Amina", "BE48001123456727", 50_000, "Loon", TODAY
    )
    build(again)
    executed(batch, 150_000)
    assert state(batch) == "executed"
    assert Payment.objects.filter(live=True).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["RJCT", "CANC"])
def test_a_file_that_is_refused_whole_closes_its_batch(account, code):
    batch = given_batch(wage(1), wage(2, 50_000))
    take(report(batch, code))
    assert state(batch) == "rejected"
    assert books.account_balance(account="5509") == 0
    assert books.account_balance(account="455") == -200_000
    assert not Payment.objects.filter(live=True).exists()


@pytest.mark.django_db
def test_a_block_that_is_refused_refuses_its_payments(account):
    batch = given_batch()
    content = report(batch, "ACTC").replace(
        b"</OrgnlGrpInfAndSts>",
        b"</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>CW%d-20260511</OrgnlPmtInfId>"
        b"<PmtInfSts>RJCT</PmtInfSts></OrgnlPmtInfAndSts>" % batch.pk,
    )
    take(content)
    assert state(batch) == "rejected"


@pytest.mark.django_db
def test_what_a_statement_executed_is_not_owed_again(account):
    batch = given_batch()
    executed(batch, 150_000)
    (verdict,) = take(report(batch, "RJCT"))
    assert verdict.rejected == []
    assert "ask the bank" in verdict.why
    assert queries.payments_of(items=["payslip:1"])["payslip:1"].batch == batch
    assert books.account_balance(account="455") == 0


@pytest.mark.django_db
def test_who_answers_has_the_file(account):
    lost, uploaded = exported(wage(1)), exported(wage(2))
    hand_over(lost, "silent")
    assert state(lost) == "unknown"
    take(report(lost, "ACTC"), report(uploaded, "ACTC"))
    assert (state(lost), state(uploaded)) == ("handed", "handed")
    assert queries.handover_of(batch=uploaded).way == "by_hand"


@pytest.mark.django_db
def test_a_report_of_another_house_changes_nothing(account):
    (verdict,) = take(pain002.write("XY1", "RJCT", {}, TODAY))
    assert verdict.verdict == "foreign"
    assert "XY1" in verdict.why


@pytest.mark.django_db
def test_payments_of_another_batch_and_codes_nobody_knows_are_told(account):
    batch = given_batch()
    content = pain002.write(batch.message_id, "XXXX", {"CW9-9": ("RJCT", "")}, TODAY)
    (verdict,) = take(content)
    assert verdict.rejected == []
    assert "1 payments" in verdict.why
    assert "XXXX" in verdict.notes[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [b"", b"  ", b"not xml", b"<a/>", b"\xff\xfe\x00", b"<!DOCTYPE a><a/>"],
)
def test_a_damaged_report_changes_nothing_and_says_what_to_do(account, content):
    batch = given_batch()
    (verdict,) = take(content)
    assert verdict.verdict == "refused"
    assert verdict.why
    assert not PaymentStatus.objects.exists()
    assert state(batch) == "handed"


@pytest.mark.django_db
def test_every_cut_of_a_report_is_refused_or_whole(account):
    content = report(given_batch(), "RJCT")
    assert all(pain002.read(content[:length]).faults for length in range(len(content) - 1))


@given(some.binary(max_size=300))
def test_reading_never_fails(content):
    report = pain002.read(content)
    assert report.faults or report.message_id


@pytest.mark.django_db
def test_what_was_said_is_never_changed(account):
    take(report(given_batch(), "ACSP"))
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        PaymentStatus.objects.update(code="RJCT")
