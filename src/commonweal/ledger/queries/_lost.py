"""What was written off, and what moved on an account for which reason."""

from collections.abc import Collection
from datetime import date

from django.db.models import F, Sum
from django.db.models.expressions import Func, Value
from django.db.models.fields import TextField
from django.db.models.functions import Greatest

from commonweal.ledger.models import Line, LostItem
from commonweal.ledger.values import OriginSum

# For a list of another room that shows what was lost of a row.
LOST_OF_ITEM = "select cents from ledger_lostitem where item = {item}"
LOST_ITEMS = "select item from ledger_lostitem"


def lost(*, items: Collection[str]) -> dict[str, int]:
    """Return what was written off of each of these items, in cents; of the others nothing."""
    found = LostItem.objects.filter(item__in=items)
    return dict(found.values_list("item", "cents"))


def sums_by_origin(*, account: str, before: date, entity: int = 1) -> list[OriginSum]:
    """
    Return what moved on an account before a day in the books of an entity, by year and by what it
    came from ("bankruptcy" for "bankruptcy:3"), in cents.
    """
    kind = Func(
        F("entry__origin"), Value(":"), Value(1), function="split_part", output_field=TextField()
    )
    lines = Line.objects.filter(account=account, on__lt=before, entry__journal__entity=entity)
    sums = lines.annotate(kind=kind).values_list("on__year", "kind")
    found = sums.annotate(
        debit=Sum(Greatest("cents", 0)), credit=Sum(Greatest(-F("cents"), 0))
    ).order_by("on__year", "kind")
    return [OriginSum(*row) for row in found]
