"""Above the trust in its member a job is looked at by an adviser before the client hears of it."""

from datetime import datetime

from commonweal.activities import actions as activities
from commonweal.flows.three_in_one.actions._confirm import write_to_client
from commonweal.flows.validation.queries import decider
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor


def put_to_client(order: invoicing.Order, by: Actor, at: datetime) -> invoicing.Order:
    """Write to the client, unless the price is more than the member decides about alone."""
    new = activities.NewValidation(
        unit_id=order.unit_id,
        member_id=decider(unit=order.unit_id, by=by),
        origin=order.ref,
        text=order.title,
        cents=order.price_cents,
    )
    (asked,) = activities.ask(validations=[new], by=by, at=at)
    if asked.state == asked.State.WAITING:
        (order,) = invoicing.hold_back(orders=[order], by=by, at=at)
        return order
    write_to_client(order=order, by=by, at=at)
    return order


@action
def let_go(*, order: invoicing.Order, by: Actor, at: datetime) -> invoicing.Order:
    """
    Put an order that an adviser approved to its client.

    :raises NothingToCheck: if it waits for no adviser
    :raises StartHasPassed: if the work was to start already
    """
    (order,) = invoicing.let_go(orders=[order], by=by, at=at)
    write_to_client(order=order, by=by, at=at)
    return order
