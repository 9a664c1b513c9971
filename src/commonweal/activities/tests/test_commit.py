"""activities.commit: money is promised on a budget, and never more than there is."""

from datetime import timedelta

import pytest
from tests.cast import TODAY

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.budgets import earn, promise


def test_what_is_expected_needs_no_budget(amina_unit):
    promise(amina_unit, 93500, "planned", "order:1")
    states = queries.states(unit=amina_unit.pk, on=TODAY)
    assert (states.planned, states.confirmed, states.available, states.spendable) == (
        93500,
        0,
        0,
        0,
    )


def test_a_reservation_leaves_less_to_spend(amina_unit):
    earn(amina_unit)
    promise(amina_unit, 40000)
    states = queries.states(unit=amina_unit.pk, on=TODAY)
    assert (states.available, states.reserved, states.spendable) == (93500, 40000, 53500)


def test_it_refuses_to_reserve_a_cent_too_much(amina_unit):
    earn(amina_unit)
    promise(amina_unit, 40000)
    with pytest.raises(activities.BudgetTooSmall, match=r"535.01 is asked and 535.00 can be"):
        promise(amina_unit, 53501, origin="contract:2")
    promise(amina_unit, 53500, origin="contract:2")


def test_a_new_promise_of_the_same_origin_replaces_the_old(amina_unit):
    earn(amina_unit)
    promise(amina_unit, 90000)
    promise(amina_unit, 93500)
    assert queries.states(unit=amina_unit.pk, on=TODAY).reserved == 93500


def test_a_batch_is_judged_as_a_whole(amina_unit, by, at):
    earn(amina_unit)
    pair = [
        activities.NewCommitment(amina_unit.pk, "reserved", f"contract:{i}", 50000) for i in (1, 2)
    ]
    with pytest.raises(activities.BudgetTooSmall):
        activities.commit(commitments=pair, by=by, at=at)
    assert not queries.commitments(unit=amina_unit.pk, on=TODAY).exists()


def test_an_expired_promise_counts_no_more(amina_unit):
    earn(amina_unit)
    promise(amina_unit, 40000, expires_on=TODAY)
    promise(amina_unit, 10000, "planned", "order:1", expires_on=TODAY)
    today, tomorrow = (
        queries.states(unit=amina_unit.pk, on=TODAY + timedelta(days=days)) for days in (0, 1)
    )
    assert (today.reserved, today.planned) == (40000, 10000)
    assert (tomorrow.reserved, tomorrow.planned, tomorrow.spendable) == (0, 0, 93500)


def test_the_number_of_statements_does_not_grow(amina_unit, by, at, django_assert_max_num_queries):
    earn(amina_unit)
    many = [
        activities.NewCommitment(amina_unit.pk, kind, f"contract:{i}", 100)
        for i in range(200)
        for kind in ("planned", "reserved")
    ]
    with django_assert_max_num_queries(10):
        activities.commit(commitments=many, by=by, at=at)
