"""The books as a bookkeeper reads them: accounts by month, the card of an account, journals."""

from collections.abc import Collection
from datetime import date
from itertools import accumulate
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest

from commonweal.kernel.sets import among
from commonweal.ledger.models import Account, Balance, Closing, Entry, Journal, Line
from commonweal.ledger.values import Book, CardLine, Mark, MonthRow, Scope, Totals

DEBIT, CREDIT = F("debit_cents"), F("credit_cents")
NUMBERS = 10**12  # an entry's id is journal x 10^12 + number


def month_balance(*, month: date, entity: int | None = None) -> list[MonthRow]:
    """
    Return each account with any movement up to this month (its first day), by code: in the books
    of every legal entity together, or of one.
    """
    now = Q(month=month)
    rows = Balance.objects.filter(month__lte=month)
    if entity is not None:
        rows = rows.filter(journal__entity=entity)
    sums = rows.values("account").annotate(
        opening=Sum(DEBIT - CREDIT, filter=~now, default=0),
        debit=Sum(DEBIT, filter=now, default=0),
        credit=Sum(CREDIT, filter=now, default=0),
    )
    chart = Account.objects.in_bulk()
    return [
        MonthRow(chart[row["account"]], row["opening"], row["debit"], row["credit"])
        for row in sums.order_by("account")
    ]


def accounts(*, codes: Collection[str]) -> list[Account]:
    """Return these accounts of the chart, by code; what is not in it is left out."""
    return list(Account.objects.filter(code__in=codes).order_by("code"))


def totals(*, of: Scope) -> Totals:
    """
    Return what stood before the scope's month and what moved in it, in cents.

    From the monthly balances; from the lines only where an item narrows them.
    """
    if of.item is None:
        return _sums(Balance.objects.filter(account=of.account), of, "month", DEBIT, CREDIT)
    lines = Line.objects.filter(account=of.account, item=of.item)
    return _sums(lines, of, "on", Greatest("cents", 0), Greatest(-F("cents"), 0))


def _sums(
    rows: "QuerySet[Any]", of: Scope, on: str, debit: Combinable, credit: Combinable
) -> Totals:
    if of.unit is not None:
        rows = rows.filter(unit=of.unit)
    if of.entity is not None:
        journal = "journal" if on == "month" else "entry__journal"
        rows = rows.filter((f"{journal}__entity", of.entity))
    within = Q((f"{on}__gte", of.start), (f"{on}__lt", of.end))
    sums = rows.aggregate(
        opening=Sum(debit - credit, filter=Q((f"{on}__lt", of.start)), default=0),
        debit=Sum(debit, filter=within, default=0),
        credit=Sum(credit, filter=within, default=0),
    )
    return Totals(sums["opening"], sums["debit"], sums["credit"])


def card(*, of: Scope, after: Mark | None = None, limit: int | None = None) -> list[CardLine]:
    """
    Return the lines of a scope, oldest first, each with what the scope holds after it.

    `after` is the mark of the last line that was read: a page costs the same wherever it stands.
    """
    lines, before_cents = _lines(of), totals(of=of).opening_cents
    if after:
        beyond = _beyond(after)
        before_cents += lines.exclude(beyond).aggregate(cents=Sum("cents", default=0))["cents"]
        lines = lines.filter(beyond)
    found = lines.select_related("entry__journal").order_by("on", "entry_id", "position")
    page = list(found[:limit])
    balances = accumulate((line.cents for line in page), initial=before_cents)
    next(balances)
    return [_card_line(line, balance) for line, balance in zip(page, balances, strict=True)]


def _lines(of: Scope) -> "QuerySet[Line]":
    lines = Line.objects.filter(account=of.account)
    if of.month:
        lines = lines.filter(on__gte=of.start, on__lt=of.end)
    if of.unit is not None:
        lines = lines.filter(unit=of.unit)
    if of.entity is not None:
        lines = lines.filter(entry__journal__entity=of.entity)
    return lines if of.item is None else lines.filter(item=of.item)


def _beyond(mark: Mark) -> Q:
    same_entry = Q(on=mark.on, entry_id=mark.entry_id)
    return (
        Q(on__gt=mark.on)
        | Q(on=mark.on, entry_id__gt=mark.entry_id)
        | Q(same_entry, position__gt=mark.position)
    )


def _card_line(line: Line, balance_cents: int) -> CardLine:
    entry = line.entry
    return CardLine(
        Mark(line.on, entry.id, line.position),
        entry.journal.code,
        entry.number,
        entry.text,
        entry.origin,
        line.unit,
        line.item,
        line.reference,
        line.cents,
        balance_cents,
        entry.journal.entity,
    )


def books() -> list[Book]:
    """Return the journals with their numbers, their chain and when each was last written in."""
    journals = list(Journal.objects.annotate(links=Count("link")).order_by("id"))
    last = [NUMBERS * journal.id + journal.last_number for journal in journals]
    written = dict(Entry.objects.filter(id__in=last).values_list("journal_id", "posted_at"))
    return [Book(journal, journal.links, written.get(journal.id)) for journal in journals]


def entries_of(*, journal: str, month: date | None = None) -> "QuerySet[Entry]":
    """Return the entries of a journal ("sales", "2-sales"), of a month if that is given."""
    of = Scope("", month)
    entity, _dash, code = journal.rpartition("-")
    own = Journal.objects.filter(entity=int(entity or 1), code=code)
    first = NUMBERS * own.values_list("id", flat=True).get()
    found = Entry.objects.filter(id__gt=first, id__lt=first + NUMBERS).select_related("journal")
    return found.filter(on__gte=of.start, on__lt=of.end) if month else found


def turnovers(*, entries: Collection[int]) -> dict[int, int]:
    """Return what each of these entries debits (and so credits), in cents."""
    debits = Line.objects.filter(entry__in=entries, cents__gt=0).values("entry_id")
    return dict(debits.annotate(sum=Sum("cents")).values_list("entry_id", "sum"))


def corrections(*, id: int) -> list[Entry]:
    """Return the entries that undo or mend this one, oldest first."""
    return list(Entry.objects.filter(corrects=id).select_related("journal").order_by("id"))


def undone(*, keys: Collection[str]) -> set[str]:
    """Return those of these keys whose entry was undone by another."""
    corrected = Entry.objects.filter(corrects=OuterRef("id"))
    found = Entry.objects.filter(Exists(corrected), among("key", keys))
    return set(found.values_list("key", flat=True))


def standing_by_key(*, keys: Collection[str]) -> dict[str, int]:
    """Return the ids of the entries that carry one of these keys and were not undone, by key."""
    corrected = Entry.objects.filter(corrects=OuterRef("id"))
    found = Entry.objects.filter(~Exists(corrected), among("key", keys))
    return dict(found.values_list("key", "id"))


def closings() -> list[Closing]:
    """Return the closings of the books, the newest first."""
    return list(Closing.objects.order_by("-month"))


def entries(*, ids: Collection[int]) -> list[Entry]:
    """Return these entries, without their lines."""
    return list(Entry.objects.filter(id__in=ids).select_related("journal").order_by("id"))
