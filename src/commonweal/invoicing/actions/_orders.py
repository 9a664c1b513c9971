"""Place an order, let the client confirm it, cancel it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.clients import queries as clients
from commonweal.invoicing.accounts import UnknownVatRate, turnover_account
from commonweal.invoicing.actions._insert import throw_away
from commonweal.invoicing.models import Invoice, Order
from commonweal.invoicing.values import NewOrder
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all


class MissingTitle(Refusal):
    message = _("Say in a few words what the work is: the client reads it on the order.")
    field = "title"


class WrongPrice(Refusal):
    message = _("Give a price above zero, without VAT.")
    field = "price"


class WrongPeriod(Refusal):
    message = _("Let the work end on or after the day it starts.")
    field = "ends_on"


class MissingName(Refusal):
    message = _("Give your name: it stands on the order as the one who confirmed.")
    field = "name"


class MissingPurchaseOrder(Refusal):
    message = _("Give your purchase-order number: your accounts department asks for it.")
    field = "purchase_order"


class MissingReason(Refusal):
    message = _("Say why, in a few words: the client will ask.")
    field = "reason"


class AlreadyConfirmed(Refusal):
    message = _("Nothing more to do: %(name)s confirmed this order on %(on)s.")


class AlreadyInvoiced(Refusal):
    message = _("Make a credit note instead: this order is invoiced.")


class OrderCancelled(Refusal):
    message = _("Ask for a new order: this one was cancelled on %(on)s (%(reason)s).")


class NotYetConfirmed(Refusal):
    message = _("Ask the client to confirm the order by the link in the mail.")


class StillChecking(Refusal):
    message = _("Wait for the adviser who looks at it first: the client has not heard of it yet.")


class NothingToCheck(Refusal):
    message = _("Nothing more to do: this order waits for no adviser.")


@action
def place_order(*, orders: Sequence[NewOrder], by: Actor, at: datetime) -> list[Order]:
    """
    Put work to clients, in the same order. The letter with the link is the caller's.

    :raises MissingTitle, WrongPrice, WrongPeriod, UnknownVatRate: with the remedy
    """
    check_all(refusal for new in orders for refusal in _refusals(new))
    return Order.objects.bulk_create([_order(new, by, at) for new in orders])


def _refusals(new: NewOrder) -> Iterator[Refusal]:
    if not new.title.strip():
        yield MissingTitle()
    if new.price_cents <= 0:
        yield WrongPrice()
    if new.starts_on and not new.starts_on <= (new.ends_on or new.starts_on):
        yield WrongPeriod()
    if not turnover_account(new.vat, new.rate_bp):
        yield UnknownVatRate(rate=new.rate_bp / 100)


def _order(new: NewOrder, by: Actor, at: datetime) -> Order:
    return Order(
        unit_id=new.unit_id,
        client=new.client,
        assignment_id=new.assignment_id,
        title=" ".join(new.title.split()),
        price_cents=new.price_cents,
        vat=new.vat,
        rate_bp=new.rate_bp,
        purchase_order=new.purchase_order.strip(),
        expenses=[list(expense) for expense in new.expenses],
        language=new.language or new.client.language,
        starts_on=new.starts_on,
        ends_on=new.starts_on and (new.ends_on or new.starts_on),
        key=new.key,
        placed_by=by.id,
        placed_at=at,
    )


@action
def hold_back(*, orders: Sequence[Order], by: Actor, at: datetime) -> list[Order]:
    """
    Keep orders that were just placed from their clients until an adviser has looked at them.

    :raises AlreadyConfirmed, AlreadyInvoiced, OrderCancelled, StillChecking: if it is too late
    """
    held = _all_locked(orders)
    for order in held:
        refuse_settled(order)
    return _now(held, Order.State.CHECKING)


@action
def let_go(*, orders: Sequence[Order], by: Actor, at: datetime) -> list[Order]:
    """
    Let orders that an adviser approved wait for their clients; the letter is the caller's.

    :raises NothingToCheck: if one waits for no adviser
    """
    held = _all_locked(orders)
    check_all(NothingToCheck() for order in held if order.state != Order.State.CHECKING)
    return _now(held, Order.State.SENT)


def _all_locked(orders: Sequence[Order]) -> list[Order]:
    rows = Order.objects.select_for_update().filter(id__in=[order.pk for order in orders])
    return list(rows.order_by("id"))


def _now(orders: list[Order], state: Order.State) -> list[Order]:
    for order in orders:
        order.state = state
    Order.objects.bulk_update(orders, ["state"])
    return orders


@action
def confirm_order(*, order: Order, purchase_order: str = "", by: Actor, at: datetime) -> Order:
    """
    Record that the client agrees. `by` is the client's actor with the name that was typed.

    The client may complete the purchase-order number, and must where it demands one itself.

    :raises MissingName, MissingPurchaseOrder: if the client left out what is needed
    :raises AlreadyConfirmed, AlreadyInvoiced, OrderCancelled: if there is nothing to confirm
    """
    order = _locked(order)
    refuse_settled(order)
    number = purchase_order.strip() or order.purchase_order
    check_all(_lacking(order, number, by))
    order.purchase_order = number
    order.state = Order.State.CONFIRMED
    order.confirmed_by, order.confirmed_name, order.confirmed_at = by.id, by.name.strip(), at
    order.save(
        update_fields=[
            "purchase_order",
            "state",
            "confirmed_by",
            "confirmed_name",
            "confirmed_at",
        ]
    )
    return order


def _lacking(order: Order, number: str, by: Actor) -> Iterator[Refusal]:
    client = clients.get(id=order.client_id)
    if not by.name.strip():
        yield MissingName()
    if client.purchase_order_required and not number:
        yield MissingPurchaseOrder()


@action
def cancel_order(*, order: Order, reason: str, by: Actor, at: datetime) -> Order:
    """
    Take an order back, also one that the client confirmed, and throw its drafts away.

    :raises MissingReason: if no reason is given
    :raises AlreadyInvoiced, OrderCancelled: if it is too late
    """
    order = _locked(order)
    if order.state not in (Order.State.CONFIRMED, Order.State.CHECKING):
        refuse_settled(order)
    check_all([MissingReason()] if not reason.strip() else [])
    order.state = Order.State.CANCELLED
    order.cancelled_at, order.cancelled_because = at, reason.strip()
    order.save(update_fields=["state", "cancelled_at", "cancelled_because"])
    drafts = Invoice.objects.select_for_update().filter(order=order, number=None).order_by("id")
    throw_away([draft.pk for draft in drafts])
    return order


def _locked(order: Order) -> Order:
    return Order.objects.select_for_update().get(pk=order.pk)


def hold_confirmed(*, orders: Sequence[Order]) -> list[Order]:
    """
    Return these orders as they are now, in the same order, and hold them until the transaction
    ends: who bills them and who takes them back wait for each other.

    :raises AlreadyInvoiced, OrderCancelled, NotYetConfirmed: if one is not to be invoiced
    """
    rows = Order.objects.select_for_update().order_by("id")
    found = rows.in_bulk([order.pk for order in orders])
    held = [found[order.pk] for order in orders]
    check_all(refusal for order in held for refusal in _not_to_invoice(order))
    return held


def _not_to_invoice(order: Order) -> Iterator[Refusal]:
    if order.state == Order.State.INVOICED:
        yield AlreadyInvoiced()
    elif order.cancelled_at:
        yield _cancelled(order)
    elif order.state != Order.State.CONFIRMED:
        yield NotYetConfirmed()


def refuse_settled(order: Order) -> None:
    """
    Make sure that an order still waits for the client.

    :raises AlreadyInvoiced, OrderCancelled, AlreadyConfirmed, StillChecking: if it does not
    """
    if order.state == Order.State.CHECKING:
        raise StillChecking
    if order.state == Order.State.INVOICED:
        raise AlreadyInvoiced
    if order.cancelled_at:
        raise _cancelled(order)
    if order.state == Order.State.CONFIRMED and order.confirmed_at:
        raise AlreadyConfirmed(name=order.confirmed_name, on=f"{order.confirmed_at:%d/%m/%Y}")


def _cancelled(order: Order) -> OrderCancelled:
    return OrderCancelled(on=f"{order.cancelled_at:%d/%m/%Y}", reason=order.cancelled_because)
