"""activities.change_expectation: what is expected is said anew."""

from datetime import date, timedelta

import pytest
from tests.cast import TODAY

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.expectations import expect, new
from commonweal.kernel.models import Event

pytestmark = pytest.mark.django_db


def test_it_takes_the_new_words_and_keeps_who_wrote_it_first(amina_unit, by, at):
    line = expect(amina_unit)
    to = new(amina_unit, on=date(2026, 7, 1), kind="expense", text="Paper", cents=80_00)
    activities.change_expectation(line=line, to=to, by=by, at=at)
    (found,) = queries.expected_lines(unit=amina_unit.pk, since=TODAY)
    assert (found.pk, found.on, found.kind) == (line.pk, date(2026, 7, 1), "expense")
    assert (found.text, found.cents, found.made_by) == ("Paper", 80_00, line.made_by)
    assert Event.objects.filter(verb="activities.change_expectation").count() == 1


def test_it_stays_with_its_unit(amina_unit, carla_unit, by, at):
    line = expect(amina_unit)
    changed = activities.change_expectation(line=line, to=new(carla_unit), by=by, at=at)
    assert changed.unit_id == amina_unit.pk


def test_it_refuses_as_when_it_was_written(amina_unit, by, at):
    line = expect(amina_unit)
    to = new(amina_unit, on=TODAY - timedelta(days=1))
    with pytest.raises(activities.ExpectedInThePast):
        activities.change_expectation(line=line, to=to, by=by, at=at)
    line.refresh_from_db()
    assert line.on == date(2026, 6, 15)


def test_what_was_forgotten_cannot_be_changed(amina_unit, by, at):
    line = expect(amina_unit)
    activities.forget(lines=[line], by=by, at=at)
    line.pk = 1
    with pytest.raises(activities.ForecastLine.DoesNotExist):
        activities.change_expectation(line=line, to=new(amina_unit), by=by, at=at)
