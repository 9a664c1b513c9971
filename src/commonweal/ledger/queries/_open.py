"""What is still open, item by item, and since when."""

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Sum

from commonweal.ledger import values
from commonweal.ledger.models import Line
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
