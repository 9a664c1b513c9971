"""invoicing.hold_back: an adviser looks before the client hears of it."""

import pytest

from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actor import Actor

CLIENT = Actor("client:1", "Ines Martin")


def test_what_is_held_back_is_not_confirmed(order, by, at):
    (held,) = invoicing.hold_back(orders=[order], by=by, at=at)
    assert held.state == "checking"
    with pytest.raises(invoicing.StillChecking):
        invoicing.confirm_order(order=order, by=CLIENT, at=at)
    with pytest.raises(invoicing.NotYetConfirmed):
        invoicing.hold_confirmed(orders=[order])


def test_it_can_be_taken_back(order, by, at):
    invoicing.hold_back(orders=[order], by=by, at=at)
    assert invoicing.cancel_order(order=order, reason="Rain", by=by, at=at).state == "cancelled"


def test_what_the_client_confirmed_is_held_back_no_more(order, by, at):
    invoicing.confirm_order(order=order, by=CLIENT, at=at)
    with pytest.raises(invoicing.AlreadyConfirmed):
        invoicing.hold_back(orders=[order], by=by, at=at)
