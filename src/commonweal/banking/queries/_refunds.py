"""Reads of what can go back to who paid it, and of what is going back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Max, Q, QuerySet, Sum

from commonweal.banking.models import Move, Refund
from commonweal.banking.queries._reads import live_items
from commonweal.kernel.sets import among
from commonweal.ledger import queries as ledger

OWED_BACK = "460"
HOUSE = 1
# The last movement that was placed on each item, by the bank's own words or by a person.
BROUGHT_BY = """
select item, max(id) from (
    select item, id from banking_move
    where item = any(%(items)s) and settled_cents > 0 and counterparty_account <> ''
    union all
    select part ->> 1, move_id
    from banking_settling join banking_move move on move.id = move_id,
        jsonb_array_elements(parts) part
    where undone_at is null and part ->> 0 = %(account)s and part ->> 1 = any(%(items)s)
        and (part ->> 3)::bigint > 0 and move.counterparty_account <> ''
) brought group by item"""


@dataclass(frozen=True, slots=True)
class Refundable:
    """
    What can go back of an item: `cents` we hold, for which nothing is owed. `move` is the last
    movement that brought some of it, if a statement names one.
    """

    account: str
    item: str
    unit: int | None
    cents: int
    move: Move | None


def refundable(*, account: str, items: Collection[str]) -> dict[str, Refundable]:
    """
    Return what can go back of these items of the books of the house: never more than is there,
    nor than the bank brought less what went back before. Of what holds nothing there is no row.
    """
    given = _given_back(account, items)
    lines = ledger.Line.objects.filter(
        among("item", items), account=account, entry__journal__entity=HOUSE
    )
    rows = lines.values("item").annotate(
        whose=Max("unit"),
        open=Sum("cents"),
        brought=Sum("cents", filter=Q(entry__journal__code="bank"), default=0),
    )
    held = {
        str(row["item"]): (
            row["whose"],
            min(-row["open"], -row["brought"] - given.get(str(row["item"]), 0)),
        )
        for row in rows
    }
    found = {item: (unit, cents) for item, (unit, cents) in held.items() if cents > 0}
    moves = _brought_by(account, list(found))
    return {
        item: Refundable(account, item, unit, cents, moves.get(item))
        for item, (unit, cents) in found.items()
    }


def _given_back(account: str, items: Collection[str]) -> dict[str, int]:
    standing = Refund.objects.filter(among("source", items), account=account, undone_at=None)
    return dict(standing.values_list("source").annotate(Sum("cents")))


def _brought_by(account: str, items: Sequence[str]) -> dict[str, Move]:
    if not items:
        return {}
    ids = {item: int(item[5:]) for item in items if item.startswith("move:")}
    if others := [item for item in items if item not in ids]:
        with connection.cursor() as cursor:
            cursor.execute(BROUGHT_BY, {"account": account, "items": others})
            ids |= dict(cursor.fetchall())
    moves = Move.objects.select_related("statement").in_bulk(set(ids.values()))
    return {item: moves[id] for item, id in ids.items() if id in moves}


def refunds() -> "QuerySet[Refund]":
    """Return what goes back, went back or was to, the latest first."""
    return Refund.objects.select_related("move").order_by("-id")


def get_refund(*, id: int) -> Refund:
    """
    Return one refund.

    :raises Refund.DoesNotExist: if there is none
    """
    return refunds().get(id=id)


def refunds_owed(*, due_by: date) -> list[Refund]:
    """Return the refunds that are still owed and due up to a day, the first due first."""
    owed = ledger.OpenItem.objects.filter(
        account=OWED_BACK, item__startswith="refund:", cents__lt=0
    )
    ids = [int(item[7:]) for item in owed.values_list("item", flat=True)]
    found = refunds().filter(id__in=ids, undone_at=None, due_on__lte=due_by)
    return list(found.order_by("due_on", "id"))


def refund_states(*, refunds: Sequence[Refund]) -> dict[int, str]:
    """Say of each refund whether it is "owed", "under_way" in a batch, "paid" or "undone"."""
    items = [refund.ref for refund in refunds]
    live = live_items(account=OWED_BACK, items=items)
    owed = ledger.open_amounts(account=OWED_BACK, items=items)
    return {refund.pk: _state(refund, live, owed) for refund in refunds}


def _state(refund: Refund, live: Mapping[str, object], owed: Mapping[str, int]) -> str:
    if refund.undone_at:
        return "undone"
    if refund.ref in live:
        return "under_way"
    return "owed" if refund.ref in owed else "paid"
