"""What is due becomes a batch for each day and kind; what is held is left out and says why."""

from datetime import date, timedelta

import pytest
from tests.cast import NOW

from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.banking.tests.conftest import CHECKER, MAKER
from commonweal.banking.tests.conftest import account as account
from commonweal.flows.payday import actions, queries
from commonweal.payroll import actions as payroll
from commonweal.payroll.tests import pay

pytestmark = pytest.mark.django_db
UNTIL = NOW.date() + timedelta(days=30)


@pytest.fixture
def slips(amina, bram, amina_unit, by, at, account):
    contracts = pay.plan(amina_unit, amina, bram, by=by, gross_cents=13_000)
    return payroll.run(contracts=pay.inputs(contracts), by=by, at=at)


def due(at=NOW):
    return queries.due(until=UNTIL, at=at)


def prepare(**options):
    return actions.prepare(until=UNTIL, by=MAKER, at=NOW, **options)


def test_a_wage_is_executed_on_the_last_bank_day_on_or_before_it_is_due(slips):
    for one in due():
        assert one.execute_on <= one.due_on
        assert one.execute_on.weekday() < 5
        assert one.hand_over_by.date() <= one.execute_on
        assert not one.is_late


def test_what_cannot_arrive_in_time_any_more_is_late(slips):
    (one, *_rest) = due(at=NOW + timedelta(days=40))
    assert one.is_late
    assert one.execute_on >= (NOW + timedelta(days=40)).date()


def test_one_batch_is_built_for_a_day_and_a_kind_and_nothing_is_left(slips):
    (batch,) = prepare()
    assert batch.total_cents == sum(slip.net_cents for slip in slips)
    assert batch.execute_on == bank.payments(batch=batch)[0].due_on
    assert {payment.kind for payment in bank.payments(batch=batch)} == {"wage"}
    assert due() == []


def test_only_what_is_chosen_is_paid(slips):
    (batch,) = prepare(items=[slips[0].item])
    assert batch.count == 1
    assert len(due()) == 1
    with pytest.raises(actions.NothingReady):
        prepare(items=[])


def test_the_first_account_of_a_payee_is_noted_and_serves(slips, amina):
    prepare()
    payee = f"member:{amina.pk}"
    assert bank.payee_account_for(payees=[payee], at=NOW)[payee].iban == amina.iban


def change(member, at=NOW):
    new = banking.NewPayeeAccount(f"member:{member.pk}", "BE68539007547034", member.full_name)
    banking.note_accounts(accounts=[new], by=MAKER, at=at)


def first(member):
    new = banking.NewPayeeAccount(f"member:{member.pk}", member.iban, member.full_name)
    banking.note_accounts(accounts=[new], by=MAKER, at=NOW - timedelta(days=9))


def test_a_payee_whose_account_changed_waits_and_the_others_are_paid(slips, amina, bram):
    first(amina)
    change(amina)
    held = [one for one in due() if one.held]
    assert [one.name for one in held] == [amina.full_name]
    (batch,) = prepare()
    assert [payment.name for payment in bank.payments(batch=batch)] == [bram.full_name]


@pytest.mark.parametrize("step", ["approve", "export"])
def test_a_batch_is_stopped_when_an_account_changes_on_its_way(slips, amina, step):
    (batch,) = prepare()
    if step == "export":
        actions.approve(batch=batch, by=CHECKER, at=NOW)
    change(amina)
    with pytest.raises(actions.ChangedAccount, match=amina.full_name):
        getattr(actions, step)(batch=batch, by=CHECKER, at=NOW)


def test_each_day_says_what_is_left_on_the_account(slips):
    (day,) = queries.days(dues=due(), cents=100)
    assert day.left_cents == 100 - sum(slip.net_cents for slip in slips)
    assert isinstance(day.day, date)
