"""What the house decides about quotes: VAT of a line, who may offer, what a quote promises."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from commonweal.activities import queries as units
from commonweal.clients import queries as client_base
from commonweal.clients.actions import Client
from commonweal.flows.quotes.values import Offer
from commonweal.flows.shareholders import queries as shareholders
from commonweal.flows.three_in_one.actions import ClientBlocked, VatChoice
from commonweal.flows.three_in_one.queries import lines_of, vat_terms
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as orders
from commonweal.invoicing.actions import NewQuote, Quote
from commonweal.kernel.refusals import Refusal
from commonweal.rules import budget


class ForActivities(Refusal):
    message = _("Enter a job instead: a 3in1 account agrees on work and days, an activity quotes.")
    field = "unit"


def quote_of(offer: Offer, client: Client, key: str | None, today: date) -> NewQuote:
    """Return an offer with the VAT that each line has for this client."""
    return NewQuote(
        unit_id=offer.unit_id,
        client=client,
        title=offer.title,
        lines=lines_of(
            rows=offer.rows, client=client, on=offer.works_on(today), seller=regime(offer.unit_id)
        ),
        valid_until=offer.valid_until,
        introduction=offer.introduction,
        terms=offer.terms,
        language=offer.language,
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
        purchase_order=offer.purchase_order,
        schedule=offer.schedule,
        key=key,
    )


def regime(unit: int) -> str:
    """How the legal entity of a unit stands to VAT."""
    return str(units.get(id=unit).entity.vat_regime)


def choice_of(*, vat: str, rate_bp: int, client: Client, on: date, seller: str) -> str:
    """Return the choice that gives a line its VAT, the usual one first."""
    for choice in VatChoice:
        try:
            found = vat_terms(choice=choice, client=client, price_cents=0, on=on, seller=seller)
        except invoicing.VatNotPossible:
            continue
        if (found.vat, found.rate_bp) == (vat, rate_bp):
            return str(choice)
    return str(VatChoice.USUAL)


def not_to_offer(unit: units.Unit, client: Client, today: date) -> Iterator[Refusal]:
    """Yield what keeps a unit from offering work to a client."""
    if unit.kind != units.UnitKind.ACTIVITY:
        yield ForActivities()
    if client.blocked_on and client.blocked_on <= today:
        yield ClientBlocked(name=client.name)
    for refusal in client_base.missing(client=client):
        if not isinstance(refusal, client_base.MissingPurchaseOrder):  # the client gives it itself
            yield refusal
    yield from shareholders.to_invoice(unit=unit.pk)


def most_cents(quote: Quote) -> int:
    """What a quote comes to if the client takes every option that costs something."""
    lines = orders.quote_lines(quote=quote)
    return sum(line.net_cents for line in lines if not line.is_optional or line.net_cents > 0)


def brings(cents: int, on: date) -> int:
    """What a price brings a budget, in cents: less the contribution."""
    return cents - budget.contribution_on_turnover(cents, on)


def schedule_of(quote: Quote) -> list[invoicing.PlannedPart]:
    """
    The parts in which an accepted quote is invoiced. Without any it is one invoice after the last
    day; without days too, once the member says that the work is done.
    """
    parts = [invoicing.PlannedPart.of(row) for row in quote.schedule]
    if parts or quote.ends_on:
        return parts
    return [invoicing.PlannedPart("milestone", quote.title, 10_000)]
