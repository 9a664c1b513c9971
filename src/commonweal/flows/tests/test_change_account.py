"""A member's account number changes: it waits a day and a second factor, and payments with it."""

from datetime import timedelta

import pytest
from tests.cast import actor

from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.flows.payday import actions as payday
from commonweal.flows.payday import queries
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.identifiers import WrongIban
from commonweal.letters.models import Letter
from commonweal.members import actions as members
from commonweal.payroll import actions as payroll
from commonweal.payroll.tests import pay

OLD, NEW = "BE48001123456727", "BE68539007547034"
DAY = timedelta(days=1)
JUST_BEFORE = DAY - timedelta(minutes=1)


@pytest.fixture
def account(by, at):
    new = banking.NewAccount("BE69068765432178", "GKCCBEBB", "Commonweal cv")
    return banking.open_accounts(accounts=[new], by=by, at=at)[0]


@pytest.fixture
def wage(amina, amina_unit, account, by, at):
    """A wage that is owed; it is due on 19 May."""
    contracts = pay.plan(amina_unit, amina, by=by)
    return payroll.run(contracts=pay.inputs(contracts), by=by, at=at)[0]


@pytest.fixture
def change(amina, at):
    def change(iban=NEW, at=at):
        return payday.change_account(member=amina, iban=iban, by=actor(amina), at=at)

    return change


def due(wage, at):
    return next(one for one in queries.due(until=wage.due_on, at=at) if one.item == wage.item)


def confirm(noted, amina, at):
    banking.confirm_account(account=noted, how="second_factor", by=actor(amina), at=at)


def serving(amina, at):
    return bank.payee_account_for(payees=[amina.ref], at=at)[amina.ref].iban


def test_the_number_of_the_registration_serves_at_once(wage, amina, by, at):
    assert (due(wage, at).iban, due(wage, at).held) == (OLD, "")
    (batch,) = payday.prepare(until=wage.due_on, by=by, at=at)
    assert [payment.iban for payment in bank.payments(batch=batch)] == [OLD]
    assert serving(amina, at) == OLD


@pytest.mark.parametrize("later", [timedelta(0), JUST_BEFORE])
def test_within_a_day_nothing_is_paid_even_when_it_is_confirmed(wage, amina, change, by, at, later):
    confirm(change(), amina, at)
    assert "05/05/2026 09:00" in due(wage, at + later).held
    with pytest.raises(payday.NothingReady):
        payday.prepare(until=wage.due_on, by=by, at=at + later)


def test_after_a_day_without_a_second_factor_nothing_is_paid(wage, change, by, at):
    change()
    assert "Confirm" in due(wage, at + DAY).held
    with pytest.raises(payday.NothingReady):
        payday.prepare(until=wage.due_on, by=by, at=at + DAY)


def test_after_a_day_and_with_it_the_new_number_is_paid(wage, amina, change, by, at):
    confirm(change(), amina, at)
    later = at + DAY
    (batch,) = payday.prepare(until=wage.due_on, by=by, at=later)
    assert [payment.iban for payment in bank.payments(batch=batch)] == [NEW]
    assert serving(amina, later) == NEW


def test_a_batch_built_before_the_change_does_not_leave(wage, amina, change, carla, by, at):
    (batch,) = payday.prepare(until=wage.due_on, by=by, at=at)
    change()
    with pytest.raises(payday.ChangedAccount, match="Amina"):
        payday.approve(batch=batch, by=actor(carla), at=at)


def test_nor_when_it_was_approved_before(wage, amina, change, carla, by, at):
    (batch,) = payday.prepare(until=wage.due_on, by=by, at=at)
    payday.approve(batch=batch, by=actor(carla), at=at)
    confirm(change(), amina, at)
    for later in (timedelta(0), DAY):
        with pytest.raises(payday.ChangedAccount):
            payday.export(batch=batch, by=by, at=at + later)


def test_the_letter_goes_to_the_address_known_before_with_a_way_to_stop_it(amina, change, at):
    noted = change()
    letter = Letter.objects.get(kind="account_changed")
    assert (letter.to, letter.about) == ("amina@example.org", noted.ref)
    assert "BE•• •••• 7034" in letter.body and "539007547034" not in letter.body
    assert "/account-number/" in letter.body


def test_a_change_made_twice_is_one_change_and_one_letter(change, at):
    assert change() == change(at=at + timedelta(hours=1))
    assert Letter.objects.filter(kind="account_changed").count() == 1


def test_who_never_had_a_number_is_paid_on_the_first_at_once(carla, at):
    members.change_details(member=carla, details={"iban": ""}, by=SYSTEM, at=at)
    noted = payday.change_account(member=carla, iban=NEW, by=actor(carla), at=at)
    assert (noted.confirmed_how, noted.usable_at) == ("first", at)
    assert not Letter.objects.exists()


def test_who_was_a_member_before_numbers_were_noted_is_held_too(amina, change, at):
    change()
    rows = bank.histories(payees=[amina.ref])[amina.ref].rows
    assert [(row.iban, row.confirmed_how) for row in rows] == [(OLD, "first"), (NEW, "")]


def test_a_number_written_past_this_verb_is_held_as_well(wage, amina, by, at):
    payday.prepare(until=wage.due_on, by=by, at=at)  # the old number is known since
    members.change_details(member=amina, details={"iban": NEW}, by=SYSTEM, at=at)
    held = queries.unusable(payees={amina.ref: NEW}, at=at + DAY)
    assert "Confirm" in held[amina.ref]


def test_this_was_not_me_stops_it_and_the_old_number_goes_on(wage, amina, change, by, at):
    noted = change()
    payday.stop_account(account=noted, because="This was not me", by=actor(amina), at=at)
    amina.refresh_from_db()
    assert amina.iban == OLD
    assert due(wage, at).held == ""
    (batch,) = payday.prepare(until=wage.due_on, by=by, at=at)
    assert [payment.iban for payment in bank.payments(batch=batch)] == [OLD]


def test_stopped_after_it_served_no_number_serves_until_one_is_given(wage, amina, change, at):
    noted = change()
    confirm(noted, amina, at)
    later = at + 2 * DAY
    payday.stop_account(account=noted, because="This was not me", by=actor(amina), at=later)
    amina.refresh_from_db()
    assert amina.iban == ""
    assert due(wage, later).held
    again = change(OLD, at=later)
    assert again.usable_at == later + DAY


def test_a_fresh_link_shuts_the_one_before(change, by, at):
    noted = change()
    payday.send_account_link(account=noted, by=by, at=at)
    assert Letter.objects.filter(kind="account_changed").count() == 2


def test_a_wrong_number_changes_nothing(amina, change):
    with pytest.raises(WrongIban):
        change("BE68539007547035")
    amina.refresh_from_db()
    assert amina.iban == OLD
    assert bank.histories(payees=[amina.ref])[amina.ref].rows == []
