"""What the bank says against itself: nothing leaves twice, and a person is told what to ask."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.models import Payment, PaymentStatus
from commonweal.banking.tests.conftest import CHECKER, NOW
from commonweal.banking.tests.handing import state
from commonweal.banking.tests.test_build_batch import build, wage
from commonweal.banking.tests.test_export_batch import executed
from commonweal.banking.tests.test_take_status import given_batch, report, take
from commonweal.kernel.refusals import Refusals
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db
OF_FILE = b"<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>"


@pytest.fixture
def batch(account):
    return given_batch(wage(1), wage(2, 50_000))


@pytest.fixture
def second(batch):
    return Payment.objects.get(item="payslip:2")


def owed():
    return -books.open_amount(account="455", item="payslip:2")


@pytest.mark.parametrize("whole", [True, False])
def test_what_was_settled_and_is_then_refused_waits_for_a_person_also_over_the_line(
    batch, second, whole
):
    settled = report(batch, "PART", [second]).replace(b"RJCT", b"ACSC").replace(b"AC04", b"")
    take(report(batch, "ACSC") if whole else settled)
    (verdict,) = take(report(batch, "PART", [second]))
    assert verdict.claimed == [second]
    assert (owed(), state(batch)) == (0, "handed")
    assert take(report(batch, "PART", [second]))[0].verdict == "nothing_new"
    banking.confirm_refusals(batch=batch, by=CHECKER, at=NOW)
    assert owed() == 50_000
    executed(batch, 150_000)
    assert state(batch) == "executed"


def after_all(batch, second, code=b"ACSC"):
    return take(report(batch, "PART", [second]).replace(b"RJCT", code).replace(b"AC04", b""))[0]


def test_what_is_refused_and_then_executed_after_all_is_paid_by_nothing_else(batch, second):
    take(report(batch, "PART", [second]))
    assert owed() == 50_000
    verdict = after_all(batch, second)
    assert "Nothing pays them again before a colleague confirms" in verdict.why
    assert owed() == 0
    with pytest.raises(Refusals, match="is already paying it"):
        build(wage(2, 50_000))
    assert "payslip:2" in queries.payments_of(items=["payslip:2"])
    assert after_all(batch, second).verdict == "nothing_new"
    executed(batch, 200_000)
    assert (state(batch), owed(), list(queries.suspense())) == ("executed", 0, [])


def test_a_person_ends_the_doubt_and_it_does_not_come_back(batch, second):
    take(report(batch, "PART", [second]))
    after_all(batch, second)
    assert list(queries.batches_to_confirm()) == [batch]
    banking.confirm_refusals(batch=batch, by=CHECKER, at=NOW)
    assert owed() == 50_000
    assert "Stop what pays 1 payments again" in after_all(batch, second, b"ACCC").why
    assert owed() == 50_000
    executed(batch, 150_000)
    assert state(batch) == "executed"


def test_a_statement_that_leaves_it_out_ends_the_doubt_too(batch, second):
    take(report(batch, "PART", [second]))
    after_all(batch, second)
    executed(batch, 150_000)
    assert (state(batch), owed()) == ("executed", 50_000)
    build(wage(2, 50_000))


def test_a_whole_batch_that_was_refused_is_under_way_again(batch, second):
    take(report(batch, "RJCT"))
    assert state(batch) == "rejected"
    after_all(batch, second)
    assert (state(batch), owed()) == ("handed", 0)
    assert books.open_amount(account="5509", item=batch.ref) == -50_000
    executed(batch, 50_000)
    assert state(batch) == "executed"


def test_what_another_batch_pays_already_is_told(batch, second):
    take(report(batch, "PART", [second]))
    build(wage(2, 50_000))
    assert "Stop what pays 1 payments again" in after_all(batch, second).why
    assert owed() == 50_000
    executed(batch, 200_000)
    assert [row.cents for row in queries.suspense()] == [-50_000]


def test_a_payment_that_one_report_names_twice_is_not_owed_again(batch, second):
    content = report(batch, "PART", [second])
    start, end = content.index(b"<TxInfAndSts>"), content.index(b"</OrgnlPmtInfAndSts>")
    other = content[start:end].replace(b"RJCT", b"ACSP")
    for both in (other + content[start:end], content[start:end] + other):
        (verdict,) = take(content[:start] + both + content[end:])
        assert (verdict.rejected, owed()) == ([], 0)
        assert "ask the bank" in verdict.why


def test_another_amount_than_ours_is_left_aside(batch, second):
    told = b"</TxSts><OrgnlTxRef><Amt><InstdAmt Ccy='EUR'>%s</InstdAmt></Amt></OrgnlTxRef>"
    content = report(batch, "PART", [second])
    (verdict,) = take(content.replace(b"</TxSts>", told % b"499.99"))
    assert (verdict.rejected, owed()) == ([], 0)
    assert "another amount" in verdict.why
    (verdict,) = take(content.replace(b"</TxSts>", told % b"500.00"))
    assert (verdict.rejected, owed()) == ([second], 50_000)


@pytest.mark.parametrize(
    "other", [b"<OrgnlCtrlSum>1999.99</OrgnlCtrlSum>", b"<OrgnlNbOfTxs>3</OrgnlNbOfTxs>"]
)
def test_a_report_of_a_file_of_another_sum_changes_nothing(batch, other):
    (verdict,) = take(report(batch, "RJCT").replace(OF_FILE, OF_FILE + other))
    assert (verdict.verdict, state(batch)) == ("refused", "handed")
    assert "ours is another" in verdict.why
    assert not PaymentStatus.objects.exists()


def test_a_report_that_repeats_count_and_sum_is_taken(batch):
    ours = b"<OrgnlNbOfTxs>2</OrgnlNbOfTxs><OrgnlCtrlSum>2000</OrgnlCtrlSum>"
    take(report(batch, "RJCT").replace(OF_FILE, OF_FILE + ours))
    assert state(batch) == "rejected"
