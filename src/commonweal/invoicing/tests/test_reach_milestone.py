import pytest

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.tests.offers import CLIENT, DESIGN, HALVES


@pytest.fixture
def parts(order, by, at):
    invoicing.detail_order(order=order, lines=[DESIGN], parts=HALVES, by=by, at=at)
    return queries.instalments(order=order)


def test_it_keeps_who_said_so_and_when(order, parts, by, at):
    invoicing.confirm_order(order=order, by=CLIENT, at=at)
    reached = invoicing.reach_milestone(instalment=parts[1], by=by, at=at)
    assert (reached.reached_by, reached.reached_at) == (by.id, at)
    with pytest.raises(invoicing.AlreadyReached):
        invoicing.reach_milestone(instalment=parts[1], by=by, at=at)


def test_a_deposit_waits_for_nothing(order, parts, by, at):
    invoicing.confirm_order(order=order, by=CLIENT, at=at)
    with pytest.raises(invoicing.NotAMilestone):
        invoicing.reach_milestone(instalment=parts[0], by=by, at=at)


def test_nothing_is_reached_of_what_nobody_confirmed(parts, by, at):
    with pytest.raises(invoicing.NothingAgreed):
        invoicing.reach_milestone(instalment=parts[1], by=by, at=at)
