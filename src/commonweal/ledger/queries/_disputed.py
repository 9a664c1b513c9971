"""Which open items their debtors contest."""

from collections.abc import Collection

from commonweal.ledger.models import DisputedItem


def disputed(*, items: Collection[str]) -> dict[str, list[str]]:
    """Return what contests each of these items that is contested today ("dispute:3"), by item."""
    found: dict[str, list[str]] = {}
    standing = DisputedItem.objects.filter(item__in=items, lifted_at=None).order_by("id")
    for item, origin in standing.values_list("item", "origin"):
        found.setdefault(item, []).append(origin)
    return found
