"""activities.draft_funding: an agreement that is being negotiated, with tranches and reports."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from tests.cast import NOW, TODAY, make_entity, make_member

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.models import FundingAgreement, Unit
from commonweal.activities.tests.fundings import atelier, new_funding
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.refusals import Refusals


def draft(unit, by, at, **details):
    return activities.draft_funding(new=new_funding(unit, **details), by=by, at=at)


def test_it_keeps_what_was_agreed_and_promises_nothing_yet(amina, by, at):
    unit = atelier(amina)
    drafted = draft(unit, by, at)
    standing = queries.get_funding(id=drafted.pk, on=TODAY)
    assert standing.agreement.state == "draft"
    assert [(each.tranche.cents, each.state) for each in standing.tranches] == [
        (6_000_00, "to_call"),
        (4_000_00, "expected"),
    ]
    assert [report.due_on for report in standing.reports] == [date(2026, 9, 15), date(2027, 1, 31)]
    assert (standing.expected_cents, standing.received_cents) == (10_000_00, 0)
    assert queries.states(unit=unit.pk, on=TODAY).confirmed == 0


def test_the_same_form_is_one_agreement(amina, by, at):
    unit = atelier(amina)
    first, second = (draft(unit, by, at, key="user:1:abc") for _time in range(2))
    assert first == second
    assert FundingAgreement.objects.count() == 1


@pytest.mark.parametrize(
    ("details", "refusal", "words"),
    [
        ({"funder": " "}, activities.FunderMissing, "who gives"),
        ({"title": ""}, activities.FundingUntitled, "what the money is for"),
        ({"tranches": []}, activities.TranchesMissing, "at least one tranche"),
        ({"ends_on": date(2026, 4, 30)}, activities.FundingEndsBeforeStart, "after 01/05/2026"),
        (
            {"tranches": [activities.NewTranche("", 9_500_00, TODAY)]},
            activities.TranchesDoNotAddUp,
            "to 10,000.00: together they are 9,500.00, which is 500.00 too little",
        ),
        (
            {"tranches": [activities.NewTranche("", 10_000_01, TODAY)]},
            activities.TranchesDoNotAddUp,
            "0.01 too much",
        ),
        (
            {"tranches": [activities.NewTranche("", 0, TODAY)]},
            activities.TrancheNotPositive,
            "in tranche 1",
        ),
        ({"reports": [activities.NewReport(TODAY, " ")]}, activities.ReportUnnamed, "report 1"),
    ],
)
def test_it_refuses(amina, by, at, details, refusal, words):
    with pytest.raises(refusal, match=words):
        draft(atelier(amina), by, at, **details)
    assert not FundingAgreement.objects.exists()


def test_it_refuses_an_amount_of_nothing_with_all_that_follows(amina, by, at):
    with pytest.raises(Refusals) as caught:
        draft(atelier(amina), by, at, cents=0)
    assert {type(one) for one in caught.value.refusals} == {
        activities.FundingNotPositive,
        activities.TranchesDoNotAddUp,
    }


def test_a_3in1_account_holds_no_funding(amina_unit, by, at):
    with pytest.raises(activities.OnlyForActivities, match="Open an activity first"):
        draft(amina_unit, by, at)


def test_a_closed_activity_takes_none(amina, by, at):
    unit = atelier(amina)
    Unit.objects.update(closed_on=TODAY)
    with pytest.raises(activities.UnitClosed):
        draft(unit, by, at)


def test_two_clicks_at_once_make_one_agreement(own_database):
    make_entity()
    unit = atelier(make_member())

    def click(_number):
        try:
            return draft(unit, SYSTEM, NOW, key="user:1:abc").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        assert len(set(people.map(click, range(8)))) == 1
