"""activities.close_advances: past its day, an advance ends if it is repaid, else it is owed."""

from datetime import timedelta

from commonweal.activities import actions as activities
from commonweal.activities import jobs, queries
from commonweal.activities.tests.budgets import earn
from commonweal.activities.tests.fundings import grant
from commonweal.activities.tests.test_grant_advance import spend


def test_the_repaid_ends_and_the_other_is_overdue(amina_unit, carla_unit, by, at):
    repaid, owed = grant(amina_unit, days=10), grant(carla_unit, days=10)
    spend(carla_unit, 70_00)
    later = at + timedelta(days=11)
    assert activities.close_advances(by=by, at=later) == [repaid]
    repaid.refresh_from_db()
    assert repaid.ended_on == later.date()
    (overdue,) = queries.overdue_advances(on=later.date())
    assert (overdue.advance, overdue.owed_cents, overdue.is_overdue) == (owed, 70_00, True)
    assert queries.overdue_advances(on=later.date(), units=[amina_unit.pk]) == []


def test_nothing_happens_on_the_day_itself(amina_unit, by, at):
    grant(amina_unit, days=10)
    assert activities.close_advances(by=by, at=at + timedelta(days=10)) == []
    assert queries.overdue_advances(on=(at + timedelta(days=10)).date()) == []


def test_it_ends_once_the_money_is_there(amina_unit, by, at):
    advance, later = grant(amina_unit, days=10), at + timedelta(days=20)
    spend(amina_unit, 70_00)
    assert activities.close_advances(by=by, at=later) == []
    earn(amina_unit)
    assert activities.close_advances(by=by, at=later) == [advance]


def test_a_budget_without_debt_is_repaid_whatever_its_reservations(amina_unit, by, at):
    grant(amina_unit, days=10)
    standing = queries.standing_advance(unit=amina_unit.pk, on=at.date())
    assert (standing.owed_cents, standing.is_overdue) == (0, False)


def test_the_job_asks_the_clock(amina_unit, at, monkeypatch):
    advance = grant(amina_unit, days=10)
    monkeypatch.setattr("commonweal.activities.jobs.clock.now", lambda: at + timedelta(days=11))
    jobs.close_advances(timestamp=0)
    advance.refresh_from_db()
    assert advance.ended_on == (at + timedelta(days=11)).date()
