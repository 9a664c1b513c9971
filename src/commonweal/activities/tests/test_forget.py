"""activities.forget: what was expected came, or will not come."""

import pytest
from tests.cast import TODAY

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.expectations import expect
from commonweal.kernel.models import Event

pytestmark = pytest.mark.django_db


def test_it_leaves_the_other_lines(amina_unit, by, at):
    kept, gone = expect(amina_unit), expect(amina_unit, text="Will not come")
    activities.forget(lines=[gone], by=by, at=at)
    assert list(queries.expected_lines(unit=amina_unit.pk, since=TODAY)) == [kept]
    assert Event.objects.get(verb="activities.forget").subjects == [amina_unit.ref]


def test_who_forgets_twice_forgets_once(amina_unit, by, at):
    line = expect(amina_unit)
    assert activities.forget(lines=[line, line], by=by, at=at)
    line.pk = 10**9
    assert activities.forget(lines=[line], by=by, at=at) == []
    assert Event.objects.filter(verb="activities.forget").count() == 1
