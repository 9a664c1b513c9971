"""What was written off."""

from collections.abc import Collection

from commonweal.ledger.models import LostItem

# For a list of another room that shows what was lost of a row.
LOST_OF_ITEM = "select cents from ledger_lostitem where item = {item}"
LOST_ITEMS = "select item from ledger_lostitem"


def lost(*, items: Collection[str]) -> dict[str, int]:
    """Return what was written off of each of these items, in cents; of the others nothing."""
    found = LostItem.objects.filter(item__in=items)
    return dict(found.values_list("item", "cents"))
