import pytest

from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actor import Actor


def test_it_takes_back_what_the_client_confirmed(order, by, at):
    invoicing.confirm_order(order=order, by=Actor("client:1", "Ines Martin"), at=at)
    cancelled = invoicing.cancel_order(order=order, reason="Rain", by=by, at=at)
    assert (cancelled.state, cancelled.cancelled_because) == ("cancelled", "Rain")


def test_it_wants_a_reason(order, by, at):
    with pytest.raises(invoicing.MissingReason):
        invoicing.cancel_order(order=order, reason=" ", by=by, at=at)


def test_an_invoiced_order_needs_a_credit_note(order, draft, by, at):
    invoicing.issue(drafts=[draft(order_id=order.pk)], by=by, at=at)
    with pytest.raises(invoicing.AlreadyInvoiced):
        invoicing.cancel_order(order=order, reason="Rain", by=by, at=at)
