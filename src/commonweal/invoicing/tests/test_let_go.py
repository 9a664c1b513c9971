"""invoicing.let_go: an adviser approved, the client is asked."""

import pytest

from commonweal.invoicing import actions as invoicing


def test_it_waits_for_the_client_from_then_on(order, by, at):
    invoicing.hold_back(orders=[order], by=by, at=at)
    (sent,) = invoicing.let_go(orders=[order], by=by, at=at)
    assert sent.state == "sent"


def test_it_refuses_an_order_that_waits_for_no_adviser(order, by, at):
    with pytest.raises(invoicing.NothingToCheck):
        invoicing.let_go(orders=[order], by=by, at=at)
