"""Every wage has a day and a stage; late is the figure that must be 0."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import pain002
from commonweal.banking import queries as bank
from commonweal.banking.models import PaymentStatus
from commonweal.banking.tests.conftest import CHECKER, IBAN, MAKER, NOW, bring, coda
from commonweal.banking.values import ReadMove
from commonweal.flows.tests.jobs_of_amina import declare, later, on
from commonweal.guarantee import queries
from commonweal.guarantee.tests.scene import confirmed
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import actions as ledger
from commonweal.payroll import queries as payroll

pytestmark = pytest.mark.django_db
WORK, DUE = later(0), later(7)


@pytest.fixture
def order(amina, amina_unit, festival):
    new = banking.NewAccount(IBAN, "GEBABEBB", "Samen cv")
    banking.open_accounts(accounts=[new], by=MAKER, at=NOW)
    return confirmed(amina, amina_unit, festival)


@pytest.fixture
def slip(order):
    declare()
    on(later(1))
    (slip,) = payroll.standing()
    return slip


def built(slip):
    new = banking.NewPayment(
        item=slip.item, account="455", name=slip.name, iban=slip.member.iban,
        cents=slip.net_cents, reference="Poster", due_on=slip.due_on,
    )  # fmt: skip
    return banking.build_batch(payments=[new], by=MAKER, at=NOW)


def exported(slip):
    batch = banking.approve_batch(batch=built(slip), by=CHECKER, at=NOW)
    return banking.export_batch(batch=batch, by=MAKER, at=NOW)


def executed(batch, day):
    """The bank says on a statement of that day that it paid the file."""
    move = ReadMove(
        -batch.total_cents, day, day, communication="Payment file",
        order_reference=f"CW{batch.pk}-{day:%Y%m%d}",
    )  # fmt: skip
    bring(coda(move, on=day))


def wage(day=None):
    (found,) = queries.clock(on=day or later(1), until=later(60))
    return found


def test_work_that_is_agreed_is_planned(order, amina):
    found = wage(WORK)
    assert (found.stage, found.due_on, found.name) == ("planned", DUE, amina.full_name)
    assert (found.cents, found.is_gross) == (578_19, True)


def test_work_that_is_over_waits_for_its_payslip(order):
    declare()
    assert wage().stage == "worked"


def test_a_payslip_waits_for_its_batch(slip):
    found = wage()
    assert (found.stage, found.cents, found.is_gross) == ("payslip", slip.net_cents, False)


def test_a_wage_goes_from_batch_to_file(slip):
    batch = built(slip)
    assert wage().stage == "batch"
    batch = banking.approve_batch(batch=batch, by=CHECKER, at=NOW)
    assert wage().stage == "approved"
    banking.export_batch(batch=batch, by=MAKER, at=NOW)
    assert (wage().stage, wage().batch) == ("file", batch.pk)


@pytest.mark.parametrize(
    ("state", "stage"), [("handing", "handed"), ("handed", "handed"), ("unknown", "unknown")]
)
def test_what_was_given_to_the_bank_is_not_paid_yet(slip, state, stage):
    batch = exported(slip)
    type(batch).objects.update(state=state)
    assert wage().stage == stage
    assert queries.late(on=later(8)) == 1


def test_what_the_bank_executed_is_paid(slip):
    executed(exported(slip), later(6))
    found = wage(later(9))
    assert (found.stage, found.paid_on, found.late_days) == ("executed", later(6), 0)
    assert queries.late(on=later(9)) == 0


def test_what_came_late_says_how_late(slip):
    executed(exported(slip), later(9))
    assert wage(later(12)).late_days == 2
    assert queries.late(on=later(12)) == 0


@pytest.mark.parametrize(("code", "stage"), [("RJCT", "rejected"), ("RTRN", "returned")])
def test_what_came_back_is_owed_again(slip, code, stage):
    batch = exported(slip)
    type(batch).objects.update(state="executed", executed_on=later(6))
    (payment,) = bank.payments(batch=batch)
    PaymentStatus.objects.create(
        batch=batch, payment=payment, source="pain002", code=code, by="x", at=NOW
    )
    lines = (
        ledger.Line("5509", slip.net_cents, None, batch.ref),
        ledger.Line("455", -slip.net_cents, None, slip.item),
    )
    entry = ledger.Entry("bank", later(6), "back", "back:1", batch.ref, lines)
    ledger.post(entries=[entry], by=MAKER, at=NOW)
    assert wage(later(9)).stage == stage
    assert queries.late(on=later(9)) == 1


@pytest.mark.parametrize("code", ["RJCT", "CANC"])
def test_one_that_the_bank_takes_out_of_a_file_is_not_given_to_it(slip, code):
    """The others of the file are still on their way; this one is owed again."""
    new = banking.NewPayment(
        item=slip.item, account="455", name=slip.name, iban=slip.member.iban,
        cents=slip.net_cents, reference="Poster", due_on=slip.due_on,
    )  # fmt: skip
    fee = banking.NewPayment("fee", "440", "Kiosk", slip.member.iban, 1, "Fee", slip.due_on)
    lines = (ledger.Line("6203", 1, slip.unit_id), ledger.Line("440", -1, None, "fee"))
    entry = ledger.Entry("purchases", later(1), "Fee", "fee", "test", lines)
    ledger.post(entries=[entry], by=MAKER, at=NOW)
    batch = banking.build_batch(payments=[new, fee], by=MAKER, at=NOW)
    batch = banking.approve_batch(batch=batch, by=CHECKER, at=NOW)
    batch = banking.export_batch(batch=batch, by=MAKER, at=NOW)
    refused = bank.payments(batch=batch).get(item=slip.item)
    named = {refused.end_to_end_id: (code, "AC04")}
    said = pain002.write(batch.message_id, "PART", named, NOW.date())
    banking.take_status(files=[banking.BankFile("r.xml", said)], by=SYSTEM, at=NOW)
    assert wage().stage == "rejected"


def test_a_wage_that_waits_for_an_account_number_is_held(slip):
    slip.member.iban = "BE68539007547034"
    slip.member.save(update_fields=["iban"])
    old = banking.NewPayeeAccount(f"member:{slip.member_id}", IBAN, slip.name)
    banking.note_accounts(accounts=[old], by=MAKER, at=NOW)
    assert wage().stage == "held"


def test_a_wage_that_nobody_pays_is_late_the_day_after(slip):
    assert queries.late(on=DUE) == 0
    assert queries.late(on=later(8)) == 1
    assert wage(later(8)).late_days == 1


def test_work_without_a_payslip_is_late_too(order):
    declare()
    assert queries.late(on=DUE) == 0
    assert queries.late(on=later(8)) == 1


def test_however_old_it_is_it_does_not_disappear(slip):
    assert wage(later(200)).late_days == 193


def test_the_questions_do_not_grow(slip, bram, festival, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        queries.clock(on=later(1), until=later(60))
