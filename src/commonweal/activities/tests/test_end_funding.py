"""activities.end_funding: an agreement closes, and expects nothing more."""

import pytest
from tests.cast import TODAY

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.fundings import (
    atelier,
    called,
    funder_pays,
    new_funding,
    signed,
)
from commonweal.kernel import queries as kernel


def end(agreement, by, at, because="The project is done"):
    activities.end_funding(agreement=agreement, because=because, by=by, at=at)


def test_what_was_only_expected_is_expected_no_more(amina, by, at):
    unit = atelier(amina)
    agreement = signed(unit)
    end(agreement, by, at)
    standing = queries.get_funding(id=agreement.pk, on=TODAY)
    assert (standing.agreement.state, standing.agreement.ended_because) == (
        "ended",
        "The project is done",
    )
    assert {each.state for each in standing.tranches} == {"cancelled"}
    assert queries.states(unit=unit.pk, on=TODAY).confirmed == 0
    assert kernel.events(of=[agreement.ref]).last().data == {"because": "The project is done"}


def test_what_was_paid_stays(amina, by, at):
    unit = atelier(amina)
    tranche = called(unit)
    funder_pays(tranche, 6_000_00)
    end(tranche.agreement, by, at)
    states = [each.state for each in queries.fundings(unit=unit.pk, on=TODAY)[0].tranches]
    assert states == ["received", "cancelled"]


def test_it_waits_for_money_that_was_called(amina, by, at):
    tranche = called(atelier(amina))
    with pytest.raises(activities.MoneyStillComes, match=r"6,000.00 was called and not paid"):
        end(tranche.agreement, by, at)


def test_a_draft_is_cancelled(amina, by, at):
    draft = activities.draft_funding(new=new_funding(atelier(amina)), by=by, at=at)
    end(draft, by, at)
    draft.refresh_from_db()
    assert draft.state == "cancelled"


def test_it_ends_once_and_says_why(amina, by, at):
    agreement = signed(atelier(amina))
    with pytest.raises(activities.WhyEndedMissing):
        end(agreement, by, at, because="")
    end(agreement, by, at)
    with pytest.raises(activities.NotSigned):
        end(agreement, by, at)
