"""activities.mark_report_sent: the funder got the report."""

from datetime import date, timedelta

import pytest
from tests.cast import TODAY

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.fundings import atelier, new_funding, signed


def test_it_is_due_no_more(amina, by, at):
    unit = atelier(amina)
    first = signed(unit).reports.order_by("due_on").first()
    year = date(2027, 12, 31)
    assert [report.text for report in queries.reports_due(until=year)] == [
        "What was done",
        "What was spent",
    ]
    activities.mark_report_sent(report=first, on=TODAY, by=by, at=at)
    assert [report.text for report in queries.reports_due(until=year, units=[unit.pk])] == [
        "What was spent"
    ]
    assert queries.fundings(unit=unit.pk, on=TODAY)[0].next_report.text == "What was spent"


def test_it_is_not_sent_tomorrow(amina, by, at):
    report = signed(atelier(amina)).reports.first()
    with pytest.raises(activities.SentInTheFuture):
        activities.mark_report_sent(report=report, on=TODAY + timedelta(days=1), by=by, at=at)


def test_a_draft_owes_no_report(amina, by, at):
    draft = activities.draft_funding(new=new_funding(atelier(amina)), by=by, at=at)
    assert not queries.reports_due(until=date(2027, 12, 31)).exists()
    with pytest.raises(activities.NotSigned):
        activities.mark_report_sent(report=draft.reports.first(), on=TODAY, by=by, at=at)
