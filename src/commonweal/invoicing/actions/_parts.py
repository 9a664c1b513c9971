"""What an order is made of: its lines, and the parts in which its price is invoiced."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.invoicing.actions._orders import AlreadyInvoiced, WrongPrice
from commonweal.invoicing.actions._quotes import refuse_lines
from commonweal.invoicing.models import Instalment, Order, OrderLine, Quote
from commonweal.invoicing.quote_values import PlannedPart, Priced, cents_of_parts, line_net, totals
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all


class NotAMilestone(Refusal):
    message = _("Nothing to do: this part is invoiced on its day, whatever is reached.")


class AlreadyReached(Refusal):
    message = _("Nothing more to do: this milestone was reached on %(on)s.")


class NothingAgreed(Refusal):
    message = _("Let the client confirm the order first, or make a new one: it is not open.")


@action
def detail_order(
    *,
    order: Order,
    lines: Sequence[Priced],
    parts: Sequence[PlannedPart] = (),
    quote: Quote | None = None,
    by: Actor,
    at: datetime,
) -> Order:
    """
    Give an order that was just placed its lines, of which its price is the sum, and the parts in
    which it is invoiced: the last takes the rest of the cents. A deposit is due at once.

    :raises MissingLines, MissingDescription, WrongQuantity, UnknownVatRate: with the remedy
    :raises WrongPrice: if the lines are worth nothing
    :raises AlreadyInvoiced: if it has an invoice already
    """
    held = Order.objects.select_for_update().get(pk=order.pk)
    cents = totals(lines).net_cents
    check_all(
        [
            *([AlreadyInvoiced()] if held.state == Order.State.INVOICED else []),
            *([WrongPrice()] if cents <= 0 else []),
            *refuse_lines(lines),
        ]
    )
    held.price_cents, held.vat, held.rate_bp = cents, lines[0].vat, lines[0].rate_bp
    held.quote = quote
    held.save(update_fields=["price_cents", "vat", "rate_bp", "quote"])
    OrderLine.objects.filter(order=held).delete()
    OrderLine.objects.bulk_create(_line(held, place, line) for place, line in enumerate(lines, 1))
    _divide(held, parts, at)
    return held


def _line(order: Order, position: int, line: Priced) -> OrderLine:
    return OrderLine(
        order=order,
        position=position,
        unit_id=order.unit_id,
        description=line.description,
        thousandths=line.thousandths,
        unit_code=line.unit_code,
        price_cents=line.price_cents,
        net_cents=line_net(line),
        vat=line.vat,
        rate_bp=line.rate_bp,
    )


def _divide(order: Order, parts: Sequence[PlannedPart], at: datetime) -> None:
    if not parts:
        return
    today = at.astimezone(ZONE).date()
    cents = cents_of_parts(price_cents=order.price_cents, shares=[part.share_bp for part in parts])
    Instalment.objects.bulk_create(
        Instalment(
            order=order,
            position=position,
            unit_id=order.unit_id,
            kind=part.kind,
            label=" ".join(part.label.split()),
            cents=amount,
            due_on=today if part.kind == Instalment.Kind.DEPOSIT else part.on,
        )
        for position, (part, amount) in enumerate(zip(parts, cents, strict=True), 1)
    )


@action
def reach_milestone(*, instalment: Instalment, by: Actor, at: datetime) -> Instalment:
    """
    Say that what a part of an order waits for is done, so that it can be invoiced.

    :raises NothingAgreed: if the order is not confirmed, or cancelled
    :raises NotAMilestone, AlreadyReached: if there is nothing to reach
    """
    order = Order.objects.select_for_update().get(pk=instalment.order_id)
    held = Instalment.objects.select_for_update().get(pk=instalment.pk)
    if order.state not in (Order.State.CONFIRMED, Order.State.INVOICED):
        raise NothingAgreed
    if held.kind != Instalment.Kind.MILESTONE:
        raise NotAMilestone
    if held.reached_at:
        raise AlreadyReached(on=f"{held.reached_at.astimezone(ZONE):%d/%m/%Y}")
    held.reached_at, held.reached_by = at, by.id
    held.save(update_fields=["reached_at", "reached_by"])
    return held
