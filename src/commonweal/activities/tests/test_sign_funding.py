"""activities.sign_funding: from now on the tranches count as confirmed on the budget."""

from datetime import timedelta

import pytest
from tests.cast import TODAY

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.models import Unit
from commonweal.activities.tests.fundings import atelier, new_funding, signed


def test_what_the_tranches_leave_the_unit_is_confirmed(amina):
    unit = atelier(amina)
    agreement = signed(unit)
    states = queries.states(unit=unit.pk, on=TODAY)
    assert (states.planned, states.confirmed, states.available) == (0, 9_350_00, 0)
    assert (agreement.state, agreement.signed_on, agreement.signed_by_name) == (
        "signed", TODAY, "Commonweal",
    )  # fmt: skip


def test_the_paper_goes_with_it(amina, by, at):
    draft = activities.draft_funding(new=new_funding(atelier(amina)), by=by, at=at)
    agreement = activities.sign_funding(
        agreement=draft, signed_on=TODAY - timedelta(days=3), paper=7, by=by, at=at
    )
    assert (agreement.paper, agreement.signed_by_name) == (7, "Dirk Maes")


def test_it_is_signed_once(amina, by, at):
    agreement = signed(atelier(amina))
    with pytest.raises(activities.NotADraft):
        activities.sign_funding(agreement=agreement, signed_on=TODAY, by=by, at=at)


def test_it_is_not_signed_tomorrow(amina, by, at):
    draft = activities.draft_funding(new=new_funding(atelier(amina)), by=by, at=at)
    with pytest.raises(activities.SignedInTheFuture):
        activities.sign_funding(agreement=draft, signed_on=TODAY + timedelta(days=1), by=by, at=at)


def test_a_closed_activity_signs_nothing(amina, by, at):
    draft = activities.draft_funding(new=new_funding(atelier(amina)), by=by, at=at)
    Unit.objects.update(closed_on=TODAY)
    with pytest.raises(activities.UnitClosed):
        activities.sign_funding(agreement=draft, signed_on=TODAY, by=by, at=at)
