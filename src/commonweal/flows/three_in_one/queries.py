"""Questions about a job: what becomes of its price, what happened, what comes next."""

from collections.abc import Sequence
from datetime import date, datetime

from commonweal.clients.actions import Client
from commonweal.employment import queries as work
from commonweal.employment.queries import Contract
from commonweal.flows.quotes.values import Row
from commonweal.flows.three_in_one import _estimate, _story, _terms
from commonweal.flows.three_in_one._story import LOST, Happening
from commonweal.flows.three_in_one._terms import VatChoice, VatTerms, vat_terms
from commonweal.flows.three_in_one.values import Estimate, Job
from commonweal.flows.wages import Part
from commonweal.guarantee import queries as guarantee
from commonweal.guarantee.queries import NotGuaranteed, Stand
from commonweal.invoicing.actions import NewQuoteLine
from commonweal.invoicing.queries import Order
from commonweal.kernel.refusals import Refusal
from commonweal.rules.parameters import figure

__all__ = [
    "LOST",
    "Estimate",
    "Happening",
    "Part",
    "VatChoice",
    "VatTerms",
    "conformity",
    "decisions",
    "estimate",
    "falls_with",
    "lines_of",
    "member_of",
    "obstacles",
    "payment_days",
    "stand",
    "stand_of_client",
    "stations",
    "story",
    "vat_of",
    "vat_terms",
]


def estimate(*, job: Job) -> Estimate:
    """
    Return what becomes of the price of a job, each amount with its reason, storing nothing.

    :raises Refusal: if the price does not suffice
    :raises RuleError: if the rules do not know such a day or pay
    """
    return _estimate.estimate(job)


def conformity(*, job: Job, found: Estimate, at: datetime) -> list[Refusal]:
    """Return what working-time and pay rules object to, each with its remedy."""
    if not job.workers:
        return []
    return work.check(assignments=[_estimate.assignment(job, found)], at=at)


def lines_of(
    *, rows: Sequence[Row], client: Client, on: date, seller: str = "standard"
) -> list[NewQuoteLine]:
    """
    Return rows as lines with the VAT they have for this client.

    :raises VatNotPossible: if a choice cannot stand on an invoice to this client
    """
    return _terms.lines_of(rows, client, on, seller)


def obstacles(*, order: Order, on: date) -> Sequence[NotGuaranteed]:
    """Return what keeps the wage of an order from being guaranteed; nothing means it is."""
    return stand(order=order, on=on).reasons


def stand(*, order: Order, on: date) -> Stand:
    """Say whether the house stands for the wage of an order, and why."""
    return guarantee.explain(orders=[order], on=on)[order.pk]


def stand_of_client(*, client: Client, price_cents: int, on: date) -> Stand:
    """Say whether the wage of a job at this price would be guaranteed, before there is an order."""
    return guarantee.explain_client(client=client, price_cents=price_cents, on=on)


def story(*, order: Order, at: datetime) -> list[Happening]:
    """Return each step of a job: what happened, by whom and when, and what comes next."""
    return _story.story(order, at)


def decisions(*, contracts: Sequence[Contract]) -> list[Happening]:
    """Return what people decided about these contracts: cancelled, ended early, and why."""
    return _story.decisions(contracts)


def falls_with(*, contract: Contract) -> Order | None:
    """Return the order that is taken back with this contract, if nobody else works on it."""
    return _terms.falls_with(contract)


def stations(*, order: Order, at: datetime) -> int:
    """
    Return how far a job is: -1 waits for an adviser, 0 sent, 1 confirmed, 2 declared, 3 worked,
    4 invoiced, 5 paid.
    """
    return _story.stations(order, at)


def vat_of(*, order: Order) -> VatTerms:
    """Return the VAT on an order as it stands."""
    return _terms.vat_of(order)


def member_of(*, order: Order) -> str:
    """Return the name of the person who manages the unit an order is for."""
    return _terms.member_of(order)


def payment_days(*, on: date) -> int:
    """Return how many days a client has to pay."""
    days: int = figure("invoice.payment_days", on).value
    return days
