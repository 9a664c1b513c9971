"""Moves of what was offered: the parts of accepted quotes, and quotes that wait for an answer."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from commonweal.flows.outlook._facts import Facts
from commonweal.flows.outlook.values import Certainty, Kind, Move
from commonweal.invoicing.queries import Order
from commonweal.rules.parameters import figure


def knows(facts: Facts, origin: str) -> bool:
    """Whether what made a promise is told here."""
    return origin in facts.parts or origin in facts.quotes


def parts(facts: Facts, is_held: Callable[[Facts, Order], bool]) -> Iterator[Move]:
    """
    What each part of an order brings on the day it is invoiced; of a milestone nobody knows the
    day, so it counts on the last day of the work. What is not guaranteed comes as it is paid.
    """
    for origin, part in facts.parts.items():
        promise = facts.promised.get(origin)
        order = facts.orders[f"order:{part.order_id}"]
        if promise is None:
            continue
        on = max(facts.on, part.due_on or order.ends_on or facts.on)
        sure = promise.kind
        if is_held(facts, order):
            on += timedelta(days=figure("invoice.payment_days", facts.on).value)
            sure = Certainty.EXPECTED
        words = {"title": order.title, "part": part.label}
        yield Move(
            on, Kind.INCOME, _("%(title)s: %(part)s") % words, promise.cents, sure, order.ref
        )


def quotes(facts: Facts) -> Iterator[Move]:
    """What a quote brings if its client accepts it as it stands."""
    for origin, quote in facts.quotes.items():
        on = max(facts.on, quote.ends_on or quote.valid_until)
        cents = facts.promised[origin].cents
        yield Move(on, Kind.INCOME, quote.title, cents, Certainty.PLANNED, origin)
