"""The decision whether the house stands for a wage: taken once, and bound to the invoices."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from commonweal.clients import queries as base
from commonweal.clients.queries import Client
from commonweal.guarantee._words import NotConfirmed
from commonweal.guarantee.actions._locks import lock
from commonweal.guarantee.models import Guarantee
from commonweal.guarantee.queries import facts_of, of_orders
from commonweal.guarantee.queries._judged import stored_reasons
from commonweal.invoicing.queries import Invoice, Order
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal
from commonweal.rules import guarantee as rules
from commonweal.rules.guarantee import Facts


class AlreadyDecided(Refusal):
    message = _("Leave it as it is: about “%(title)s” it was decided when the client confirmed.")


@action
def decide(*, orders: Sequence[Order], by: Actor, at: datetime) -> list[Guarantee]:
    """
    Decide of orders that their clients just confirmed whether the house stands for their wages,
    in the same order, and keep it: it stands from now on, whatever becomes of the client.

    Who decides of one client waits for the one before, so that many confirmations at once never
    promise more than its cap; of several orders of one client the first comes first.

    :raises NotConfirmed: if a client has not confirmed
    :raises AlreadyDecided: if it was decided before
    """
    buyers = base.many(ids=[order.client_id for order in orders])
    lock(client.pk for client in buyers.values())
    _refuse(orders)
    return Guarantee.objects.bulk_create(_rows(orders, buyers, by, at))


def _refuse(orders: Sequence[Order]) -> None:
    known = of_orders(orders=[order.pk for order in orders])
    for order in orders:
        if order.state != Order.State.CONFIRMED:
            raise NotConfirmed
        if order.pk in known:
            raise AlreadyDecided(title=order.title)


def _rows(
    orders: Sequence[Order], buyers: Mapping[int, Client], by: Actor, at: datetime
) -> list[Guarantee]:
    on = at.astimezone(ZONE).date()
    terms = rules.figures(on)
    asked = [(buyers[order.client_id], order.price_cents, order.purchase_order) for order in orders]
    facts = facts_of(asked, on=on, leave=[order.pk for order in orders])
    promised: dict[int, int] = defaultdict(int)
    rows = []
    for order, each in zip(orders, facts, strict=True):
        client = buyers[order.client_id].pk
        row = _row(order, _after(each, promised[client]), terms, by, at)
        promised[client] += row.promised_cents
        rows.append(row)
    return rows


def _after(facts: Facts, promised_cents: int) -> Facts:
    """What is known once the orders before it in the batch were decided."""
    return replace(facts, engaged_cents=(facts.engaged_cents or 0) + promised_cents)


def _row(order: Order, facts: Facts, terms: rules.Figures, by: Actor, at: datetime) -> Guarantee:
    reasons = stored_reasons(rules.verdict(facts, terms))
    return Guarantee(
        order_id=order.pk,
        unit_id=order.unit_id,
        client_id=order.client_id,
        eligible=not reasons,
        reasons=reasons,
        promised_cents=0 if reasons else order.price_cents,
        figures=dict(terms.valid_from),
        decided_by=by.id,
        decided_by_name=by.name,
        decided_at=at,
    )


# An invoice of an order takes over what was decided; one without stands on nothing.
BIND = """
insert into guarantee_guarantee (order_id, invoice_id, unit_id, client_id, eligible, reasons,
    promised_cents, figures, decided_by, decided_by_name, decided_at)
select invoice.order_id, invoice.id, invoice.unit_id, invoice.client_id, invoice.guaranteed,
    case when invoice.guaranteed then '[]'::jsonb
        when decision.reasons <> '[]'::jsonb then decision.reasons
        else '[{"code": "no_order", "values": {}}]'::jsonb end,
    case when invoice.guaranteed then invoice.net_cents else 0 end,
    coalesce(decision.figures, '{}'::jsonb), %(by)s, %(name)s, %(at)s
from invoicing_invoice invoice
left join guarantee_guarantee decision
    on decision.order_id = invoice.order_id and decision.invoice_id is null
where invoice.id = any (%(ids)s) and invoice.number is not null and invoice.corrects_id is null
on conflict (invoice_id) where invoice_id is not null do nothing"""


@action
def bind(*, invoices: Sequence[Invoice], by: Actor, at: datetime) -> None:
    """
    Keep beside issued invoices what the house stands for in each: what was decided of its order,
    as the invoice says it. It is part of issuing and leaves no event of its own; of an invoice
    that is bound nothing changes, and credit notes are not bound.
    """
    values: dict[str, Any] = {
        "ids": [each.pk for each in invoices],
        "by": by.id,
        "name": by.name,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(BIND, values)
