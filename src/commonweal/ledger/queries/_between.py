"""In whose books an item stands, and what legal entities owe each other."""

from collections.abc import Collection
from typing import Any

from django.db import connection

from commonweal.kernel.sets import among
from commonweal.ledger.between import BETWEEN, between, key_of, transfer
from commonweal.ledger.models import Entry, Journal

# An item stands where it was opened: where its reference was given, or else its first line.
OWNERS = """
select distinct on (line.account, line.item) line.account, line.item, journal.entity
from ledger_line line join ledger_journal journal on journal.id = line.entry_id / 1000000000000
where line.item = any (%(items)s)
order by line.account, line.item, line.reference is null, line."on", line.entry_id"""
OWED = """
select journal.entity, pair.other, sum(line.cents)::bigint
from unnest(%(items)s::text[], %(entities)s::int[], %(others)s::int[]) as pair (item, entity, other)
join ledger_line line on line.item = pair.item and line.account = %(account)s
join ledger_journal journal on journal.id = line.entry_id / 1000000000000
    and journal.entity = pair.entity
group by 1, 2 having sum(line.cents) <> 0 order by 1, 2"""


def entities() -> list[int]:
    """Return the legal entities that have books, the house first."""
    return sorted(set(Journal.objects.values_list("entity", flat=True)))


def owners(*, items: Collection[str]) -> dict[tuple[str, str], int]:
    """Return the legal entity in whose books these items stand, by account and item."""
    with connection.cursor() as cursor:
        cursor.execute(OWNERS, {"items": list(items)})
        return {(account, item): entity for account, item, entity in cursor.fetchall()}


def owed_between() -> dict[tuple[int, int], int]:
    """
    Return what each legal entity has to receive of another one by its own books, in cents; below
    zero it owes that. Both books say the same with opposite signs, but for money that is on its way
    from one to the other. Where nothing is owed, nothing is said.
    """
    known = entities()
    pairs = [
        (item(one, other), one, other)
        for one in known for other in known for item in (between, transfer) if one != other
    ]  # fmt: skip
    asked: dict[str, Any] = {
        "items": [item for item, _one, _other in pairs],
        "entities": [one for _item, one, _other in pairs],
        "others": [other for _item, _one, other in pairs],
        "account": BETWEEN,
    }
    with connection.cursor() as cursor:
        cursor.execute(OWED, asked)
        return {(one, other): cents for one, other, cents in cursor.fetchall()}


def parts_of(*, keys: Collection[str]) -> list[Entry]:
    """Return the parts of entries with these keys that stand in the books of other entities."""
    known = entities()
    if len(known) == 1:
        return []
    wanted = [key_of(key, entity) for key in keys for entity in known]
    found = Entry.objects.filter(among("key", wanted)).select_related("journal")
    return list(found.order_by("id"))


def whole_of(*, entry: Entry) -> list[Entry]:
    """Return the entries of one fact in the books of all legal entities, the house first."""
    key = entry.key.partition("/entity:")[0]
    first = Entry.objects.filter(key=key).select_related("journal")
    return [*first, *parts_of(keys=[key])]
