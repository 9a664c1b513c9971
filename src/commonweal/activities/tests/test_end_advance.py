"""activities.end_advance: an advance ends when nothing of it is owed."""

import pytest
from tests.cast import TODAY

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.budgets import earn, promise
from commonweal.activities.tests.fundings import grant
from commonweal.activities.tests.test_grant_advance import spend
from commonweal.kernel import queries as kernel


def end(advance, by, at, reason="The tour is paid"):
    activities.end_advance(advance=advance, reason=reason, by=by, at=at)


def test_it_ends_and_the_log_says_why(amina_unit, by, at):
    advance = grant(amina_unit)
    end(advance, by, at)
    assert queries.standing_advance(unit=amina_unit.pk, on=TODAY) is None
    assert queries.states(unit=amina_unit.pk, on=TODAY).advance == 0
    last = kernel.events(of=[advance.ref]).last()
    assert (last.verb, last.data) == ("activities.end_advance", {"reason": "The tour is paid"})


def test_it_refuses_while_the_budget_is_below_zero(amina_unit, by, at):
    advance = grant(amina_unit)
    spend(amina_unit, 250_00)
    with pytest.raises(activities.AdvanceNotRepaid, match=r"Wait until 250.00 has come in"):
        end(advance, by, at)
    earn(amina_unit)
    end(advance, by, at)
    assert advance.ended_on == TODAY


def test_it_refuses_while_what_is_kept_aside_leans_on_it(amina_unit, by, at):
    advance = grant(amina_unit)
    earn(amina_unit)
    promise(amina_unit, 1000_00)
    with pytest.raises(activities.AdvanceNotRepaid, match=r"Wait until 65.00 has come in"):
        end(advance, by, at)
    activities.release(origins=["contract:1"], by=by, at=at)
    end(advance, by, at)


def test_it_refuses_a_second_time(amina_unit, by, at):
    advance = grant(amina_unit)
    end(advance, by, at)
    with pytest.raises(activities.AdvanceEnded, match="04/05/2026"):
        end(advance, by, at)


def test_it_refuses_without_a_reason(amina_unit, by, at):
    with pytest.raises(activities.AdvanceReasonMissing):
        end(grant(amina_unit), by, at, reason=" ")


def test_afterwards_another_can_be_granted(amina_unit, by, at):
    end(grant(amina_unit), by, at)
    assert grant(amina_unit, cents=500_00).left_cents == 500_00
