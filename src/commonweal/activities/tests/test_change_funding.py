"""activities.change_funding: a draft is written anew until it is signed."""

import pytest
from tests.cast import TODAY

from commonweal.activities import actions as activities
from commonweal.activities.tests.fundings import atelier, new_funding, signed


def test_amount_tranches_and_reports_are_replaced(amina, by, at):
    unit = atelier(amina)
    drafted = activities.draft_funding(new=new_funding(unit), by=by, at=at)
    new = new_funding(
        unit, cents=7_000_00, tranches=[activities.NewTranche("All", 7_000_00, TODAY)], reports=[]
    )
    changed = activities.change_funding(agreement=drafted, new=new, by=by, at=at)
    assert changed.cents == 7_000_00
    assert [(each.position, each.cents) for each in changed.tranches.all()] == [(1, 7_000_00)]
    assert not changed.reports.exists()


def test_it_refuses_what_is_signed(amina, by, at):
    unit = atelier(amina)
    with pytest.raises(activities.NotADraft, match="before it is signed"):
        activities.change_funding(agreement=signed(unit), new=new_funding(unit), by=by, at=at)


def test_it_refuses_tranches_that_do_not_add_up(amina, by, at):
    unit = atelier(amina)
    drafted = activities.draft_funding(new=new_funding(unit), by=by, at=at)
    with pytest.raises(activities.TranchesDoNotAddUp):
        activities.change_funding(
            agreement=drafted, new=new_funding(unit, cents=1_00), by=by, at=at
        )
    assert drafted.tranches.count() == 2
