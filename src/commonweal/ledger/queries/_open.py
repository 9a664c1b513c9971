"""What is still open, item by item, and since when."""

from collections.abc import Collection

from django.db import connection
from django.db.models import Sum

from commonweal.ledger.models import Line
from commonweal.ledger.values import AgedItem

# Settled items fall away before anybody asks for a day: the day is looked up by the item's index.
AGED = """
select item, unit, coalesce(reference, ''), opened_on, cents
from (
    select item, max(unit) as unit, max(reference) as reference, sum(cents)::bigint as cents
    from ledger_line where account = %(account)s and item is not null
    group by item having sum(cents) <> 0
) standing, lateral (
    select min("on") as opened_on from ledger_line line
    where line.item = standing.item and line.account = %(account)s
) opening
order by opened_on, item collate "C"
"""


def aged(*, account: str) -> list[AgedItem]:
    """Return every item of a control account that is not settled, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(AGED, {"account": account})
        return [AgedItem(*row) for row in cursor.fetchall()]


def open_of_units(*, account: str, units: Collection[int]) -> dict[str, tuple[int, int]]:
    """Return what is open on an account of these units: the unit and the cents of each item."""
    lines = Line.objects.filter(account=account, unit__in=units, item__isnull=False)
    sums = lines.values("unit", "item").annotate(open=Sum("cents")).exclude(open=0)
    found = sums.order_by("item").values_list("item", "unit", "open")
    return {f"{item}": (int(unit or 0), cents) for item, unit, cents in found}
