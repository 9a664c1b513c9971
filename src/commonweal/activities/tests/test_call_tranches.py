"""activities.call_tranches: the funder owes, and the budget waits for the money."""

import pytest
from tests.cast import TODAY

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.models import Unit
from commonweal.activities.tests.fundings import atelier, called, new_funding, signed
from commonweal.ledger import queries as ledger


def test_the_books_say_who_owes_and_what_is_held(amina):
    unit = atelier(amina)
    tranche = called(unit)
    assert ledger.open_amount(account="400", item=tranche.ref) == 6_000_00
    assert ledger.open_amount(account="4894", item=tranche.ref) == -5_610_00
    balances = [ledger.account_balance(account=code) for code in ("740", "6199", "7040", "4890")]
    assert balances == [-6_000_00, 390_00, -390_00, 5_610_00]
    assert set(ledger.proofs().values()) == {0}


def test_it_stays_confirmed_until_the_money_is_there(amina):
    unit = atelier(amina)
    called(unit)
    states = queries.states(unit=unit.pk, on=TODAY)
    assert (states.confirmed, states.available, states.spendable) == (9_350_00, 0, 0)


def test_each_tranche_has_a_reference_of_its_own(amina, by, at):
    agreement = signed(atelier(amina))
    tranches = activities.call_tranches(tranches=agreement.tranches.all(), by=by, at=at)
    references = [tranche.reference for tranche in tranches]
    assert len(set(references)) == 2
    for reference in references:
        assert (len(reference), reference[:3]) == (12, "999")
        assert int(reference[:10]) % 97 == int(reference[10:]) % 97
    named = ledger.open_items(account="400", references=references)
    assert [named[each.reference].item for each in tranches] == [each.ref for each in tranches]


def test_it_says_what_is_called_and_late(amina, at):
    unit = atelier(amina)
    tranche = called(unit)
    standing = queries.fundings(unit=unit.pk, on=TODAY)[0]
    assert (standing.called_cents, standing.expected_cents) == (6_000_00, 4_000_00)
    assert standing.tranches[0].state == "called"
    later = TODAY.replace(month=6, day=4)
    (late,) = queries.late_tranches(on=later)
    assert (late.tranche, late.state) == (tranche, "late")
    assert queries.late_tranches(on=TODAY.replace(month=6, day=3)) == []


def test_a_tranche_nobody_called_is_late_too(amina):
    unit = atelier(amina)
    signed(unit)
    (forgotten,) = queries.late_tranches(on=TODAY.replace(day=5), units=[unit.pk])
    assert (forgotten.tranche.position, forgotten.state) == (1, "to_call")


def test_it_is_called_once(amina, by, at):
    tranche = called(atelier(amina))
    with pytest.raises(activities.NotExpected, match="tranche 1 was called before"):
        activities.call_tranches(tranches=[tranche], by=by, at=at)


def test_a_draft_calls_nothing(amina, by, at):
    draft = activities.draft_funding(new=new_funding(atelier(amina)), by=by, at=at)
    with pytest.raises(activities.AgreementNotSigned, match="Sign the agreement first"):
        activities.call_tranches(tranches=draft.tranches.all()[:1], by=by, at=at)


def test_a_closed_activity_calls_nothing(amina, by, at):
    agreement = signed(atelier(amina))
    Unit.objects.update(closed_on=TODAY)
    with pytest.raises(activities.UnitClosed):
        activities.call_tranches(tranches=agreement.tranches.all()[:1], by=by, at=at)


def test_many_cost_no_more_statements_than_one(amina, by, at, django_assert_max_num_queries):
    unit = atelier(amina)
    parts = [activities.NewTranche(f"{n}", 1_00, TODAY) for n in range(100)]
    agreement = signed(unit, cents=100_00, tranches=parts)
    with django_assert_max_num_queries(16):
        activities.call_tranches(tranches=agreement.tranches.all(), by=by, at=at)
    with django_assert_max_num_queries(5):
        queries.fundings(unit=unit.pk, on=TODAY)
