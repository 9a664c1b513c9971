"""activities.cancel_tranches: money that does not come is expected no more."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import NOW, TODAY

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.fundings import atelier, called, funder_pays, signed
from commonweal.kernel import queries as kernel
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as ledger


def cancel(tranche, by=SYSTEM, at=NOW, reason="The city stopped the programme"):
    activities.cancel_tranches(tranches=[tranche], reason=reason, by=by, at=at)


def test_before_the_call_only_the_promise_goes(amina):
    unit = atelier(amina)
    cancel(signed(unit).tranches.get(position=2))
    assert queries.states(unit=unit.pk, on=TODAY).confirmed == 5_610_00
    assert ledger.account_balance(account="740") == 0
    states = [each.state for each in queries.fundings(unit=unit.pk, on=TODAY)[0].tranches]
    assert states == ["to_call", "cancelled"]


def test_after_the_call_the_entry_is_taken_back(amina):
    unit = atelier(amina)
    tranche = called(unit)
    cancel(tranche)
    for account in ("400", "740", "6199", "7040", "4890", "4894"):
        assert ledger.account_balance(account=account) == 0, account
    states = queries.states(unit=unit.pk, on=TODAY)
    assert (states.confirmed, states.available) == (3_740_00, 0)
    assert set(ledger.proofs().values()) == {0}


def test_what_was_paid_stays_with_the_unit(amina):
    unit = atelier(amina)
    tranche = called(unit)
    funder_pays(tranche, 2_000_00)
    cancel(tranche)
    states = queries.states(unit=unit.pk, on=TODAY)
    assert (states.confirmed, states.available, states.collected) == (
        3_740_00,
        1_870_00,
        2_000_00,
    )
    assert ledger.open_amount(account="400", item=tranche.ref) == 0
    assert ledger.account_balance(account="740") == -2_000_00
    assert ledger.account_balance(account="4894") == 0
    first = queries.fundings(unit=unit.pk, on=TODAY)[0].tranches[0]
    assert (first.state, first.received_cents) == ("cancelled", 2_000_00)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cents=st.integers(2, 10**9), data=st.data())
def test_whatever_was_paid_nothing_stays_open_or_held(amina, cents, data):
    from django.db import transaction

    with transaction.atomic():
        unit = atelier(amina)
        whole = [activities.NewTranche("", cents, TODAY)]
        agreement = signed(unit, cents=cents, tranches=whole)
        (tranche,) = activities.call_tranches(tranches=agreement.tranches.all(), by=SYSTEM, at=NOW)
        paid = data.draw(st.integers(1, cents - 1))
        funder_pays(tranche, paid)
        cancel(tranche)
        assert ledger.open_amount(account="400", item=tranche.ref) == 0
        assert ledger.open_amount(account="4894", item=tranche.ref) == 0
        assert ledger.budget(unit=unit.pk) + ledger.account_balance(account="6199") == paid
        assert queries.states(unit=unit.pk, on=TODAY).confirmed == 0
        transaction.set_rollback(True)


def test_what_is_paid_is_not_cancelled(amina):
    tranche = called(atelier(amina))
    funder_pays(tranche, 6_000_00)
    with pytest.raises(activities.NothingToCancel, match="nothing of tranche 1 is to come"):
        cancel(tranche)


def test_a_cancelled_one_is_not_cancelled_again(amina):
    tranche = called(atelier(amina))
    cancel(tranche)
    with pytest.raises(activities.NothingToCancel):
        cancel(tranche)


def test_it_asks_why_and_the_log_keeps_it(amina):
    tranche = called(atelier(amina))
    with pytest.raises(activities.WhyCancelledMissing):
        cancel(tranche, reason=" ")
    cancel(tranche)
    last = kernel.events(of=[tranche.ref]).last()
    assert last.data == {"reason": "The city stopped the programme"}
