"""
What will change what can be spent on a unit: read from every room that knows of something.

A constant number of queries, whatever the number of orders. What the books hold already is no
move: an order that earned by work before its invoice has the smaller promise, and a wage that is
paid has no standing contract.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from commonweal.employment.queries import Contract
from commonweal.flows.outlook import _coming, _offered
from commonweal.flows.outlook._facts import Facts
from commonweal.flows.outlook.values import Certainty, Kind, Move
from commonweal.guarantee.queries import NotConfirmed
from commonweal.invoicing.queries import Order
from commonweal.rules import budget
from commonweal.rules.parameters import figure

NEXT_DAY = timedelta(days=1)
EXPENSES = ":expenses"


@dataclass(frozen=True, slots=True)
class _Wage:
    """What a standing contract will cost its unit on a day, in cents."""

    contract: Contract
    order: Order | None
    on: date
    cents: int
    certainty: str


def moves(facts: Facts, *, plans_until: date) -> list[Move]:
    """Return all moves from today on, of monthly pay the months that begin up to a day."""
    wages = list(_wages(facts))
    return [
        *_orders(facts, wages),
        *_offered.parts(facts, _is_held),
        *_offered.quotes(facts),
        *(_paid(facts, wage) for wage in wages),
        *_kept_aside(facts, {wage.contract.ref for wage in wages}),
        *_coming.held(facts),
        *_coming.tranches(facts),
        *_coming.deals(facts),
        *_coming.monthly_pay(facts, plans_until),
        *_coming.written_down(facts),
        *_coming.advance(facts),
    ]


def _wages(facts: Facts) -> Iterator[_Wage]:
    """Of a contract that is only planned, those whose promise or reservation is in force."""
    for contract in facts.contracts:
        order = facts.job_of.get(contract.assignment_id)
        kept = contract.ref in facts.aside
        if contract.state == "planned" and not (kept or (order and order.ref in facts.promised)):
            continue
        yield _Wage(
            contract,
            order,
            max(facts.on, contract.ends_on + NEXT_DAY),
            contract.gross_cents + _charge(facts, contract),
            _certainty(contract, kept),
        )


def _certainty(contract: Contract, kept: bool) -> str:
    if kept:
        return Certainty.RESERVED
    return Certainty.PLANNED if contract.state == "planned" else Certainty.CONFIRMED


def _charge(facts: Facts, contract: Contract) -> int:
    tariff = budget.tariff(
        contract.worker_status,
        contract.ends_on,
        minutes=contract.minutes,
        student_minutes_left=facts.quota_left(contract),
    )
    charge: int = tariff.charge(contract.gross_cents)
    return charge


def _paid(facts: Facts, wage: _Wage) -> Move:
    contract = wage.contract
    kept = facts.aside.get(contract.ref, 0)
    words = {"name": contract.member.full_name, "title": contract.assignment.title}
    return Move(
        wage.on,
        Kind.PAY,
        _("%(name)s: %(title)s") % words,
        kept - wage.cents,
        wage.certainty,
        wage.order.ref if wage.order else contract.ref,
        kept,
    )


def _orders(facts: Facts, wages: Sequence[_Wage]) -> Iterator[Move]:
    of_order: dict[str, list[_Wage]] = defaultdict(list)
    for wage in wages:
        if wage.order:
            of_order[wage.order.ref].append(wage)
    for origin, promise in facts.promised.items():
        order = facts.orders.get(origin)
        if order:
            yield from _order(facts, order, promise.kind, promise.cents, of_order[origin])
        elif not (origin.startswith(_coming.TRANCHE) or _offered.knows(facts, origin)):
            day = promise.expires_on or facts.on
            yield Move(day, Kind.INCOME, origin, promise.cents, promise.kind, origin)


def _order(
    facts: Facts, order: Order, kind: str, cents: int, wages: Sequence[_Wage]
) -> Iterator[Move]:
    """
    What an order brings, and the expenses it has to carry, on the day it is invoiced. A wage
    before that day earns its cost; an order that is not guaranteed brings money as it is paid.
    """
    days = [order.ends_on or facts.on, *(wage.contract.ends_on for wage in wages)]
    invoiced_on = max(facts.on, max(days) + NEXT_DAY)
    if _is_held(facts, order):
        wait = timedelta(days=figure("invoice.payment_days", facts.on).value)
        sure = Certainty.PLANNED if kind == Certainty.PLANNED else Certainty.EXPECTED
        yield Move(invoiced_on + wait, Kind.INCOME, order.title, cents, sure, order.ref)
        return
    for wage in sorted(wages, key=lambda wage: wage.on):
        if wage.on < invoiced_on and (earned := min(wage.cents, cents)):
            text = _("%(title)s: earned by work") % {"title": order.title}
            yield Move(wage.on, Kind.INCOME, text, earned, kind, order.ref)
            cents -= earned
    if cents:
        yield Move(invoiced_on, Kind.INCOME, order.title, cents, kind, order.ref)
    if expenses := sum(amount for _text, amount in order.expenses):
        text = _("Expenses of %(title)s") % {"title": order.title}
        yield Move(invoiced_on, Kind.EXPENSE, text, -expenses, kind, order.ref)


def _is_held(facts: Facts, order: Order) -> bool:
    """Whether the budget would wait for the client's money, once the client has confirmed."""
    return any(not isinstance(one, NotConfirmed) for one in facts.stands[order.pk].reasons)


def _kept_aside(facts: Facts, paid: set[str]) -> Iterator[Move]:
    """Reservations that are no wage of a contract: they change nothing that can be spent."""
    for origin, promise in facts.reservations.items():
        if origin not in paid:
            kind = Kind.TRANSFER if origin in facts.deals else Kind.EXPENSE
            day = promise.expires_on or facts.on
            text = _name(facts, origin)
            yield Move(day, kind, text, 0, Certainty.RESERVED, origin, promise.cents)


def _name(facts: Facts, origin: str) -> str:
    order = facts.orders.get(origin.removesuffix(EXPENSES))
    if order:
        return _("Expenses of %(title)s") % {"title": order.title}
    return facts.told(facts.deals[origin]) if origin in facts.deals else _("Kept aside")
