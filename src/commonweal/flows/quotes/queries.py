"""Questions about a quote: its house terms, what changed between versions, how its parts stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from commonweal.clients.actions import Client
from commonweal.flows.quotes import _terms
from commonweal.flows.quotes.values import Offer, Row
from commonweal.flows.three_in_one.queries import VatChoice, lines_of
from commonweal.guarantee import queries as guarantee
from commonweal.guarantee.queries import Stand
from commonweal.invoicing import queries as orders
from commonweal.invoicing.actions import PlannedPart
from commonweal.invoicing.queries import Instalment, Order, Quote, QuoteLine, Totals
from commonweal.kernel.money import round_half_up
from commonweal.ledger import queries as ledger
from commonweal.rules.parameters import figure

__all__ = [
    "Change",
    "Offer",
    "PartStanding",
    "Row",
    "VatChoice",
    "cents_of",
    "cents_of_row",
    "changed_lines",
    "changed_words",
    "choice_of",
    "house_terms",
    "parts",
    "preview",
    "promise",
    "promise_of_quote",
    "totals",
    "valid_from",
]

WORDS = (
    "title", "introduction", "starts_on", "ends_on", "valid_until", "schedule", "terms",
    "purchase_order",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """A line before and after; one that is only in one of two versions was added or left out."""

    before: QuoteLine | None
    after: QuoteLine | None

    @property
    def kind(self) -> Literal["same", "changed", "added", "left_out"]:
        if self.before is None:
            return "added"
        if self.after is None:
            return "left_out"
        return "same" if _facts(self.before) == _facts(self.after) else "changed"


@dataclass(frozen=True, slots=True)
class PartStanding:
    """
    A part of an order: still to come, due (its day is here, or it is reached), drafted, invoiced
    or paid; cancelled with its order.
    """

    part: Instalment
    state: Literal["to_come", "due", "drafted", "invoiced", "paid", "cancelled"]


def house_terms(*, on: date) -> dict[str, str]:
    """Return the conditions the house proposes, by language; a member may adapt them."""
    terms: dict[str, str] = figure("quote.terms", on).value
    return terms


def valid_from(*, on: date) -> date:
    """Return until when a quote made today stands, if nothing else is said."""
    return on + timedelta(days=figure("quote.validity_days", on).value)


def totals(*, lines: Sequence[Any]) -> Totals:
    """Return what lines come to, VAT by kind and rate."""
    return orders.totals_of(lines=lines)


def promise(*, client: Client, price_cents: int, on: date) -> Stand:
    """Say whether the wage of work at this price would be guaranteed once the client accepts."""
    return guarantee.explain_client(client=client, price_cents=price_cents, on=on)


def promise_of_quote(*, quote: Quote, order: Order | None, on: date) -> Stand:
    """Say what was decided of the order of a quote, or would be if its client accepted today."""
    if order:
        return guarantee.explain(orders=[order], on=on)[order.pk]
    chosen = sum(line.net_cents for line in quote.lines.all() if line.is_chosen)
    return promise(client=quote.client, price_cents=chosen, on=on)


def preview(
    *, rows: Sequence[Row], client: Client | None, unit: int, on: date
) -> tuple[Totals, int]:
    """
    Return what rows come to and what the budget gets of it, in cents, storing nothing. While no
    client is chosen it is a Belgian company.
    """
    buyer, seller = client or Client(country="BE"), _terms.regime(unit)
    found = totals(lines=lines_of(rows=rows, client=buyer, on=on, seller=seller))
    return found, _terms.brings(found.net_cents, on) if found.net_cents > 0 else 0


def cents_of_row(row: Row) -> int:
    """Return what a row comes to, in cents without VAT."""
    return round_half_up(row.price_cents * row.thousandths, 1000)


def cents_of(*, parts: Sequence[PlannedPart], price_cents: int) -> list[int]:
    """Return what each part of a price is, as typed so far, in cents."""
    return orders.cents_by_share(price_cents=price_cents, shares=[part.share_bp for part in parts])


def choice_of(*, line: QuoteLine, client: Client, on: date) -> str:
    """Return how a member would have chosen the VAT of a line."""
    return _terms.choice_of(
        vat=line.vat,
        rate_bp=line.rate_bp,
        client=client,
        on=on,
        seller=_terms.regime(line.unit_id),
    )


def changed_words(*, before: Quote, after: Quote) -> list[str]:
    """Return the names of the fields in which two versions differ."""
    return [name for name in WORDS if getattr(before, name) != getattr(after, name)]


def changed_lines(*, before: Quote, after: Quote) -> list[Change]:
    """
    Compare the lines of two versions: those that say the same work belong together, then those on
    the same place; what is left was added or left out.
    """
    old = orders.quote_lines(quote=before)
    pairs = _paired(old, orders.quote_lines(quote=after))
    taken = {id(first) for first, _second in pairs if first}
    found = [Change(first, second) for first, second in pairs]
    return found + [Change(line, None) for line in old if id(line) not in taken]


def _paired(old: list[QuoteLine], new: list[QuoteLine]) -> list[tuple[QuoteLine | None, QuoteLine]]:
    left = list(old)
    mates: dict[int, QuoteLine] = {}
    for same in (_same_words, _same_place):
        for line in new:
            mate = next((one for one in left if same(one, line)), None)
            if line.position not in mates and mate:
                mates[line.position] = mate
                left.remove(mate)
    return [(mates.get(line.position), line) for line in new]


def _same_words(before: QuoteLine, after: QuoteLine) -> bool:
    return before.description == after.description


def _same_place(before: QuoteLine, after: QuoteLine) -> bool:
    return before.position == after.position


def _facts(line: QuoteLine) -> tuple[object, ...]:
    return (
        line.description, line.thousandths, line.unit_code, line.price_cents, line.vat,
        line.rate_bp, line.is_optional,
    )  # fmt: skip


def parts(*, order: Order, on: date) -> list[PartStanding]:
    """Return how each part of an order stands on a day; what is paid the books say."""
    found = orders.instalments(order=order)
    refs = [part.invoice.ref for part in found if part.invoice and part.invoice.number]
    open = ledger.open_amounts(account="400", items=refs) | ledger.lost(items=refs)
    return [PartStanding(part, _state(part, order, open, on)) for part in found]


def _state(
    part: Instalment, order: Order, open: dict[str, int], on: date
) -> Literal["to_come", "due", "drafted", "invoiced", "paid", "cancelled"]:
    if part.invoice and part.invoice.number:
        return "invoiced" if open.get(part.invoice.ref, 0) > 0 else "paid"
    if order.cancelled_at:
        return "cancelled"
    if part.invoice:
        return "drafted"
    return "due" if part.reached_at or (part.due_on and part.due_on <= on) else "to_come"
