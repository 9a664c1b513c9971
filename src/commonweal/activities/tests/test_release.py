"""activities.release: a promise ends."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import TODAY

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.budgets import earn, promise


def test_it_ends_every_promise_of_an_origin_and_no_other(amina_unit, carla_unit, by, at):
    earn(amina_unit)
    promise(amina_unit, 93500, "confirmed", "order:1")
    promise(amina_unit, 40000, "reserved", "order:1")
    promise(amina_unit, 10000, "reserved", "order:2")
    promise(carla_unit, 5000, "planned", "order:3")
    released = activities.release(origins=["order:1"], by=by, at=at)
    assert {commitment.kind for commitment in released} == {"confirmed", "reserved"}
    states = queries.states(unit=amina_unit.pk, on=TODAY)
    assert (states.confirmed, states.reserved) == (0, 10000)
    assert queries.states(unit=carla_unit.pk, on=TODAY).planned == 5000


def test_promises_are_locked_in_one_order_so_that_two_who_release_never_wait_in_a_ring(
    amina_unit, by, at
):
    promise(amina_unit, 40000, "planned", "order:1")
    with CaptureQueriesContext(connection) as asked:
        activities.release(origins=["order:1"], by=by, at=at)
    (locking,) = [each["sql"] for each in asked if "FOR UPDATE" in each["sql"]]
    assert 'ORDER BY "activities_commitment"."id" ASC' in locking
