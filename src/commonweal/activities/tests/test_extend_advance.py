"""activities.extend_advance: a later day for an advance, and both days on record."""

from datetime import date, timedelta

import pytest
from tests.cast import TODAY, actor

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.fundings import grant
from commonweal.activities.tests.test_grant_advance import spend
from commonweal.letters import queries as letters


def extend(advance, by, at, until=date(2026, 10, 1), reason="The client pays in September"):
    return activities.extend_advance(advance=advance, until=until, reason=reason, by=by, at=at)


def test_the_cap_and_what_was_drawn_stay(amina_unit, by, at):
    first = grant(amina_unit)
    spend(amina_unit, 400_00)
    first.refresh_from_db()
    second = extend(first, by, at)
    assert (second.cents, second.drawn_cents, second.until) == (1_000_00, 400_00, date(2026, 10, 1))
    assert queries.states(unit=amina_unit.pk, on=TODAY).spendable == 600_00


def test_both_days_and_reasons_stay_on_record(amina_unit, by, at):
    extend(grant(amina_unit), by, at)
    newest, oldest = queries.advances_of(unit=amina_unit.pk)
    assert (newest.reason, newest.ended_on) == ("The client pays in September", None)
    assert (oldest.reason, oldest.ended_on) == ("Tour starts in June", TODAY)


def test_one_past_its_day_can_be_drawn_on_again(amina_unit, by, at):
    advance, later = grant(amina_unit, days=10), at + timedelta(days=20)
    assert queries.states(unit=amina_unit.pk, on=later.date()).spendable == 0
    extend(advance, by, later)
    assert queries.states(unit=amina_unit.pk, on=later.date()).spendable == 1_000_00


def test_the_people_of_the_budget_get_a_letter(amina_unit, by, at):
    extended = extend(grant(amina_unit), by, at)
    (letter,) = letters.about(refs=[extended.ref])
    assert letter.context["until"] == "2026-10-01"


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        ({"until": TODAY + timedelta(days=30)}, activities.AdvanceDayPast),
        ({"until": date(2026, 11, 5)}, activities.AdvanceTooLong),
        ({"reason": ""}, activities.AdvanceReasonMissing),
    ],
)
def test_it_refuses(amina_unit, by, at, details, refusal):
    advance = grant(amina_unit)
    with pytest.raises(refusal):
        extend(advance, by, at, **details)
    advance.refresh_from_db()
    assert advance.ended_on is None


def test_it_refuses_one_that_ended(amina_unit, by, at):
    advance = grant(amina_unit)
    activities.end_advance(advance=advance, reason="Not needed", by=by, at=at)
    with pytest.raises(activities.AdvanceEnded, match="Grant a new advance"):
        extend(advance, by, at)


def test_nobody_extends_the_own_advance(amina, amina_unit, at):
    with pytest.raises(activities.AdvanceOfOwnUnit):
        extend(grant(amina_unit), actor(amina), at)
