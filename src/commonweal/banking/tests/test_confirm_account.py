"""Confirming a number that waits: it serves after its time and its confirmation, not before."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.tests.conftest import CHECKER, MAKER, NOW
from commonweal.banking.tests.payees import HOLD, JUST_BEFORE, LIAM, NEW, OLD, note

pytestmark = pytest.mark.django_db


@pytest.fixture
def waits():
    note(OLD)
    return note(NEW)


def confirm(account, how="second_factor", by=MAKER, at=NOW, because=""):
    return banking.confirm_account(account=account, how=how, because=because, by=by, at=at)


def needs(at):
    found = queries.held(payees=[LIAM], at=at)
    return found[LIAM].needs if found else "nothing"


def serving(at):
    return queries.payee_account_for(payees=[LIAM], at=at)[LIAM].iban


def test_a_confirmed_number_serves_once_its_time_is_over(waits):
    confirm(waits)
    assert [needs(NOW), needs(NOW + JUST_BEFORE), needs(NOW + HOLD)] == ["time", "time", "nothing"]
    assert [serving(NOW + JUST_BEFORE), serving(NOW + HOLD)] == [OLD, NEW]


def test_one_confirmed_after_its_time_serves_from_the_confirmation_on(waits):
    late = NOW + HOLD + HOLD
    confirm(waits, at=late)
    assert needs(late - timedelta(seconds=1)) == "confirmation"
    assert [needs(late), serving(late)] == ["nothing", NEW]


def test_a_colleague_confirms_with_a_reason(waits):
    row = confirm(waits, "desk", CHECKER, because="Called Liam on the number of the contract")
    assert (row.confirmed_how, row.confirmed_by, row.confirmed_by_name) == (
        "desk", "user:2", "Chris Peeters",
    )  # fmt: skip
    assert row.confirmed_because == "Called Liam on the number of the contract"


def test_a_colleague_gives_a_reason(waits):
    with pytest.raises(banking.ReasonForAccount):
        confirm(waits, "desk", CHECKER, because="  ")


def test_who_entered_a_number_does_not_confirm_it_at_the_desk(waits):
    with pytest.raises(banking.EnteredBySameHands):
        confirm(waits, "desk", MAKER, because="I asked")


def test_it_is_confirmed_once(waits):
    confirm(waits)
    with pytest.raises(banking.NotWaiting):
        confirm(waits)


def test_nobody_confirms_a_number_as_the_first(waits):
    with pytest.raises(banking.NotWaiting):
        confirm(waits, "first")


def test_a_stopped_number_is_not_confirmed(waits):
    banking.stop_account(account=waits, because="Not mine", by=MAKER, at=NOW)
    with pytest.raises(banking.NotWaiting):
        confirm(waits)


def test_the_database_keeps_number_and_time_as_they_were_entered(waits):
    for change in ({"iban": OLD}, {"usable_at": NOW}, {"payee": "member:13"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(waits).objects.filter(pk=waits.pk).update(**change)


class Times(TestCase):
    @given(confirmed=st.integers(0, 72 * 60), asked=st.integers(0, 72 * 60))
    def test_nothing_is_paid_on_a_number_before_both(self, confirmed, asked):
        """Minutes after the change: when it is confirmed, and when somebody wants to pay."""
        note(OLD)
        row = note(NEW)
        confirm(row, at=NOW + timedelta(minutes=confirmed))
        when = NOW + timedelta(minutes=asked)
        serves = asked >= max(confirmed, 24 * 60)
        assert (needs(when) == "nothing") == serves
        assert serving(when) == (NEW if serves else OLD)
