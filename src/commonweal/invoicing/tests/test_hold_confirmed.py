import pytest

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.models import Order
from commonweal.kernel.actor import Actor


@pytest.fixture
def confirmed(order, at):
    return invoicing.confirm_order(order=order, by=Actor("client:1", "Ines Martin"), at=at)


def test_it_returns_orders_as_they_are_now_in_the_order_given(confirmed, new_order, by, at):
    (other,) = invoicing.place_order(orders=[new_order()], by=by, at=at)
    invoicing.confirm_order(
        order=other, purchase_order="PO 8", by=Actor("client:1", "Ines Martin"), at=at
    )
    held = invoicing.hold_confirmed(orders=[other, confirmed])
    assert [order.pk for order in held] == [other.pk, confirmed.pk]
    assert held[0].purchase_order == "PO 8"


def test_it_refuses_what_the_client_did_not_confirm(order):
    with pytest.raises(invoicing.NotYetConfirmed):
        invoicing.hold_confirmed(orders=[order])


def test_it_refuses_what_was_taken_back(confirmed, by, at):
    invoicing.cancel_order(order=confirmed, reason="Rain", by=by, at=at)
    with pytest.raises(invoicing.OrderCancelled, match="Rain"):
        invoicing.hold_confirmed(orders=[confirmed])


def test_it_refuses_what_is_invoiced(confirmed, draft, by, at):
    invoicing.issue(drafts=[draft(order_id=confirmed.pk)], by=by, at=at)
    assert Order.objects.get().state == "invoiced"
    with pytest.raises(invoicing.AlreadyInvoiced):
        invoicing.hold_confirmed(orders=[confirmed])
