import pytest
from tests.cast import make_client

from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actor import Actor

CLIENT = Actor("client:1", "Ines Martin")


def test_it_keeps_who_confirmed_and_when(order, at):
    confirmed = invoicing.confirm_order(order=order, by=CLIENT, at=at)
    assert (confirmed.state, confirmed.confirmed_by) == ("confirmed", "client:1")
    assert (confirmed.confirmed_name, confirmed.confirmed_at) == ("Ines Martin", at)


def test_the_client_completes_the_purchase_order_number(order, at):
    confirmed = invoicing.confirm_order(order=order, purchase_order=" PO-9 ", by=CLIENT, at=at)
    assert confirmed.purchase_order == "PO-9"


def test_a_client_that_demands_a_number_has_to_give_it(new_order, by, at):
    strict = make_client(
        name="Stad", enterprise_number="0403170701", vat_number="BE0403170701",
        purchase_order_required=True,
    )  # fmt: skip
    (order,) = invoicing.place_order(orders=[new_order(client=strict)], by=by, at=at)
    with pytest.raises(invoicing.MissingPurchaseOrder):
        invoicing.confirm_order(order=order, by=CLIENT, at=at)
    assert invoicing.confirm_order(order=order, purchase_order="77", by=CLIENT, at=at)


def test_it_wants_a_name(order, at):
    with pytest.raises(invoicing.MissingName):
        invoicing.confirm_order(order=order, by=Actor("client:1", " "), at=at)


def test_a_second_click_is_told_who_confirmed(order, at):
    invoicing.confirm_order(order=order, by=CLIENT, at=at)
    with pytest.raises(invoicing.AlreadyConfirmed, match=r"Ines Martin.*04/05/2026"):
        invoicing.confirm_order(order=order, by=CLIENT, at=at)


def test_a_cancelled_order_stays_cancelled(order, by, at):
    invoicing.cancel_order(order=order, reason="Too late", by=by, at=at)
    with pytest.raises(invoicing.OrderCancelled, match="Too late"):
        invoicing.confirm_order(order=order, by=CLIENT, at=at)
