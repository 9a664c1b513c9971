"""What a run forgets, and what is owed beside a wage, is on the clock: late is never 0 by error."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from tests.cast import make_unit

from commonweal.activities import actions as activities
from commonweal.banking import actions as banking
from commonweal.banking.models import PaymentStatus
from commonweal.banking.tests.conftest import CHECKER, IBAN, MAKER
from commonweal.employment.models import Contract
from commonweal.flows.tests.jobs_of_amina import declare, later
from commonweal.guarantee import queries
from commonweal.guarantee.tests.scene import confirmed
from commonweal.kernel.actions import found_sister
from commonweal.ledger import queries as books
from commonweal.payroll import actions as payroll
from commonweal.payroll import queries as pay_queries
from commonweal.payroll.models import AttachmentTaken, Payslip
from commonweal.payroll.tests import attached, pay, plans

pytestmark = pytest.mark.django_db
JULY_7 = date(2025, 7, 7)


@pytest.fixture
def account():
    new = banking.NewAccount(IBAN, "GEBABEBB", "Samen cv")
    return banking.open_accounts(accounts=[new], by=MAKER, at=pay.NOW)[0]


def wages(on, days=0):
    return queries.clock(on=on, until=on + timedelta(days=days))


def pay_out(item, on, payable):
    """A file with this item alone has left."""
    new = banking.NewPayment(
        item=item, account=payable.account, name=payable.name, iban=payable.iban,
        cents=payable.cents, reference="x", due_on=payable.due_on,
    )  # fmt: skip
    batch = banking.build_batch(payments=[new], by=MAKER, at=pay.NOW)
    banking.approve_batch(batch=batch, by=CHECKER, at=pay.NOW)
    return banking.export_batch(batch=batch, by=MAKER, at=pay.NOW)


# Months of plans.


def test_a_month_of_a_plan_is_planned_while_it_runs(amina, amina_unit):
    plan = plans.make(amina, amina_unit)
    (june,) = wages(date(2025, 6, 20), days=17)
    assert (june.plan, june.kind, june.payslip, june.contract) == (plan.pk, "plan", None, None)
    assert (june.stage, june.due_on, june.cents, june.is_gross) == (
        "planned", JULY_7, 3_000_00, True,
    )  # fmt: skip
    assert (june.name, june.title) == (amina.full_name, "Graphic design")


def test_a_month_that_nobody_paid_is_late_the_day_after(amina, amina_unit):
    plans.make(amina, amina_unit)
    assert queries.late(on=JULY_7) == 0
    assert queries.late(on=JULY_7 + timedelta(days=1)) == 1
    (june,) = wages(JULY_7 + timedelta(days=3))
    assert (june.stage, june.late_days) == ("worked", 3)


def test_each_month_that_nobody_paid_counts(amina, amina_unit):
    plans.make(amina, amina_unit)
    assert queries.late(on=date(2025, 10, 8)) == 4  # June to September
    assert queries.late(on=date(2027, 1, 1)) == 12  # a smoothed plan has twelve months


def test_the_payslip_takes_the_place_of_the_month(amina, amina_unit):
    plans.make(amina, amina_unit)
    (slip,) = plans.pay(0)
    (june,) = wages(date(2025, 7, 2), days=5)
    assert (june.payslip, june.cents, june.stage) == (slip.pk, slip.net_cents, "payslip")
    assert queries.late(on=JULY_7 + timedelta(days=1)) == 1  # still not on the account


def test_a_plan_that_ended_owes_no_month_after(amina, amina_unit):
    plan = plans.make(amina, amina_unit)
    type(plan).objects.filter(pk=plan.pk).update(ended_on=date(2025, 7, 31))
    assert queries.late(on=date(2025, 12, 1)) == 2


def test_a_month_of_a_sister_is_due_on_the_day_of_that_entity(amina, amina_unit):
    school = found_sister(
        name="School cv", enterprise_number="0403170701", series="SC",
        pay_terms="day_of_next_month",
    )  # fmt: skip
    unit = make_unit(amina)
    activities.move_to_entity(unit=unit, entity=school, by=MAKER, at=pay.NOW)
    plans.make(amina, unit)
    (june,) = wages(date(2025, 7, 1), days=20)
    assert june.due_on == date(2025, 7, 10)
    assert queries.late(on=date(2025, 7, 10)) == 0
    assert queries.late(on=date(2025, 7, 11)) == 1


# Contracts.


def test_work_that_was_closed_without_a_payslip_is_late(amina, amina_unit, festival):
    confirmed(amina, amina_unit, festival)
    declare()
    Contract.objects.update(state="worked")
    (found,) = wages(later(9))
    assert (found.stage, found.late_days) == ("worked", 2)
    assert queries.late(on=later(8)) == 1


@pytest.mark.parametrize("state", ["planned", "cleared", "refused"])
def test_work_that_was_to_be_done_waits_for_somebody_to_say_whether_it_was(
    amina, amina_unit, festival, state
):
    confirmed(amina, amina_unit, festival)
    Contract.objects.update(state=state)
    (found,) = wages(later(2), days=14)
    assert found.stage == "undeclared"
    assert queries.late(on=later(8)) == 1
    Contract.objects.update(state="cancelled")
    assert queries.late(on=later(8)) == 0


def test_work_that_no_client_confirmed_is_no_wage_once_its_day_has_passed(amina, amina_unit, by):
    pay.plan(amina_unit, amina, by=by)
    assert [each.stage for each in wages(date(2026, 5, 1), days=30)] == ["planned"]
    assert queries.late(on=date(2026, 7, 1)) == 0


# Settled months.


@pytest.fixture
def settled(amina, amina_unit, by, at):
    """A month whose settling gives the worker something back."""
    (contract,) = pay.plan(amina_unit, amina, by=by, gross_cents=20_000)
    (slip,) = payroll.run(contracts=pay.inputs([contract]), by=by, at=at)
    (row,) = regularised(slip, 12_34)
    return row


def regularised(slip, cents):
    """A row as the settling keeps it, posted as it posts."""
    from commonweal.ledger import actions as ledger
    from commonweal.payroll.models import Regularisation

    zero = dict.fromkeys(
        ["contribution_cents", "bonus_b_cents", "special_cents", "withholding_cents",
         "employer_cents"], 0,
    )  # fmt: skip
    row = Regularisation.objects.create(
        member=slip.member, month=date(2026, 5, 1), name=slip.name, bonus_a_cents=cents,
        net_cents=cents, lines=[], marks=[], figures=slip.figures, due_on=date(2026, 6, 11),
        made_at=pay.NOW, **zero,
    )  # fmt: skip
    lines = (ledger.Line("454", cents), ledger.Line("455", -cents, None, row.item))
    entry = ledger.Entry("pay", date(2026, 6, 4), "settled", row.ref, row.ref, lines)
    ledger.post(entries=[entry], by=MAKER, at=pay.NOW)
    return [row]


def test_what_a_settled_month_adds_is_due_and_can_be_late(settled):
    found = [each for each in wages(date(2026, 6, 13)) if each.kind == "regularisation"]
    rows = [(each.cents, each.due_on, each.late_days, each.title) for each in found]
    assert rows == [
        (12_34, date(2026, 6, 11), 2, "2026-05")
    ]  # fmt: skip
    assert queries.late(on=date(2026, 6, 11)) == 1  # the wage
    assert queries.late(on=date(2026, 6, 12)) == 2


# Creditors.


@pytest.fixture
def taken(amina, amina_unit, by, at):
    """A wage of 3,000.00 net of which a creditor takes 1,295.10."""
    (claim,) = attached.attach(attached.claim(amina), by=by, at=at)
    (slip,) = payroll.run(contracts=attached.work(amina_unit, amina, by=by), by=by, at=at)
    return claim, slip


def of_creditor(on, days=0):
    return [each for each in wages(on, days) if each.kind == "attachment"]


def test_what_a_creditor_took_is_due_with_the_wage(taken, amina):
    claim, slip = taken
    (found,) = of_creditor(slip.due_on)
    assert (found.name, found.title, found.cents) == ("Energie nv", amina.full_name, 1_295_10)
    assert (found.due_on, found.stage, found.member) == (slip.due_on, "payslip", amina.pk)
    assert queries.late(on=slip.due_on) == 0
    assert queries.late(on=slip.due_on + timedelta(days=1)) == 2
    assert queries.to_pay(on=slip.due_on) == 2


def test_it_stays_late_until_the_bank_paid_the_creditor(taken, account):
    claim, slip = taken
    day = slip.due_on + timedelta(days=1)
    payable = next(p for p in pay_queries.payable(due_by=day) if p.item == claim.item)
    batch = pay_out(claim.item, day, payable)
    assert of_creditor(day)[0].stage == "file"
    assert (queries.late(on=day), queries.to_pay(on=day)) == (2, 1)
    type(batch).objects.update(state="executed", executed_on=slip.due_on)
    batch.payments.update(live=False)
    assert queries.late(on=day) == 1
    assert of_creditor(day) == []


def test_of_several_pays_the_oldest_that_is_owed_says_since_when(taken, by, at):
    claim, slip = taken
    first = AttachmentTaken.objects.get()
    later_row = AttachmentTaken.objects.get()
    later_row.pk, later_row.pay = None, "payslip:999"
    later_row.cents, later_row.due_on = 100_00, slip.due_on + timedelta(days=30)
    later_row.save(force_insert=True)
    from commonweal.ledger import actions as ledger

    def move(cents, key):
        lines = (
            ledger.Line("455", cents, None, slip.item),
            ledger.Line("4551", -cents, None, claim.item),
        )
        entry = ledger.Entry("pay", slip.due_on, key, key, key, lines)
        ledger.post(entries=[entry], by=MAKER, at=at)

    move(100_00, "more")
    on = slip.due_on + timedelta(days=40)
    (found,) = of_creditor(on)
    assert (found.due_on, found.cents) == (first.due_on, 1_395_10)
    move(-1_295_10, "the first is paid")
    (found,) = of_creditor(on)
    assert (found.due_on, found.cents, found.late_days) == (later_row.due_on, 100_00, 10)


# What came back.


def test_a_wage_that_came_back_from_a_file_that_goes_on_is_owed_again(
    amina, bram, amina_unit, account, by, at
):
    contracts = pay.plan(amina_unit, amina, bram, by=by)
    slips = payroll.run(contracts=pay.inputs(contracts), by=by, at=at)
    new = [
        banking.NewPayment(
            item=slip.item, account="455", name=slip.name, iban=IBAN, cents=slip.net_cents,
            reference="x", due_on=slip.due_on,
        )
        for slip in slips
    ]  # fmt: skip
    batch = banking.build_batch(payments=new, by=MAKER, at=at)
    banking.approve_batch(batch=batch, by=CHECKER, at=at)
    banking.export_batch(batch=batch, by=MAKER, at=at)
    type(batch).objects.update(state="handed")
    back = batch.payments.get(item=slips[0].item)
    PaymentStatus.objects.create(
        batch=batch, payment=back, source="statement", code="RTRN", by="x", at=at
    )
    type(back).objects.filter(pk=back.pk).update(live=False)
    from commonweal.ledger import actions as ledger

    lines = (
        ledger.Line("5509", slips[0].net_cents, None, batch.ref),
        ledger.Line("455", -slips[0].net_cents, None, slips[0].item),
    )
    entry = ledger.Entry("orders", slips[0].ends_on, "back", "back:1", batch.ref, lines)
    ledger.post(entries=[entry], by=MAKER, at=at)
    day = slips[0].due_on + timedelta(days=1)
    stages = {each.name: each.stage for each in wages(day)}
    assert stages == {amina.full_name: "returned", bram.full_name: "handed"}
    assert (queries.late(on=day), queries.to_pay(on=day)) == (2, 1)


# All together.


def test_late_is_what_the_list_says_is_late(taken, bram):
    regularised(taken[1], 12_34)
    plans.make(bram, make_unit(bram))
    for day in (date(2025, 7, 8), date(2026, 5, 30), date(2026, 6, 20), date(2026, 9, 1)):
        listed = [
            each for each in queries.clock(on=day, until=day)
            if each.late_days and each.stage != "executed"
        ]  # fmt: skip
        assert queries.late(on=day) == len(listed)
    assert Payslip.objects.count() == 1
    assert books.account_balance(account="4551") == -1_295_10


def test_the_questions_stay_three_and_two(taken, django_assert_num_queries):
    regularised(taken[1], 12_34)
    with django_assert_num_queries(3):
        queries.clock(on=date(2026, 6, 13), until=date(2026, 7, 13))
    with django_assert_num_queries(2):
        queries.late(on=date(2026, 6, 13))


def test_it_reads_in_every_language():
    from commonweal.sites.desk.guarantee.wages import LABELS

    with translation.override("nl"):
        assert set(LABELS) == set(queries.STAGES)
        assert all(str(label) for label in LABELS.values())
