"""Reads of what can go back to who paid it, and of what is going back."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Max, Q, QuerySet, Sum

from commonweal.banking.models import Move, Refund
from commonweal.banking.queries._reads import live_items
from commonweal.kernel.sets import among
from commonweal.ledger import queries as ledger

OWED_BACK = "460"
# What each movement brought of an item, as the bank's own words or a person placed it, the latest
# first.
BROUGHT_BY = """
select item, id, sum(cents)::bigint from (
    select item, id, settled_cents as cents from banking_move
    where item = any(%(items)s) and settled_cents > 0 and counterparty_account <> ''
    union all
    select part ->> 1, move_id, (part ->> 3)::bigint
    from banking_settling join banking_move move on move.id = move_id,
        jsonb_array_elements(parts) part
    where undone_at is null and part ->> 0 = %(account)s and part ->> 1 = any(%(items)s)
        and (part ->> 3)::bigint > 0 and move.counterparty_account <> ''
) brought group by item, id order by id desc"""


@dataclass(frozen=True, slots=True)
class Refundable:
    """
    What can go back of an item: `cents` that `move` brought and for which nothing is owed, of
    `whole_cents` in all. `move` is the last movement of which something is left; when no statement
    names one, it is None and all of it can go at once.
    """

    account: str
    item: str
    unit: int | None
    cents: int
    whole_cents: int
    move: Move | None


def refundable(*, account: str, items: Collection[str]) -> dict[str, Refundable]:
    """
    Return what can go back of these items, in whose books they stand: never more than is there,
    nor than the bank brought less what went back before, nor to a payer more than it paid. Of what
    holds nothing there is no row.
    """
    standing = Refund.objects.filter(among("source", items), account=account, undone_at=None)
    given: Given = defaultdict(int)
    for source, move, cents in standing.values_list("source", "move", "cents"):
        given[source, None] += cents
        given[source, move or 0] += cents
    held = {
        item: (unit, min(open_cents, brought - given[item, None]))
        for item, unit, open_cents, brought in _held(account, items)
    }
    found = {item: (unit, cents) for item, (unit, cents) in held.items() if cents > 0}
    moves = _brought_by(account, found, given)
    return {
        item: Refundable(account, item, unit, min(cents, moves[item][1]), cents, moves[item][0])
        if item in moves
        else Refundable(account, item, unit, cents, cents, None)
        for item, (unit, cents) in found.items()
    }


Given = dict[tuple[str, int | None], int]


def _held(account: str, items: Collection[str]) -> Iterator[tuple[str, int | None, int, int]]:
    """What is open in our disfavour, and what the bank brought of it, item by item."""
    lines = ledger.Line.objects.filter(among("item", items), account=account)
    by_bank = Q(entry__journal__code="bank")
    rows = lines.values("item").annotate(
        whose=Max("unit"), open=Sum("cents"), brought=Sum("cents", filter=by_bank, default=0)
    )
    for row in rows:
        yield str(row["item"]), row["whose"], -row["open"], -row["brought"]


def _brought_by(
    account: str, found: Mapping[str, tuple[int | None, int]], given: Given
) -> dict[str, tuple[Move, int]]:
    """The last movement of each item of which something is left, and how much."""
    left = {item: (int(item[5:]), cents) for item, (_u, cents) in found.items() if _waits(item)}
    if others := [item for item in found if item not in left]:
        with connection.cursor() as cursor:
            cursor.execute(BROUGHT_BY, {"account": account, "items": others})
            for item, move, cents in cursor.fetchall():
                if cents > given[item, move]:
                    left.setdefault(item, (move, cents - given[item, move]))
    moves = Move.objects.select_related("statement").in_bulk(
        [move for move, _cents in left.values()]
    )
    return {item: (moves[move], cents) for item, (move, cents) in left.items() if move in moves}


def _waits(item: str) -> bool:
    return item.startswith("move:")


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
    """
    Return the refunds that are still owed and due up to a day, the first due first, each with what
    is owed of it (`owed_cents`): when a bank sent it back less its fee, that is not all of it.
    """
    owed = ledger.OpenItem.objects.filter(
        account=OWED_BACK, item__startswith="refund:", cents__lt=0
    )
    cents = {int(item[7:]): -cents for item, cents in owed.values_list("item", "cents")}
    found = refunds().filter(id__in=cents, undone_at=None, due_on__lte=due_by)
    rows = list(found.order_by("due_on", "id"))
    for row in rows:
        row.owed_cents = cents[row.pk]
    return rows


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
