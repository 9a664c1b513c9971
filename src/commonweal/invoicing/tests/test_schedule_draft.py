from datetime import timedelta

import pytest

from commonweal.invoicing import actions as invoicing


def test_it_has_a_day_of_issue_or_none(draft, by, at):
    day = at.date() + timedelta(days=10)
    found = invoicing.schedule_draft(draft=draft(), issue_on=day, by=by, at=at)
    found.refresh_from_db()
    assert found.issue_on == day
    assert invoicing.schedule_draft(draft=found, issue_on=None, by=by, at=at).issue_on is None


@pytest.mark.parametrize(
    ("days", "refusal"), [(-1, invoicing.IssueDayPassed), (500, invoicing.IssueDayTooFar)]
)
def test_the_day_is_near(draft, by, at, days, refusal):
    with pytest.raises(refusal):
        day = at.date() + timedelta(days=days)
        invoicing.schedule_draft(draft=draft(), issue_on=day, by=by, at=at)
