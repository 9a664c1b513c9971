"""activities.grant_advance: a budget may go below zero, so far, until a day, for a reason."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import NOW, TODAY, actor, make_entity, make_member, make_unit

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.models import Advance, Unit
from commonweal.activities.tests.budgets import earn, pay_out
from commonweal.activities.tests.fundings import grant
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.refusals import Refusals
from commonweal.ledger import queries as ledger
from commonweal.letters import queries as letters


def spend(unit, cents, origin="note:1", at=NOW):
    with transaction.atomic():
        activities.spend(spends=[activities.Spend(unit.pk, origin, cents)], by=SYSTEM, at=at)
        pay_out(unit, cents, origin)


def test_a_budget_goes_below_zero_up_to_the_cap_and_not_a_cent_more(amina_unit):
    grant(amina_unit)
    with pytest.raises(activities.BudgetTooSmall, match=r"1,000.01 is asked and 1,000.00 can be"):
        spend(amina_unit, 1_000_01)
    spend(amina_unit, 1_000_00)
    assert ledger.budget(unit=amina_unit.pk) == -1_000_00
    assert queries.states(unit=amina_unit.pk, on=TODAY).spendable == 0


def test_what_comes_in_repays_first_and_is_not_drawn_again(amina_unit):
    advance = grant(amina_unit)
    spend(amina_unit, 1_000_00)
    earn(amina_unit, 1_000_00)  # leaves 935.00
    states = queries.states(unit=amina_unit.pk, on=TODAY)
    assert (states.available, states.advance, states.spendable) == (-65_00, 65_00, 0)
    with pytest.raises(activities.BudgetTooSmall):
        spend(amina_unit, 1, "note:2")
    advance.refresh_from_db()
    assert advance.drawn_cents == 1_000_00


def test_what_was_not_drawn_can_still_be_drawn(amina_unit):
    grant(amina_unit)
    spend(amina_unit, 400_00)
    earn(amina_unit, 1_000_00)
    states = queries.states(unit=amina_unit.pk, on=TODAY)
    assert (states.available, states.advance) == (535_00, 600_00)
    spend(amina_unit, 1_135_00, "note:2")
    assert Advance.objects.get().drawn_cents == 1_000_00


def test_after_its_day_nothing_can_be_drawn(amina_unit, at):
    grant(amina_unit, days=10)
    spend(amina_unit, 100_00, at=at + timedelta(days=10))
    with pytest.raises(activities.BudgetTooSmall):
        spend(amina_unit, 1, "note:2", at=at + timedelta(days=11))


def test_a_debt_that_stands_counts_as_drawn(amina_unit):
    pay_out(amina_unit, 300_00, "correction:1")
    advance = grant(amina_unit)
    assert advance.drawn_cents == 300_00
    assert queries.states(unit=amina_unit.pk, on=TODAY).spendable == 700_00


def test_a_debt_above_the_advance_counts_no_further(amina_unit):
    pay_out(amina_unit, 3_000_00, "correction:1")
    assert grant(amina_unit).drawn_cents == 1_000_00


def test_the_people_who_spend_the_budget_get_a_letter(amina_unit, by):
    advance = grant(amina_unit, by=by)
    (letter,) = letters.about(refs=[advance.ref])
    assert letter.to == "amina@example.org"
    assert letter.context["cents"] == 1_000_00
    assert letter.context["reason"] == "Tour starts in June"
    assert letter.context["adviser"] == "Dirk Maes"


@pytest.mark.parametrize(
    ("details", "refusal", "words"),
    [
        ({"cents": 0}, activities.AdvanceNotPositive, "more than nothing"),
        ({"cents": 5_000_01}, activities.AdvanceAboveCap, "at most 5,000.00"),
        ({"days": 0}, activities.AdvanceDayPast, "after 04/05/2026"),
        ({"days": 185}, activities.AdvanceTooLong, "up to 04/11/2026: .* within 6 months"),
        ({"reason": "  "}, activities.AdvanceReasonMissing, "Say why"),
    ],
)
def test_it_refuses(amina_unit, details, refusal, words):
    with pytest.raises(refusal, match=words):
        grant(amina_unit, **details)
    assert not Advance.objects.exists()


def test_it_grants_the_whole_cap_until_the_last_day(amina_unit):
    assert grant(amina_unit, cents=5_000_00, days=184).until.isoformat() == "2026-11-04"


def test_it_says_everything_that_is_wrong_at_once(amina_unit):
    with pytest.raises(Refusals) as caught:
        grant(amina_unit, cents=-1, days=-1, reason="")
    assert [one.field for one in caught.value.refusals] == ["amount", "until", "reason"]


def test_it_refuses_a_second_one_and_says_what_to_do(amina_unit):
    grant(amina_unit)
    with pytest.raises(activities.AdvanceStands, match=r"Extend or end .* 1,000.00 until"):
        grant(amina_unit)


def test_it_refuses_a_closed_unit(amina_unit):
    Unit.objects.update(closed_on=TODAY)
    with pytest.raises(activities.UnitClosed):
        grant(amina_unit)


def test_an_adviser_does_not_grant_one_to_the_own_unit(amina, amina_unit, carla):
    with pytest.raises(activities.AdvanceOfOwnUnit, match="Ask another adviser"):
        grant(amina_unit, by=actor(amina))
    grant(amina_unit, by=actor(carla))


MOVES = st.lists(
    st.tuples(st.sampled_from(["spend", "earn"]), st.integers(1, 90_000)), min_size=1, max_size=12
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cap=st.integers(1, 100_000), moves=MOVES)
def test_whatever_happens_the_budget_stays_above_the_cap_and_no_more_than_it_is_drawn(
    amina_unit, cap, moves
):
    with transaction.atomic():
        advance, drawn = grant(amina_unit, cents=cap), 0
        for number, (move, cents) in enumerate(moves, start=1):
            before = ledger.budget(unit=amina_unit.pk)
            if move == "earn":
                earn(amina_unit, max(cents, 100), number)
                continue
            try:
                spend(amina_unit, cents, f"note:{number}")
            except activities.BudgetTooSmall:
                assert cents > queries.states(unit=amina_unit.pk, on=TODAY).spendable
                continue
            after = ledger.budget(unit=amina_unit.pk)
            assert after >= -cap
            drawn += max(-after, 0) - max(-before, 0)
        advance.refresh_from_db()
        assert advance.drawn_cents == drawn <= cap
        transaction.set_rollback(True)


@pytest.mark.usefixtures("own_database")
def test_of_thirty_parallel_spends_exactly_those_within_the_advance_succeed():
    make_entity()
    unit = make_unit(make_member())
    grant(unit, cents=1_000_00)
    done, refused, barrier = [], [], Barrier(30, timeout=60)

    def try_to_spend(number):
        try:
            barrier.wait()
            spend(unit, 150_00, f"note:{number}")
            done.append(number)
        except activities.BudgetTooSmall:
            refused.append(number)
        finally:
            connection.close()

    threads = [Thread(target=try_to_spend, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), len(refused)) == (6, 24)
    assert ledger.budget(unit=unit.pk) == -900_00
    assert Advance.objects.get().drawn_cents == 900_00
