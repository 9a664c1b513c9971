"""What the house decides about a job: which VAT, who may do it without a share, how long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.activities import queries as units
from commonweal.clients.actions import Client
from commonweal.employment import queries as work
from commonweal.employment.queries import Contract
from commonweal.flows.quotes.values import Row
from commonweal.invoicing import queries as orders
from commonweal.invoicing.actions import NewQuoteLine, Order, Vat, VatNotPossible, buyer_of
from commonweal.kernel import money
from commonweal.kernel.refusals import Refusal
from commonweal.members.queries import Member
from commonweal.rules import vat
from commonweal.rules.parameters import figure

BASIS_POINTS = 10_000


class VatChoice(models.TextChoices):
    """How a member answers the question of VAT; `usual` is decided by who the client is."""

    USUAL = "usual", _("As usual for this client")
    REDUCED = "reduced", _("Reduced rate (performances, copyright)")
    INTERMEDIATE = "intermediate", _("Intermediate rate")
    EXEMPT = "exempt", _("Exempt (teaching, care: article 44)")
    REVERSE_CHARGE = "reverse_charge", _("Belgian reverse charge (work on buildings)")
    GOODS = "goods", _("Goods that are delivered to the client")
    ZERO = "zero", _("Zero rate (newspapers)")


@dataclass(frozen=True, slots=True)
class VatTerms:
    """The kind and the rate (basis points) of VAT, and the VAT on the price in cents."""

    vat: Vat
    rate_bp: int
    cents: int


def vat_terms(
    *, choice: str, client: Client, price_cents: int, on: date, seller: str = "standard"
) -> VatTerms:
    """
    Return the VAT on work of a day: what the member chose, or what is usual for this client.
    `seller` is the regime of the legal entity.

    :raises VatNotPossible: if that cannot stand on an invoice to this client
    """
    try:
        found = vat.regime(
            seller=seller,
            choice=choice or VatChoice.USUAL,
            buyer=buyer_of(client, on),
            delivered=True,
            on=on,
        )
    except vat.WrongVat as error:
        raise VatNotPossible(error) from error
    cents = money.round_half_up(price_cents * found.rate_bp, BASIS_POINTS)
    return VatTerms(Vat(found.kind), found.rate_bp, cents)


def lines_of(
    rows: Sequence[Row], client: Client, on: date, seller: str = "standard"
) -> list[NewQuoteLine]:
    """
    Return rows as lines with the VAT they have for this client.

    :raises VatNotPossible: if a choice cannot stand on an invoice to this client
    """
    found = [
        vat_terms(choice=row.vat, client=client, price_cents=0, on=on, seller=seller)
        for row in rows
    ]
    return [
        NewQuoteLine(
            row.description,
            row.price_cents,
            terms.vat,
            terms.rate_bp,
            row.thousandths,
            row.unit_code,
            row.is_optional,
            row.is_chosen,
        )  # fmt: skip
        for row, terms in zip(rows, found, strict=True)
    ]


def vat_of(order: Order) -> VatTerms:
    """The VAT on an order as it stands; of one with lines the kind and rate of the first."""
    cents = money.round_half_up(order.price_cents * order.rate_bp, BASIS_POINTS)
    if lines := orders.order_lines(order=order):
        cents = orders.totals_of(lines=lines).vat_cents
    return VatTerms(Vat(order.vat), order.rate_bp, cents)


class ShareNeeded(Refusal):
    message = _(
        "Let %(name)s buy a share first, the desk can help: %(allowed)s services without one are "
        "used."
    )
    field = "workers"


def share_refusals(members: list[Member], on: date) -> Iterator[ShareNeeded]:
    """A person does a few services without a share; then one is needed."""
    allowed = figure("services.without_share", on).value
    for member in members:
        if member.share_paid_on is None and member.services_used >= allowed:
            yield ShareNeeded(name=member.full_name, allowed=allowed)


def member_of(order: Order) -> str:
    """The name of the person who manages the unit of an order: who works, as the client reads."""
    return units.managers(units=[order.unit_id])[order.unit_id]


def standing_contracts(order: Order) -> list[Contract]:
    """The contracts of an order without those that were cancelled."""
    every = work.contracts(assignments=[order.assignment_id or 0])
    return [contract for contract in every if contract.state != "cancelled"]


def falls_with(contract: Contract) -> Order | None:
    """The order that is taken back with this contract: an open one on which nobody else works."""
    found = orders.orders_of_assignments(assignments=[contract.assignment_id])
    order = found.get(contract.assignment_id)
    open_states = (Order.State.CHECKING, Order.State.SENT, Order.State.CONFIRMED)
    if order is None or order.state not in open_states:
        return None
    return order if standing_contracts(order) == [contract] else None


def confirm_by(*, starts_at: datetime | None, at: datetime) -> datetime:
    """
    Return until when a client can confirm: some days, and never past the start of the work that
    is declared for it, if any is.
    """
    until = at + timedelta(days=figure("order.confirmation_days", at.date()).value)
    return min(starts_at, until) if starts_at else until
