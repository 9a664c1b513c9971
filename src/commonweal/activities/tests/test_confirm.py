"""activities.confirm: the client said yes, so what was planned is confirmed."""

from datetime import timedelta

from tests.cast import TODAY

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.budgets import promise


def test_planned_becomes_confirmed_and_stays(amina_unit, by, at):
    promise(amina_unit, 93500, "planned", "order:1", expires_on=TODAY)
    promise(amina_unit, 10000, "planned", "order:2")
    activities.confirm(origins=["order:1"], by=by, at=at)
    states = queries.states(unit=amina_unit.pk, on=TODAY + timedelta(days=90))
    assert (states.planned, states.confirmed) == (10000, 93500)


def test_confirming_twice_changes_nothing(amina_unit, by, at):
    promise(amina_unit, 93500, "planned", "order:1")
    first = activities.confirm(origins=["order:1"], by=by, at=at)
    assert activities.confirm(origins=["order:1"], by=by, at=at) == first
