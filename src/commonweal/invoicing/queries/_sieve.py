"""
The list of what is issued, narrowed and ordered, for a desk with hundreds of thousands of rows.

What is open is asked of the ledger row by row while a page is read, along an index in the order of
the page: reading stops when the page is full. Sums read all that the filter leaves; they meet the
ledger's open items at once, and read a covering index where they can. See decision 97.
"""

import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Concat, Substr

from commonweal.clients import queries as clients
from commonweal.invoicing.models import Dispute, Invoice, Series
from commonweal.invoicing.queries._standings import Standing, stand
from commonweal.kernel import money
from commonweal.ledger import queries as ledger

Rows: TypeAlias = "QuerySet[Any]"  # invoices with columns of their own
CLAIMS = "400"
MANY_CLIENTS = 2000  # beyond, their names are met row by row instead
NUMBER = re.compile(r"[A-Z]*\d{4}-\d{0,6}")
REFERENCE_DIGITS, NUMBER_DIGITS = 12, 6
DRAWN = (
    "number", "unit__name", "client_id", "issued_on", "due_on", "corrects_id", "net_cents",
    "vat_cents", "currency",
)  # fmt: skip
GROSS = ExpressionWrapper(F("net_cents") + F("vat_cents"), output_field=BigIntegerField())
REF = Concat(Value("invoice:"), "number", output_field=TextField())
OWED = ("open", "overdue", "overpaid", "paid")


@dataclass(frozen=True, slots=True)
class Sieve:
    """
    What narrows the list of invoices; what is not set narrows nothing.

    `state` is one of a standing, where "open" is all that is still owed; days are of issue, both
    included; cents include VAT; `vat` is a kind, with its rate in basis points if it has one
    ("standard:2100"); `papers` is "ready", "parked" or "waiting".
    """

    on: date
    text: str = ""
    state: str = ""
    first: date | None = None
    last: date | None = None
    clients: Collection[int] | None = None
    units: Collection[int] | None = None
    least_cents: int | None = None
    most_cents: int | None = None
    vat: str = ""
    entity: int | None = None
    disputed: bool = False
    papers: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """What rows come to in one currency: credit notes count against, `open_cents` is owed."""

    currency: str
    count: int
    net_cents: int
    vat_cents: int
    open_cents: int

    @property
    def total_cents(self) -> int:
        return self.net_cents + self.vat_cents


def sieved(*, sieve: Sieve) -> Rows:
    """Return what is issued and passes the sieve, to be ordered and read page by page."""
    found = _narrowed(sieve).annotate(open_cents=_open_cents(), credited_cents=_credited_cents())
    return _in_state(found, sieve)


def drawn(*, invoices: Rows, on: date) -> list[Standing]:
    """Read rows of `sieved`, with what a list shows of them, in one statement."""
    rows = invoices.select_related("unit").only(*DRAWN).annotate(
        buyer_name=KeyTextTransform("name", "buyer"),
        is_disputed=Exists(Dispute.objects.filter(invoice=OuterRef("pk"), state="open")),
    )  # fmt: skip
    return [stand(row, row.open_cents, row.credited_cents, on) for row in rows]


def sums(*, sieve: Sieve) -> list[Sums]:
    """Return what all that passes the sieve comes to, by currency."""
    found = _narrowed(sieve)
    if sieve.state in OWED:
        found = _owed(found, sieve.state)
    if sieve.state:
        found = _of_state(found.annotate(credited_cents=_credited_cents()), sieve)
    sign = Case(When(corrects=None, then=Value(1)), default=Value(-1))
    rows = found.values("currency").annotate(
        count=Count("pk"), net=Sum(sign * F("net_cents")), vat=Sum(sign * F("vat_cents"))
    )
    return [
        Sums(
            row["currency"],
            row["count"],
            row["net"],
            row["vat"],
            _still_owed(found, row["currency"]),
        )
        for row in rows.order_by("currency")
    ]


def _still_owed(found: Rows, currency: str) -> int:
    refs = found.filter(currency=currency, corrects=None).annotate(ref_=REF).values("ref_")
    claims = ledger.still_open(account=CLAIMS).filter(item__in=refs)
    return claims.aggregate(cents=Sum("cents"))["cents"] or 0


def _owed(found: Rows, state: str) -> Rows:
    """The state in the books, for many rows at once."""
    side = {"overpaid": Q(cents__lt=0), "paid": Q()}.get(state, Q(cents__gt=0))
    claims = ledger.still_open(account=CLAIMS).filter(side, item__startswith="invoice:")
    met = Q(number__in=claims.values(number=Substr("item", len("invoice:") + 1)))
    return found.filter(~met if state == "paid" else met)


def _of_state(found: Rows, sieve: Sieve) -> Rows:
    """What of a state stands on the invoice itself and its credit notes."""
    if sieve.state == "credit_note":
        return found.filter(corrects__isnull=False)
    found = found.filter(corrects=None)
    if sieve.state == "overdue":
        return found.filter(due_on__lt=sieve.on)
    if sieve.state == "credited":
        noted = Exists(Invoice.objects.filter(corrects=OuterRef("pk"), number__isnull=False))
        return found.filter(noted, credited_cents__gte=GROSS)
    if sieve.state in ("paid", "overpaid"):
        return found.filter(credited_cents__lt=GROSS)
    return found


def _in_state(found: Rows, sieve: Sieve) -> Rows:
    """The state in the books, row by row as they are read."""
    if not sieve.state:
        return found
    found = _of_state(found, sieve)
    if sieve.state in ("open", "overdue"):
        return found.filter(open_cents__gt=0)
    if sieve.state == "overpaid":
        return found.filter(open_cents__lt=0)
    return found.filter(open_cents=0) if sieve.state == "paid" else found


def _open_cents() -> Coalesce:
    claim = ledger.still_open(account=CLAIMS).annotate(ref_=_ref_outside())
    return Coalesce(Subquery(claim.filter(item=F("ref_")).values("cents")), Value(0))


def _ref_outside() -> Concat:
    """The name of the claim of the row outside; a credit note has none of its own."""
    return Concat(Value("invoice:"), OuterRef("number"), output_field=TextField())


def _credited_cents() -> Coalesce:
    notes = Invoice.objects.filter(corrects=OuterRef("pk"), number__isnull=False)
    summed = (
        notes.order_by().values("corrects").annotate(cents=Sum(F("net_cents") + F("vat_cents")))
    )
    return Coalesce(Subquery(summed.values("cents"), output_field=BigIntegerField()), Value(0))


def _narrowed(sieve: Sieve) -> Rows:
    """All but the state."""
    found: Rows = Invoice.objects.filter(number__isnull=False).annotate(gross_cents=GROSS)
    plain = {
        "issued_on__gte": sieve.first,
        "issued_on__lte": sieve.last,
        "unit__in": sieve.units,
        "gross_cents__gte": sieve.least_cents,
        "gross_cents__lte": sieve.most_cents,
        "entity": sieve.entity,
    }
    found = found.filter(**{name: value for name, value in plain.items() if value is not None})
    if sieve.clients is not None:
        found = found.filter(client__in=clients.families(ids=sieve.clients))
    if sieve.vat:
        found = found.filter(vat_table__contains=[_vat_row(sieve.vat)])
    if sieve.disputed:
        found = found.filter(pk__in=Dispute.objects.filter(state="open").values("invoice"))
    if sieve.papers == "waiting":
        found = found.filter(rendering=None)
    elif sieve.papers:
        found = found.filter(rendering__state=sieve.papers)
    return _with_text(found, sieve.text)


def _vat_row(vat: str) -> list[str | int]:
    kind, _colon, rate = vat.partition(":")
    return [kind, int(rate)] if rate.isdecimal() else [kind]


def _with_text(found: Rows, text: str) -> Rows:
    """Rows with a number, reference, amount, order of the client or name as typed."""
    text = text.strip()
    if not text:
        return found
    meant = _numbered(text) | Q(purchase_order__iexact=text)
    with_name, found = _named(found, text)
    return found.filter(meant | with_name)


def _numbered(text: str) -> Q:
    """A number may be typed without its year: all series are looked through."""
    digits = "".join(char for char in text if char.isdigit())
    meant = Q(pk=None)
    if NUMBER.fullmatch(text.upper()):
        series, _dash, rest = text.upper().partition("-")
        meant |= Q(number=f"{series}-{rest.zfill(NUMBER_DIGITS)}")
        meant |= Q(number__startswith=text.upper())
    elif text.isdecimal() and len(text) <= NUMBER_DIGITS:
        names = Series.objects.values_list("name", flat=True)
        meant |= Q(number__in=[f"{name}-{text.zfill(NUMBER_DIGITS)}" for name in names])
    if len(digits) == REFERENCE_DIGITS:
        meant |= Q(reference=digits)
    with suppress(ValueError):
        meant |= Q(gross_cents=money.cents(text))
    return meant


def _named(found: Rows, text: str) -> tuple[Q, Rows]:
    """Rows of clients whose names begin so; of very many clients the name is met row by row."""
    named = clients.search(text=text)
    ids = list(named.order_by().values_list("pk", flat=True)[: MANY_CLIENTS + 1])
    if len(ids) <= MANY_CLIENTS:
        return Q(client__in=clients.families(ids=ids)) if ids else Q(pk=None), found
    mine = clients.Client.objects.filter(pk=OuterRef("client"))
    found = found.annotate(client_key=Subquery(mine.values("search_key")))
    return clients.named(text=text, column="client_key"), found
