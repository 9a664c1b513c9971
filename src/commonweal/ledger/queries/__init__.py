"""Reads of the books. Budgets, claims and proofs are questions to the same lines."""

from collections.abc import Sequence
from datetime import date

from django.db import connection
from django.db.models import F, Max, Sum

from commonweal.kernel.sets import among
from commonweal.ledger import values
from commonweal.ledger.between import BETWEEN, between, transfer
from commonweal.ledger.models import (
    Account,
    Balance,
    Closing,
    Entry,
    Journal,
    Line,
    OpenItem,
    Reference,
    UnitBalance,
)
from commonweal.ledger.queries._between import (
    entities,
    owed_between,
    owners,
    parts_of,
    whole_of,
)
from commonweal.ledger.queries._budget import (
    budget_lines,
    budget_since,
    collected,
    every_line,
    last_posted,
    lines_of_month,
    standing,
    statement,
    unit_months,
    units_moved,
)
from commonweal.ledger.queries._card import (
    accounts,
    books,
    card,
    closings,
    corrections,
    entries,
    entries_of,
    month_balance,
    standing_by_key,
    totals,
    turnovers,
    undone,
)
from commonweal.ledger.queries._disputed import disputed
from commonweal.ledger.queries._lost import LOST_ITEMS, LOST_OF_ITEM, lost
from commonweal.ledger.queries._months import budget_moves
from commonweal.ledger.queries._moved import (
    moved_by_month,
    moved_in_month,
    moved_of_items,
    sums_by_origin,
)
from commonweal.ledger.queries._names import JOURNALS, entry_name
from commonweal.ledger.queries._open import (
    OPEN_OF_ITEM,
    OPEN_OF_ITEMS,
    aged,
    open_list,
    open_of_units,
    reopened,
    turns,
)
from commonweal.ledger.queries._proofs import BOOKS, last_proof, place, proofs
from commonweal.ledger.queries._results import (
    YearSum,
    ids_by_key,
    last_moves,
    results_of_units,
    sums_by_unit,
    units_with_results,
    year_sums,
)
from commonweal.ledger.values import (
    AgedItem,
    BudgetLine,
    CardLine,
    Mark,
    MonthSum,
    OriginSum,
    Proven,
    Scope,
    UnitMonth,
)

__all__ = [
    "BETWEEN", "BOOKS", "JOURNALS", "Account", "AgedItem", "BudgetLine", "CardLine", "Closing",
    "Entry",
    "LOST_ITEMS", "LOST_OF_ITEM", "Line", "Mark", "OPEN_OF_ITEM", "OPEN_OF_ITEMS", "OpenItem",
    "MonthSum", "OriginSum", "Proven", "Scope",
    "UnitMonth", "YearSum", "account_balance",
    "accounts", "aged", "between", "books", "budget", "budget_lines", "budget_moves",
    "budget_since",
    "budgets",
    "card", "closed_up_to", "closings", "collected", "corrections", "disputed", "entities",
    "entries",
    "entries_by_key", "entries_of", "entries_with_lines", "entry_name", "every_line", "get_entry",
    "ids_by_key", "journal_codes", "last_days", "last_moves", "last_posted", "last_proof",
    "lines_of_month",
    "lost", "month_balance", "moved_by_month", "moved_in_month", "moved_of_items",
    "open_amount", "open_amounts", "open_items",
    "open_list", "open_of_units", "owed_between", "owners", "parts_of",
    "place", "proofs", "reopened", "results_of_units", "settled_on",
    "standing", "standing_by_key", "statement", "sums_by_origin", "sums_by_unit", "totals",
    "transfer",
    "trial_balance",
    "turnovers", "turns", "undone",
    "unit_months", "units_moved", "units_with_results", "whole_of", "year_sums",
]  # fmt: skip


def journal_codes() -> list[str]:
    """Return the codes of the journals, those of a sister entity after its number: "2-sales"."""
    return [journal.name for journal in Journal.objects.order_by("id")]


def entries_with_lines(*, ids: Sequence[int]) -> list[tuple[Entry, list[values.Line]]]:
    """Return entries with their lines, in order of id."""
    lines: dict[int, list[values.Line]] = {}
    for line in Line.objects.filter(entry__in=ids).order_by("entry_id", "position"):
        side = values.Line(line.account_id, line.cents, line.unit, line.item, line.reference)
        lines.setdefault(line.entry_id, []).append(side)
    entries = Entry.objects.filter(id__in=ids).select_related("journal").order_by("id")
    return [(entry, lines[entry.id]) for entry in entries]


def entries_by_key(*, keys: Sequence[str]) -> dict[str, tuple[int, tuple[values.Line, ...]]]:
    """Return id and lines of the entries that carry one of these keys."""
    ids = Entry.objects.filter(key__in=keys).values_list("id", flat=True)
    return {
        entry.key: (entry.id, tuple(lines)) for entry, lines in entries_with_lines(ids=list(ids))
    }


def closed_up_to() -> date | None:
    """Return the last closed month (its first day), or None when every month is open."""
    return Closing.objects.order_by("-month").values_list("month", flat=True).first()


def open_amount(*, account: str, item: str) -> int:
    """Return what is still open of an item, in cents: debit positive."""
    lines = Line.objects.filter(account=account, item=item)
    return lines.aggregate(open=Sum("cents"))["open"] or 0


def open_amounts(*, account: str, items: Sequence[str]) -> dict[str, int]:
    """Return what is still open of each item, in cents; a settled or unknown item is absent."""
    lines = Line.objects.filter(among("item", items), account=account)
    sums = lines.values("item").annotate(open=Sum("cents")).exclude(open=0)
    return {str(row["item"]): row["open"] for row in sums}


def open_items(*, account: str, references: Sequence[str]) -> dict[str, values.OpenItem]:
    """Return the items these references name, also settled ones (`cents` 0), by reference."""
    named = list(Reference.objects.filter(account=account, reference__in=references))
    amounts = open_amounts(account=account, items=[row.item for row in named])
    return {
        row.reference: values.OpenItem(
            row.reference, account, row.item, row.unit, amounts.get(row.item, 0)
        )
        for row in named
    }


def settled_on(*, account: str, item: str) -> date | None:
    """Return the day of the last line of an item: when it is settled, the day it became so."""
    return last_days(account=account, items=[item]).get(item)


def last_days(*, account: str, items: Sequence[str]) -> dict[str, date]:
    """Return the day of the last line of each of these items; one without a line is absent."""
    lines = Line.objects.filter(account=account, item__in=items)
    return dict(lines.values_list("item").annotate(last=Max("on")).order_by("item"))


def budget(*, unit: int) -> int:
    """Return the budget of a unit in cents: what its lines on budget accounts leave it."""
    row = UnitBalance.objects.filter(unit=unit).values_list("budget_cents", flat=True).first()
    return row or 0


def budgets(*, units: Sequence[int]) -> dict[int, int]:
    """Return the budget of each unit in cents; a unit without entries has 0."""
    rows = UnitBalance.objects.filter(unit__in=units).values_list("unit", "budget_cents")
    return dict.fromkeys(units, 0) | dict(rows)


def account_balance(*, account: str, entity: int | None = None) -> int:
    """
    Return debit minus credit of an account in cents, from the monthly balance table: in the books
    of every legal entity, or of one.
    """
    rows = Balance.objects.filter(account=account)
    if entity is not None:
        rows = rows.filter(journal__in=Journal.objects.filter(entity=entity).values("id"))
    sums = rows.aggregate(cents=Sum(F("debit_cents") - F("credit_cents")))
    return sums["cents"] or 0


WHOLE_LINE = {
    "entry_id": "entry_id",
    "position": "position",
    '"on"': "on",
    "account": "account_id",
    "unit": "unit",
    "cents": "cents",
    "item": "item",
    "reference": "reference",
}


def get_entry(*, id: int) -> tuple[Entry, list[Line]]:
    """
    Return one entry with its lines and their accounts.

    All lines, when the connection may see one of them; none, when it may not.

    :raises Entry.DoesNotExist: if the books have no such entry
    """
    entry = Entry.objects.select_related("journal").get(id=id)
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(WHOLE_LINE)} from ledger_whole_entry(%s)", [id])
        found = [dict(zip(WHOLE_LINE.values(), row, strict=True)) for row in cursor.fetchall()]
    accounts = Account.objects.in_bulk({line["account_id"] for line in found})
    return entry, [Line(account=accounts[line.pop("account_id")], **line) for line in found]


def trial_balance(*, until: date | None = None) -> list[values.TrialRow]:
    """Return debit and credit of each account up to a month (its first day), from the balances."""
    balances = Balance.objects.filter(month__lte=until) if until else Balance.objects.all()
    sums = balances.values("account").annotate(debit=Sum("debit_cents"), credit=Sum("credit_cents"))
    accounts = Account.objects.in_bulk()
    return [
        values.TrialRow(accounts[row["account"]], row["debit"], row["credit"])
        for row in sums.order_by("account")
    ]
