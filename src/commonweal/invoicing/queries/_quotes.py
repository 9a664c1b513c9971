"""Reads of quotes: lists, versions, what was said, and what an order is made of."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from commonweal.invoicing import quote_papers
from commonweal.invoicing.models import Instalment, Order, OrderLine, Quote, QuoteComment, QuoteLine
from commonweal.invoicing.quote_values import (
    WHOLE_BP,
    PlannedPart,
    Priced,
    Totals,
    cents_of_parts,
    totals,
)
from commonweal.kernel.models import LegalEntity

WITH_THE_CLIENT = (Quote.State.SENT, Quote.State.CHANGE_ASKED)


def get_quote(*, id: int) -> Quote:
    """
    Return one version of a quote with its client and unit.

    :raises Quote.DoesNotExist: if there is none within the scope of the connection
    """
    return Quote.objects.select_related("client", "unit").get(id=id)


def find_quote(*, key: str) -> Quote | None:
    """Return the quote drafted with this key, if it is already there."""
    return Quote.objects.select_related("client").filter(key=key).first()


def unit_of_quote(*, id: int) -> list[int]:
    """Return the unit of a quote, in a list, whatever the scope: a signed link opens it."""
    with connection.cursor() as cursor:
        cursor.execute("select unit_of_quote(%s)", [id])
        return [unit for (unit,) in cursor.fetchall()]


def quotes(*, units: Collection[int] | None = None, state: str = "") -> "QuerySet[Quote]":
    """Return the newest version of each quote of these units (or all), the newest first."""
    newer = Quote.objects.filter(number=OuterRef("number"), version__gt=OuterRef("version"))
    found = Quote.objects.select_related("client").filter(~Exists(newer))
    found = found if units is None else found.filter(unit__in=units)
    return (found.filter(state=state) if state else found).order_by("-id")


def quotes_of(*, ids: Collection[int]) -> "QuerySet[Quote]":
    """Return the quotes of these ids, oldest first."""
    return Quote.objects.filter(id__in=ids).order_by("id")


def versions_of(*, unit: int) -> "QuerySet[Quote]":
    """Return every version of every quote of a unit, with its client."""
    return Quote.objects.select_related("client", "unit").filter(unit=unit)


def versions(*, number: str) -> list[Quote]:
    """Return the versions of a quote in their order."""
    return list(Quote.objects.select_related("client").filter(number=number).order_by("version"))


def newest_sent(*, quote: Quote) -> Quote:
    """Return the version the client should read: the newest that was sent to it."""
    sent = Quote.objects.filter(number=quote.number, sent_at__isnull=False)
    return sent.select_related("client", "unit").order_by("-version").first() or quote


def quote_lines(*, quote: Quote) -> list[QuoteLine]:
    """Return the lines of a quote in their order."""
    return list(QuoteLine.objects.filter(quote=quote).order_by("position"))


def totals_of(*, lines: Sequence[Priced]) -> Totals:
    """Return what lines come to, VAT by kind and rate."""
    return totals(lines)


def worth(*, quotes: Collection[int]) -> dict[int, int]:
    """Return what these quotes come to with the options that are chosen, in cents without VAT."""
    found: dict[int, int] = dict.fromkeys(quotes, 0)
    rows = QuoteLine.objects.filter(quote__in=quotes, is_chosen=True)
    for quote, cents in rows.values_list("quote", "net_cents"):
        found[quote] += cents
    return found


def planned_parts(*, quote: Quote, price_cents: int) -> list[tuple[PlannedPart, int]]:
    """Return the parts in which a quote is invoiced with their cents, for a price."""
    parts = [PlannedPart.of(row) for row in quote.schedule]
    if not parts:
        return []
    shares = [part.share_bp for part in parts]
    cents = cents_of_parts(price_cents=price_cents, shares=shares)
    return list(zip(parts, cents, strict=True))


def cents_by_share(*, price_cents: int, shares: Sequence[int]) -> list[int]:
    """Return the cents of each share; once the shares are the whole, the last takes the rest."""
    if sum(shares) == WHOLE_BP:
        return cents_of_parts(price_cents=price_cents, shares=shares)
    return [price_cents * share // WHOLE_BP for share in shares]


def show_when(*, part: PlannedPart) -> str:
    """Say in the active language when a part of a price is invoiced."""
    return quote_papers.when(part)


def comments(*, quote: Quote) -> "QuerySet[QuoteComment]":
    """Return what was said about all versions of a quote, in the order it was said."""
    said = QuoteComment.objects.filter(quote__number=quote.number)
    return said.select_related("quote").order_by("said_at", "id")


def quotes_to_remind(*, on: date, until: date) -> "QuerySet[Quote]":
    """Return the quotes nobody answered nor was reminded of that end between these days."""
    waiting = Quote.objects.filter(state=Quote.State.SENT, reminded_at=None)
    return waiting.filter(valid_until__gte=on, valid_until__lte=until).order_by("id")


def waiting_quotes(*, units: Collection[int], on: date) -> "QuerySet[Quote]":
    """Return the quotes of these units that a member can go on with: asked to change, or sent."""
    open = Quote.objects.filter(unit__in=units, state__in=WITH_THE_CLIENT, valid_until__gte=on)
    return open.select_related("client").order_by("valid_until", "id")


def order_of_quote(*, quote: Quote) -> Order | None:
    """Return the order that the acceptance of a quote made."""
    return Order.objects.filter(quote=quote).first()


def order_lines(*, order: Order) -> list[OrderLine]:
    """Return the lines of an order in their order, none of one that has only its price."""
    return list(OrderLine.objects.filter(order=order).order_by("position"))


def instalments(*, order: Order) -> list[Instalment]:
    """Return the parts in which an order is invoiced, with their invoices, in their order."""
    found = Instalment.objects.filter(order=order).select_related("invoice")
    return list(found.order_by("position"))


def instalments_of(*, orders: Collection[int]) -> list[Instalment]:
    """Return the parts of these orders, each in its place."""
    return list(Instalment.objects.filter(order__in=orders).order_by("order", "position"))


def open_instalments(*, order: Order) -> "QuerySet[Instalment]":
    """Return the parts of an order that no issued invoice carries."""
    open = Q(invoice=None) | Q(invoice__number=None)
    found = Instalment.objects.filter(open, order=order).select_related("invoice")
    return found.order_by("position")


def quote_pdf(*, quote: Quote, entity: LegalEntity, member: str, at: datetime) -> bytes:
    """Return a quote as a tagged PDF in the client's language."""
    return quote_papers.pdf(quote, quote_lines(quote=quote), entity, member=member, at=at)
