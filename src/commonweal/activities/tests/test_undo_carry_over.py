"""activities.undo_carry_over: a run is taken back by reversal, and can be done again."""

from datetime import date, timedelta

import pytest

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.queries import CarriedOver
from commonweal.activities.tests.test_carry_over import JANUARY, LAST_DAY, budgets, lived, move
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

__all__ = ["lived"]


@pytest.fixture
def run(lived, by):
    return activities.carry_over(year=2025, by=by, at=JANUARY)


def undo(run, by, at=JANUARY, reason="An invoice was missing"):
    return activities.undo_carry_over(run=run.pk, reason=reason, by=by, at=at)


def test_the_year_is_as_it_was_and_no_budget_moves(lived, run, by):
    before = budgets(*lived)
    undone = undo(run, by)
    assert (undone.undone_at, undone.undone_by_name) == (JANUARY, by.name)
    assert budgets(*lived) == before
    assert books.results_of_units(year=2025) == {lived[0].pk: 600_00, lived[1].pk: -50_00}
    assert queries.carried_over(years=[2025]) == [CarriedOver(2025, 0, 0, 0)]
    assert not any(books.proofs().values())


def test_the_reversals_name_what_they_undo_and_why(lived, run, by):
    undo(run, by)
    found = books.entries_by_key(keys=[queries.carry_key(run.pk, unit.pk) for unit in lived])
    for id, _lines in found.values():
        ((key, (reversal, _lines)),) = books.entries_by_key(keys=[f"reverse:{id}"]).items()
        entry, _lines = books.get_entry(id=reversal)
        assert (entry.corrects, entry.on) == (id, LAST_DAY)
        assert (entry.text, entry.origin) == ("An invoice was missing", run.ref)


def test_it_can_run_again(lived, run, by):
    undo(run, by)
    move(lived[0], 1_00, LAST_DAY, "late", by=by)
    again = activities.carry_over(year=2025, by=by, at=JANUARY)
    assert (again.cents, again.pk != run.pk) == (551_00, True)
    assert books.results_of_units(year=2025) == {}
    assert undo(again, by).undone_at


def test_what_came_late_stays_carried(lived, run, by):
    move(lived[0], 1_00, LAST_DAY, "late", by=by)
    activities.carry_over(year=2025, by=by, at=JANUARY)
    undo(run, by)
    assert books.results_of_units(year=2025) == {lived[0].pk: 600_00, lived[1].pk: -50_00}


def test_it_refuses_a_second_undo(run, by):
    undo(run, by)
    with pytest.raises(activities.AlreadyUndone, match=r"undone on 15/01/2026 by Dirk Maes"):
        undo(run, by, at=JANUARY + timedelta(days=1))


def test_it_refuses_once_december_is_closed(run, by):
    ledger.close_month(month=date(2025, 12, 1), by=by, at=JANUARY)
    with pytest.raises(activities.YearClosed):
        undo(run, by)
    run.refresh_from_db()
    assert run.undone_at is None


def test_it_asks_why(run, by):
    with pytest.raises(activities.UndoReasonMissing):
        undo(run, by, reason="  ")
