"""What is still open, item by item, and since when."""

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Count, F, Max, Q, Sum

from commonweal.ledger import values
from commonweal.ledger.models import Line, OpenItem
from commonweal.ledger.values import AgedItem

# For a list of another room that shows what is open: of one row, or of all to be joined.
OPEN_OF_ITEM = "select cents from ledger_openitem where account = {account} and item = {item}"
OPEN_OF_ITEMS = "select item, cents from ledger_openitem where account = {account}"
# Only what is open is read; its day and reference are looked up by the index of its item.
OPEN = """
select coalesce(reference, ''), account, item, unit, cents, opened_on
from ledger_openitem standing, lateral (
    select min("on") as opened_on, max(reference) as reference from ledger_line line
    where line.item = standing.item and line.account = standing.account
) opening
where account = %(account)s and cents <> 0
order by {order} item collate "C"
"""


def open_list(*, account: str) -> list[values.OpenItem]:
    """Return every item of an account that is not settled, in the order of their names."""
    return [values.OpenItem(*row) for *row, _opened_on in _open(account, order="")]


def aged(*, account: str) -> list[AgedItem]:
    """Return every item of an account that is not settled, the oldest first."""
    return [
        AgedItem(item, unit, reference, opened_on, cents)
        for reference, _account, item, unit, cents, opened_on in _open(account, order="opened_on,")
    ]


def _open(account: str, *, order: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(OPEN.format(order=order), {"account": account})
        return list(cursor.fetchall())


def open_of_units(*, account: str, units: Collection[int]) -> dict[str, tuple[int, int]]:
    """Return what is open on an account of these units: the unit and the cents of each item."""
    lines = Line.objects.filter(account=account, unit__in=units, item__isnull=False)
    sums = lines.values("unit", "item").annotate(open=Sum("cents")).exclude(open=0)
    found = sums.order_by("item").values_list("item", "unit", "open")
    return {f"{item}": (int(unit or 0), cents) for item, unit, cents in found}


def reopened(*, account: str) -> list[str]:
    """Return the open items of an account on which the bank took back what it had brought."""
    standing = OpenItem.objects.filter(account=account, cents__gt=0).values("item")
    lines = Line.objects.filter(account=account, cents__gt=0, item__in=standing)
    back = lines.filter(entry__journal__code="bank")
    return [f"{item}" for item in back.order_by("item").values_list("item", flat=True).distinct()]


def turns(*, account: str, items: Collection[str]) -> dict[str, tuple[int, int | None]]:
    """
    Return how many lines each of these items has on an account, and the id of the last entry of
    its own that debited it and corrects no other; an item that never stood there is absent.
    """
    lines = Line.objects.filter(account=account, item__in=items)
    its_own = Q(cents__gt=0, entry__origin=F("item"), entry__corrects=None)
    rows = lines.values("item").annotate(
        nth=Count("position"), last=Max("entry_id", filter=its_own)
    )
    return {str(row["item"]): (row["nth"], row["last"]) for row in rows}
