"""What would be decided of orders on a day, and what was decided, in words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonweal.clients import queries as base
from commonweal.clients.queries import Client
from commonweal.guarantee._words import NotGuaranteed, refusals
from commonweal.guarantee.models import Guarantee
from commonweal.guarantee.queries._engaged import promised
from commonweal.guarantee.values import Stand
from commonweal.invoicing.queries import Invoice, Order
from commonweal.kernel.clock import ZONE
from commonweal.rules import guarantee as rules
from commonweal.rules.guarantee import Facts, Reason

PROMISED = (Order.State.CONFIRMED, Order.State.INVOICED)


def of_orders(*, orders: Collection[int]) -> dict[int, Guarantee]:
    """Return the decision about each of these orders, where one was taken."""
    if not orders:
        return {}
    rows = Guarantee.objects.filter(order__in=orders, invoice=None)
    return {row.order_id or 0: row for row in rows}


def of_invoices(*, invoices: Collection[int]) -> dict[int, Guarantee]:
    """Return what each of these invoices is bound to, where it was bound at its issue."""
    rows = Guarantee.objects.filter(invoice__in=invoices)
    return {row.invoice_id or 0: row for row in rows}


def explain(*, orders: Sequence[Order], on: date) -> dict[int, Stand]:
    """
    Say of each of these orders whether its wage is guaranteed and why, in a constant number of
    queries: what was decided, or what would be if its client confirmed today.
    """
    known = of_orders(orders=[order.pk for order in orders])
    open = [order for order in orders if order.pk not in known]
    ids = {order.client_id for order in orders}
    buyers = base.many(ids=list(ids)) if ids else {}
    found = {
        order.pk: _decided(known[order.pk], order, buyers) for order in orders if order.pk in known
    }
    return found | _foreseen(open, buyers, on)


def obstacles(*, orders: Sequence[Order], on: date) -> dict[int, Sequence[NotGuaranteed]]:
    """Return what keeps the wages of these orders from being guaranteed; nothing means they are."""
    return {id: stand.reasons for id, stand in explain(orders=orders, on=on).items()}


def sure(*, orders: Sequence[Order]) -> list[Order]:
    """
    Return those of these orders whose wages are guaranteed, as it was decided. One confirmed
    before decisions were kept is judged by what the house asked then.
    """
    known = of_orders(orders=[order.pk for order in orders])
    before = [order for order in orders if order.pk not in known and order.state in PROMISED]
    buyers = base.many(ids=[order.client_id for order in before]) if before else {}
    eligible = {id for id, row in known.items() if row.eligible}
    eligible |= {
        order.pk for order in before if not _reasons_before(order, buyers[order.client_id])
    }
    return [order for order in orders if order.pk in eligible]


def explain_invoice(*, invoice: Invoice) -> Stand:
    """Say of an issued invoice whether its wage is guaranteed, and why (not)."""
    row = of_invoices(invoices=[invoice.pk]).get(invoice.pk)
    name, day = invoice.buyer["name"], ""
    if row is None:
        reasons = [] if invoice.guaranteed else refusals([NO_ORDER], name)
        return Stand(True, because(name, day) if invoice.guaranteed else "", reasons)
    if row.order_id and (decision := of_orders(orders=[row.order_id]).get(row.order_id)):
        day = _day(decision)
    return Stand(True, because(name, day) if row.eligible else "", refusals(row.reasons, name))


NO_ORDER = {"code": "no_order", "values": {}}


def explain_client(*, client: Client, price_cents: int, on: date) -> Stand:
    """Say whether the wage of work at this price would be guaranteed once the client confirms."""
    facts = facts_of([(client, price_cents, None)], on=on)[0]
    stored = _ahead(facts, on)
    words = {"client": client.name}
    because = (
        _("Guaranteed as soon as %(client)s confirms, within what the house can promise.") % words
    )
    return Stand(False, "" if stored else because, refusals(stored, client.name, ahead=True))


def _ahead(facts: Facts, on: date) -> list[dict[str, object]]:
    """What is said before a client confirms: by steps, so that nobody finds out what is left."""
    terms = rules.figures(on)
    return stored_reasons(rules.verdict(rules.as_told(facts, terms, on), terms))


def facts_of(
    asked: Sequence[tuple[Client, int, str | None]],
    *,
    on: date,
    leave: Collection[int] = (),
    confirmed: bool = True,
) -> list[Facts]:
    """
    Return what is known of work for clients: each a client, a price without VAT, and its own
    number for the order (None where it is not asked yet). Each stands beside what is engaged now.
    """
    known = promised(clients={client.pk for client, *_rest in asked}, on=on, leave=leave)
    return [
        Facts(
            price_cents=price,
            is_confirmed=confirmed,
            in_eu=base.in_eu(country=client.country, on=on),
            is_blocked=bool(client.blocked_on and client.blocked_on <= on),
            is_bankrupt=known[client.pk].is_bankrupt,
            missing=tuple(_missing(client, number)),
            engaged_cents=known[client.pk].engaged_cents,
            cap_cents=known[client.pk].cap_cents,
        )
        for client, price, number in asked
    ]


def stored_reasons(reasons: Iterable[Reason]) -> list[dict[str, object]]:
    """Return reasons as they are kept in the database."""
    return [{"code": each.code, "values": dict(each.values)} for each in reasons]


def because(name: str, day: str) -> str:
    """Say why a wage is guaranteed."""
    words = {"client": name, "day": day}
    if not day:
        return _("Guaranteed because %(client)s confirmed the order.") % words
    return (
        _(
            "Guaranteed because %(client)s confirmed on %(day)s, is in the European Union, and is "
            "within what the house can promise."
        )
        % words
    )


def _missing(client: Client, number: str | None) -> list[str]:
    found = base.missing(client=client, purchase_order=number)
    fields = [each.field or "" for each in found]
    return [field for field in fields if field != "purchase_order" or number is not None]


def _decided(row: Guarantee, order: Order, buyers: Mapping[int, Client]) -> Stand:
    name = buyers[order.client_id].name
    return Stand(
        True, because(name, _day(row)) if row.eligible else "", refusals(row.reasons, name)
    )


def _day(row: Guarantee) -> str:
    return date_format(row.decided_at.astimezone(ZONE), "SHORT_DATE_FORMAT")


def _foreseen(orders: Sequence[Order], buyers: Mapping[int, Client], on: date) -> dict[int, Stand]:
    """What is said of orders without a decision: those still to be confirmed, and old ones."""
    before = [order for order in orders if order.state in PROMISED]
    ahead = [order for order in orders if order.state not in PROMISED]
    found = {}
    for order in before:
        client = buyers[order.client_id]
        reasons = refusals(stored_reasons(_reasons_before(order, client)), client.name)
        found[order.pk] = Stand(True, "" if reasons else because(client.name, ""), reasons)
    asked = [
        (buyers[order.client_id], order.price_cents, order.purchase_order or None)
        for order in ahead
    ]
    facts = facts_of(asked, on=on, confirmed=False) if asked else []
    for order, each in zip(ahead, facts, strict=True):
        name = buyers[order.client_id].name
        found[order.pk] = Stand(False, "", refusals(_ahead(each, on), name, ahead=True))
    return found


def _reasons_before(order: Order, client: Client) -> list[Reason]:
    """An order confirmed before decisions were kept: the rule of those days, and no cap."""
    day = (order.confirmed_at or order.placed_at).astimezone(ZONE).date()
    facts = Facts(
        price_cents=order.price_cents,
        in_eu=base.in_eu(country=client.country, on=day),
        is_blocked=bool(client.blocked_on and client.blocked_on <= day),
        engaged_cents=None,
    )
    return rules.verdict(facts, rules.figures(day))
