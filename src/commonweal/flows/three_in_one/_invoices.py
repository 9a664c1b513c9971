"""What the invoice of an order says: all of it, or one of the parts that were agreed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from commonweal.clients import queries as clients
from commonweal.clients.actions import Client
from commonweal.guarantee import queries as guarantee
from commonweal.invoicing import queries as found
from commonweal.invoicing.actions import NewInvoice, NewLine, Order, Vat
from commonweal.invoicing.queries import Instalment, OrderLine
from commonweal.kernel import money
from commonweal.kernel.clock import ZONE
from commonweal.rules import budget

Rate = tuple[str, int]


def invoices_of(orders: Sequence[Order], at: datetime) -> list[NewInvoice]:
    """Return the invoice of the whole of each order, in the same order, for the day after it."""
    today = at.astimezone(ZONE).date()
    buyers = clients.many(ids=[order.client_id for order in orders])
    lines, safe = _lines_of(orders), _guaranteed(orders)
    return [
        _invoice(order, buyers[order.client_id], lines[order.pk], today, order.pk in safe)
        for order in orders
    ]


def invoices_of_parts(parts: Sequence[Instalment], at: datetime) -> list[NewInvoice]:
    """
    Return the invoice of each part of an order, in the same order: a line for each rate of VAT,
    so that all parts together are the order to the cent.
    """
    today = at.astimezone(ZONE).date()
    orders = list({part.order_id: part.order for part in parts}.values())
    buyers = clients.many(ids=[order.client_id for order in orders])
    lines = _lines_of(orders)
    every = found.instalments_of(orders=[order.pk for order in orders])
    shares: dict[int, dict[Rate, int]] = {}
    for order in orders:
        own = [each for each in every if each.order_id == order.pk]
        cents = divided(_by_rate(lines[order.pk]), [each.cents for each in own])
        shares |= {each.pk: share for each, share in zip(own, cents, strict=True)}
    safe = _guaranteed(orders)
    return [
        _part(part, buyers[part.order.client_id], shares[part.pk], today, part.order_id in safe)
        for part in parts
    ]


def _guaranteed(orders: Sequence[Order]) -> set[int]:
    """The orders whose wage the house stands for, as it was decided when the client confirmed."""
    return {order.pk for order in guarantee.sure(orders=orders)}


def divided(rates: dict[Rate, int], parts: Sequence[int]) -> list[dict[Rate, int]]:
    """
    Divide what an order comes to per rate of VAT over its parts, in cents, in proportion. Each
    part and each rate adds up exactly; the last part takes what is left.
    """
    left, shares = dict(rates), []
    for cents in parts[:-1]:
        weights = {rate: max(rest, 0) for rate, rest in left.items()}
        share = dict(zip(weights, money.split(cents, list(weights.values())), strict=True))
        left = {rate: rest - share[rate] for rate, rest in left.items()}
        shares.append(share)
    return [*shares, left]


def _lines_of(orders: Sequence[Order]) -> dict[int, list[NewLine]]:
    """What each order is made of; one line where its price is all there is."""
    rows: dict[int, list[NewLine]] = defaultdict(list)
    for line in found.lines_of_orders(orders=[order.pk for order in orders]):
        rows[line.order_id].append(_line(line))
    return {order.pk: rows[order.pk] or [_only(order)] for order in orders}


def _line(line: OrderLine) -> NewLine:
    return NewLine(
        line.description, line.price_cents, Vat(line.vat), line.rate_bp, line.thousandths,
        line.unit_code,
    )  # fmt: skip


def _only(order: Order) -> NewLine:
    return NewLine(order.title, order.price_cents, Vat(order.vat), order.rate_bp)


def _by_rate(lines: Sequence[NewLine]) -> dict[Rate, int]:
    sums: dict[Rate, int] = defaultdict(int)
    for line in lines:
        sums[line.vat, line.rate_bp] += money.round_half_up(
            line.price_cents * line.thousandths, 1000
        )
    return sums


def _invoice(
    order: Order, client: Client, lines: Sequence[NewLine], today: date, guaranteed: bool
) -> NewInvoice:
    price = sum(_by_rate(lines).values())
    day_after = order.ends_on + timedelta(days=1) if order.ends_on else today
    return NewInvoice(
        unit_id=order.unit_id,
        client=client,
        title=order.title,
        lines=lines,
        contribution_cents=budget.contribution_on_turnover(price, order.ends_on or today),
        guaranteed=guaranteed,
        order_id=order.pk,
        purchase_order=order.purchase_order,
        language=order.language,
        work_starts_on=order.starts_on,
        work_ends_on=order.ends_on,
        payment_days=clients.payment_days(client=client, on=today),
        issue_on=max(day_after, today),
    )


def _part(
    part: Instalment, client: Client, share: dict[Rate, int], today: date, guaranteed: bool
) -> NewInvoice:
    order = part.order
    lines = [
        NewLine(f"{part.label}: {order.title}", abs(cents), Vat(vat), rate, _sign(cents))
        for (vat, rate), cents in share.items()
        if cents
    ]
    whole = _invoice(order, client, lines, today, guaranteed)
    return replace(
        whole,
        title=f"{order.title}: {part.label}",
        contribution_cents=budget.contribution_on_turnover(part.cents, order.ends_on or today),
        issue_on=max(part.due_on or today, today),
    )


def _sign(cents: int) -> int:
    return 1000 if cents > 0 else -1000
