"""A report that a person brings is a claim: a wage is owed again once somebody else says so too."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.models import Payment
from commonweal.banking.tests.conftest import CHECKER, MAKER, NOW
from commonweal.banking.tests.handing import state
from commonweal.banking.tests.test_build_batch import build, wage
from commonweal.banking.tests.test_export_batch import executed
from commonweal.banking.tests.test_take_status import given_batch, report
from commonweal.banking.tests.test_take_status import take as take_over_the_line
from commonweal.kernel.refusals import Refusals
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db


def bring(content, by=MAKER):
    return banking.take_status(files=[banking.BankFile("r.xml", content)], by=by, at=NOW)[0]


def confirm(batch, by=CHECKER):
    return banking.confirm_refusals(batch=batch, by=by, at=NOW)


@pytest.fixture
def batch(account):
    return given_batch(wage(1), wage(2, 50_000))


@pytest.fixture
def second(batch):
    return Payment.objects.get(item="payslip:2")


def test_a_report_that_a_person_brought_makes_nothing_payable_again(batch, second):
    verdict = bring(report(batch, "PART", [second]))
    assert verdict.claimed == verdict.rejected == [second]
    assert "colleague" in verdict.why
    assert books.open_amount(account="455", item="payslip:2") == 0
    with pytest.raises(Refusals, match="is already paying it"):
        build(wage(2, 50_000))
    assert "payslip:2" in queries.payments_of(items=["payslip:2"])


def test_who_brought_it_cannot_confirm_it(batch, second):
    bring(report(batch, "PART", [second]))
    with pytest.raises(banking.BroughtBySameHands):
        confirm(batch, by=MAKER)


def test_a_second_person_makes_it_owed_again_once(batch, second):
    bring(report(batch, "PART", [second]))
    confirm(batch)
    assert books.open_amount(account="455", item="payslip:2") == -50_000
    assert books.open_amount(account="5509", item=batch.ref) == -150_000
    said = queries.statuses(batch=batch).filter(payment=second)
    assert [(status.code, status.by) for status in said] == [
        ("RJCT?", MAKER.id), ("RJCT", CHECKER.id)
    ]  # fmt: skip
    with pytest.raises(banking.NothingToConfirm):
        confirm(batch)


def test_a_whole_file_that_two_people_say_was_refused_is_closed(batch):
    bring(report(batch, "RJCT"))
    assert state(batch) == "handed"
    confirm(batch)
    assert state(batch) == "rejected"
    assert books.account_balance(account="455") == -200_000


def test_the_same_report_by_another_person_says_nothing_new(batch, second):
    content = report(batch, "PART", [second])
    bring(content)
    assert bring(content, by=CHECKER).verdict == "nothing_new"
    assert books.open_amount(account="455", item="payslip:2") == 0


def test_the_bank_itself_is_believed_also_after_a_person(batch, second):
    content = report(batch, "PART", [second])
    bring(content)
    take_over_the_line(content)
    assert books.open_amount(account="455", item="payslip:2") == -50_000
    with pytest.raises(banking.NothingToConfirm):
        confirm(batch)


def test_a_statement_that_leaves_exactly_the_refused_ones_confirms_them(batch, second):
    bring(report(batch, "PART", [second]))
    executed(batch, 150_000)
    assert books.open_amount(account="455", item="payslip:2") == -50_000
    assert state(batch) == "executed"
    assert queries.statuses(batch=batch).last().source == "statement"


def test_a_statement_that_paid_them_proves_the_report_wrong(batch, second):
    bring(report(batch, "PART", [second]))
    executed(batch, 200_000)
    assert books.open_amount(account="455", item="payslip:2") == 0
    with pytest.raises(banking.NothingToConfirm):
        confirm(batch)


def test_a_statement_that_paid_a_part_of_them_is_looked_at(batch):
    bring(report(batch, "RJCT"))
    executed(batch, 150_000)
    with pytest.raises(banking.ExecutedMeanwhile):
        confirm(batch)


def test_payments_that_are_booked_one_by_one_prove_nothing_of_those_that_lack(batch, second):
    """The bank may book the second one tomorrow: a forged report would have it paid twice."""
    bring(report(batch, "PART", [second]))
    first = Payment.objects.get(item="payslip:1")
    executed(batch, 150_000, first.end_to_end_id)
    assert books.open_amount(account="455", item="payslip:2") == 0
    executed(batch, 50_000, second.end_to_end_id, sequence=2, old_cents=-150_000)
    assert state(batch) == "executed"
    assert books.account_balance(account="499") == 0


def test_a_payment_that_a_statement_names_alone_was_paid_whatever_a_report_says(account):
    """Of two wages of one amount the sum that is left does not tell which."""
    batch = given_batch(wage(1, 50_000), wage(2, 50_000))
    first, second = Payment.objects.order_by("id")
    bring(report(batch, "PART", [first]))
    executed(batch, 50_000, first.end_to_end_id)
    with pytest.raises(banking.ExecutedMeanwhile):
        confirm(batch)
    verdict = take_over_the_line(report(batch, "PART", [first, second]))[0]
    assert verdict.rejected == [second]
    assert books.open_amounts(account="455", items=["payslip:1", "payslip:2"]) == {
        "payslip:2": -50_000
    }
    assert state(batch) == "executed"


def test_two_who_each_brought_a_report_confirm_what_the_other_brought(batch, second):
    """Else a house of two people in finance could never pay these again."""
    first = Payment.objects.get(item="payslip:1")
    bring(report(batch, "PART", [second]))
    bring(report(batch, "PART", [first]), by=CHECKER)
    confirm(batch, by=MAKER)
    assert books.open_amounts(account="455", items=["payslip:1", "payslip:2"]) == {
        "payslip:1": -150_000
    }
    with pytest.raises(banking.BroughtBySameHands):
        confirm(batch, by=MAKER)
    confirm(batch, by=CHECKER)
    assert state(batch) == "rejected"


def test_a_person_who_brings_what_the_line_told_says_nothing_new(batch, second):
    content = report(batch, "PART", [second])
    take_over_the_line(content)
    verdict = bring(content)
    assert (verdict.verdict, verdict.why) == ("nothing_new", "")
    assert not queries.claimed_refusals(batch=batch)


def test_a_batch_with_a_claim_is_found_until_somebody_confirms_it(batch, second):
    assert not queries.batches_to_confirm()
    bring(report(batch, "PART", [second]))
    assert queries.batches_to_confirm().get() == batch
    confirm(batch)
    assert not queries.batches_to_confirm()


def test_without_a_report_there_is_nothing_to_confirm(batch):
    with pytest.raises(banking.NothingToConfirm):
        confirm(batch)
