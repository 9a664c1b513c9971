"""
The list of what is issued, narrowed and ordered, for a desk with hundreds of thousands of rows.

A page is read along an index in its own order, and asks the ledger what is open of each row until
it is full. Sums read all that passes, from a covering index where they can. See decision 97.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django.db import connection
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    Func,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from commonweal.activities.actions import Unit
from commonweal.clients import queries as clients
from commonweal.invoicing.models import Dispute, Invoice, Series
from commonweal.invoicing.queries._standings import Standing, stand
from commonweal.kernel import money
from commonweal.ledger import queries as ledger
from commonweal.ledger.queries import OpenItem

Rows: TypeAlias = QuerySet[Any]  # invoices with columns of their own
CLAIMS = "400"
MANY_CLIENTS = 2000  # beyond, their names are met row by row instead, in this column
BY_NAME = "client_key"
ALONG = ("open", "overdue", "paid")  # common states: found while reading in order
NUMBER = re.compile(r"[A-Z]*\d{4}-\d{0,6}")
REFERENCE_DIGITS, NUMBER_DIGITS = 12, 6
DRAWN = (
    "number", "unit_id", "client_id", "issued_on", "due_on", "corrects_id", "net_cents",
    "vat_cents", "gross_cents", "currency",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sieve:
    """
    What narrows the list of invoices; what is not set narrows nothing.

    `state` is one of a standing, where "open" is all that is still owed; days are of issue, both
    included; cents include VAT; `vat` is a kind, with its rate in basis points if it has one
    ("standard:2100"); `papers` is "ready", "parked" or "waiting"; `among` are invoices to stay
    within.
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
    among: Rows | None = None

    @property
    def leaves_many(self) -> bool:
        """Whether a page is soon full when rows are read in its order."""
        narrow = (self.clients, self.units, self.among)
        common = self.state in ("", *ALONG) and not (self.text or self.disputed or self.papers)
        return common and all(each is None for each in narrow)


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
    found: Rows = _narrowed(sieve).annotate(
        open_cents=_open_cents(), credited_cents=_credited_cents()
    )
    if sieve.state not in ALONG:
        return _in_state(found, sieve)
    found = found.filter(corrects=None)
    if sieve.state == "paid":
        return found.filter(open_cents=0, credited_cents__lt=F("gross_cents"))
    late = Q(due_on__lt=sieve.on) if sieve.state == "overdue" else Q()
    return found.filter(late, open_cents__gt=0)


def drawn(*, invoices: Rows, on: date, in_order: bool = False) -> list[Standing]:
    """
    Read rows of `sieved`, with what a list shows of them, in two statements: joined to the rows,
    PostgreSQL reads all units for each of them, because behind row security it expects few.

    `in_order` when a page is soon full (`leaves_many`): behind row security PostgreSQL expects too
    few rows, and would sort them all.
    """
    rows = (
        invoices.prefetch_related(Prefetch("unit", Unit.objects.only("name")))
        .only(*DRAWN)
        .annotate(
            buyer_name=KeyTextTransform("name", "buyer"),
            is_disputed=Exists(Dispute.objects.filter(invoice=OuterRef("pk"), state="open")),
        )
    )
    many = in_order or BY_NAME in invoices.query.annotations
    with _reading_in_order() if many else nullcontext():
        return [stand(row, row.open_cents, row.credited_cents, on) for row in rows]


@contextmanager
def _reading_in_order() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("set enable_sort = off")
        yield
        cursor.execute("reset enable_sort")


def sums(*, sieve: Sieve) -> list[Sums]:
    """Return what all that passes the sieve comes to, by currency."""
    found = _in_state(_narrowed(sieve, by_row=False), sieve)
    sign = Case(When(corrects=None, then=Value(1)), default=Value(-1))
    rows = found.values("currency").annotate(
        count=Count("pk"), net=Sum(sign * F("net_cents")), vat=Sum(sign * F("vat_cents"))
    )
    return [
        Sums(row["currency"], row["count"], row["net"], row["vat"], _owed(found, row["currency"]))
        for row in rows.order_by("currency")
    ]


def _owed(found: Rows, currency: str) -> int:
    mine = found.filter(currency=currency, corrects=None).annotate(ref_=_ref(F("number")))
    claims = ledger.still_open(account=CLAIMS).filter(item__in=mine.values("ref_"))
    return claims.aggregate(cents=Sum("cents"))["cents"] or 0


def _in_state(found: Rows, sieve: Sieve) -> Rows:
    """What the books say of an invoice, and its credit notes."""
    if not sieve.state:
        return found
    if sieve.state == "credit_note":
        return found.filter(corrects__isnull=False)
    found = found.filter(corrects=None)
    if sieve.state == "credited":
        return found.filter(pk__in=_taken_back())
    if sieve.state in ("open", "overdue"):
        late = Q(due_on__lt=sieve.on) if sieve.state == "overdue" else Q()
        return found.filter(late, Exists(_claim(cents__gt=0)))
    owed = Exists(_claim(cents__lt=0)) if sieve.state == "overpaid" else ~Exists(_claim())
    something_left = ~Exists(_notes()) | Q(pk__in=_notes_left())
    return found.filter(owed, something_left)


def _claim(**standing: int) -> "QuerySet[OpenItem]":
    """What is open of the row outside; a credit note has no claim of its own."""
    claims = ledger.still_open(account=CLAIMS).annotate(ref_=_ref(OuterRef("number")))
    return claims.filter(item=F("ref_"), **standing)


def _notes() -> Rows:
    return Invoice.objects.filter(corrects=OuterRef("pk"), number__isnull=False)


def _by_notes() -> Rows:
    """Invoices with credit notes, and what these took back beside what they came to."""
    notes = Invoice.objects.filter(corrects__isnull=False, number__isnull=False)
    back, whole = Sum("gross_cents"), Max("corrects__gross_cents")
    return notes.order_by().values("corrects").annotate(back=back, whole=whole)


def _taken_back() -> Rows:
    return _by_notes().filter(back__gte=F("whole")).values("corrects")


def _notes_left() -> Rows:
    return _by_notes().filter(back__lt=F("whole")).values("corrects")


def _open_cents() -> Coalesce:
    return Coalesce(Subquery(_claim().values("cents")), Value(0))


def _ref(number: "F | OuterRef") -> Func:
    """The name of a claim, bare: in a COALESCE, as Concat writes it, row security sees no index."""
    template = "('invoice:' || %(expressions)s)"
    return Func(number, template=template, output_field=TextField())


def _credited_cents() -> Coalesce:
    notes = Invoice.objects.filter(corrects=OuterRef("pk"), number__isnull=False)
    summed = notes.order_by().values("corrects").annotate(cents=Sum("gross_cents"))
    return Coalesce(Subquery(summed.values("cents"), output_field=BigIntegerField()), Value(0))


def _narrowed(sieve: Sieve, *, by_row: bool = True) -> Rows:
    """All but the state; names of very many clients are met row by row, or all at once."""
    found: Rows = Invoice.objects.filter(number__isnull=False)
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
    if sieve.among is not None:
        found = found.filter(pk__in=sieve.among.order_by().values("pk"))
    return _with_text(found, sieve.text, by_row)


def _vat_row(vat: str) -> list[str | int]:
    kind, _colon, rate = vat.partition(":")
    return [kind, int(rate)] if rate.isdecimal() else [kind]


def _with_text(found: Rows, text: str, by_row: bool) -> Rows:
    """Rows with a number, reference, amount, order of the client or name as typed."""
    text = text.strip()
    if not text:
        return found
    meant = _numbered(text) | Q(purchase_order=text)
    with_name, found = _named(found, text, by_row)
    return found.filter(meant | with_name)


def _numbered(text: str) -> Q:
    """A number may be typed without its year: all series are looked through."""
    digits = "".join(char for char in text if char.isdigit())
    meant = Q()
    if NUMBER.fullmatch(text.upper()):
        series, _dash, rest = text.upper().partition("-")
        meant |= Q(number=f"{series}-{rest.zfill(NUMBER_DIGITS)}")
        meant |= Q(number__gt=text.upper(), number__lt=f"{text.upper()}:")  # what begins so
    elif text.isdecimal() and len(text) <= NUMBER_DIGITS:
        names = Series.objects.values_list("name", flat=True)
        meant |= Q(number__in=[f"{name}-{text.zfill(NUMBER_DIGITS)}" for name in names])
    if len(digits) == REFERENCE_DIGITS:
        meant |= Q(reference=digits)
    with suppress(ValueError):
        meant |= Q(gross_cents=money.cents(text))
    return meant


def _named(found: Rows, text: str, by_row: bool) -> tuple[Q, Rows]:
    """Rows of clients whose names begin so; of very many clients the name is met row by row."""
    named = clients.search(text=text)
    ids = list(named.order_by().values_list("pk", flat=True)[: MANY_CLIENTS + 1])
    if len(ids) <= MANY_CLIENTS:
        return Q(client__in=clients.families(ids=ids)) if ids else Q(), found
    if not by_row:
        return clients.named(text=text, column="client__search_key"), found
    mine = clients.Client.objects.filter(pk=OuterRef("client"))
    found = found.annotate(**{BY_NAME: Subquery(mine.values("search_key"))})
    return clients.named(text=text, column=BY_NAME), found
