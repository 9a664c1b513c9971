"""
One fact in the books of several legal entities. Pure: an entry in, one for each entity out.

An item is settled where it was opened. When the money comes in, or leaves, on the account of
another legal entity, the account between the two takes what is settled there, with opposite signs:
each of their books balances, and what one owes the other stands in both.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from commonweal.ledger.values import Entry, Line

BETWEEN = "4164"  # current accounts of the entities of the group


def between(one: int, other: int) -> str:
    """Return the item of what two legal entities owe each other; together it is always 0."""
    first, second = sorted((one, other))
    return f"between:{first}-{second}"


def transfer(one: int, other: int) -> str:
    """Return the item of money that one entity sent the other: under way until it arrived."""
    return between(one, other).replace("between", "transfer")


def key_of(key: str, entity: int) -> str:
    """Return the key of the part of an entry that stands in the books of another entity."""
    return f"{key}/entity:{entity}"


def is_owned(line: Line) -> bool:
    """Whether it may settle what stands elsewhere: what two owe each other stands in both books."""
    return bool(line.item) and line.account != BETWEEN


def parted(entry: Entry, owners: Mapping[tuple[str, str], int]) -> Iterator[Entry]:
    """
    Yield an entry as it stands in the books of each legal entity, its own first and with its key.

    `owners` is in whose books an item of an account stands; what is opened by the entry itself
    has none, and stands where the entry does. When nothing of it does, all of it is another's.
    """
    of: dict[int, list[Line]] = defaultdict(list)
    for line in entry.lines:
        place = (line.account, line.item or "") if is_owned(line) else ("", "")
        of[owners.get(place, entry.entity)].append(line)
    main = entry.entity if entry.entity in of else min(of, default=entry.entity)
    others = sorted(of.keys() - {main})
    if not others:
        yield entry._replace(entity=main)
        return
    for entity in others:
        cents = sum(line.cents for line in of[entity])
        if cents:
            item = between(main, entity)
            of[main].append(Line(BETWEEN, cents, None, item))
            of[entity].append(Line(BETWEEN, -cents, None, item))
    yield entry._replace(lines=of[main], entity=main)
    for entity in others:
        yield entry._replace(
            lines=of[entity], entity=entity, key=key_of(entry.key, entity), corrects=None
        )
