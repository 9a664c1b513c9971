"""
Which claim or order does a movement settle? Pure: amounts and open items in, settlements out.

Only a reference decides, never an amount alone: what no reference explains waits on 499. A
transfer of ours that comes back names itself by our own name of it, with its very amount.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from commonweal.banking import naming
from commonweal.banking.values import ReadMove

# How our own payment files are named: CW12-20260511 (a block of a file) or CW12-345 (a payment).
ORDER = re.compile(r"\bCW(\d{1,18})-\d+\b")


@dataclass(slots=True)
class Open:
    """What is still open of an item: cents > 0 is owed to us, < 0 is about to leave."""

    account: str
    item: str
    unit: int | None
    cents: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """A movement, the item it settles and how much of it; the rest waits because of a reason."""

    settles: Open | None
    settled_cents: int
    suspense_cents: int
    waits_because: str = ""


def batch_named(move: ReadMove) -> int | None:
    """Return the number of our payment batch that a movement out executes, if it names one."""
    if move.cents >= 0 or naming.is_cost(move.code):  # what the file cost is no part of it
        return None
    found = ORDER.search(f"{move.order_reference} {move.communication}")
    return int(found[1]) if found else None


class Told(Protocol):
    """What a reader found, or the row it was kept as."""

    @property
    def cents(self) -> int: ...
    @property
    def order_reference(self) -> str: ...
    @property
    def original_reference(self) -> str: ...
    @property
    def communication(self) -> str: ...


def payment_named(move: Told) -> tuple[int, int] | None:
    """Return batch and payment of ours that a movement in names, if it names one."""
    words = f"{move.order_reference} {move.original_reference} {move.communication}"
    return naming.payment(words) if move.cents > 0 else None


def match(
    moves: Iterable[ReadMove],
    claims: Mapping[str, Open],
    orders: Mapping[int, Open],
    sent: Mapping[tuple[int, int], Open] = MappingProxyType({}),
) -> list[Settlement]:
    """
    Place every movement, in order; what one settles is no longer open for the next.

    `claims` are open items by structured reference, `orders` payment batches by their number,
    `sent` payments of ours by batch and number, each with what may still come back of it.
    """
    return [_place(move, claims, orders, sent) for move in moves]


def _place(
    move: ReadMove,
    claims: Mapping[str, Open],
    orders: Mapping[int, Open],
    sent: Mapping[tuple[int, int], Open],
) -> Settlement:
    if not move.cents:
        return Settlement(None, 0, 0)
    if move.cents < 0:
        number = batch_named(move)
        return _settle(move.cents, orders.get(number or 0), "debit", "order_exceeded")
    back = sent.get(payment_named(move) or (0, 0))
    if back and back.cents == move.cents:  # another amount, and a person looks
        return _settle(move.cents, back, "unknown_reference", "overpaid")
    if not move.reference:
        return Settlement(None, 0, move.cents, "no_reference")
    if move.return_reason:  # our own money, whatever reference its words repeat
        return Settlement(None, 0, move.cents, "came_back")
    claim = claims.get(move.reference)
    over = "overpaid" if claim and claim.cents > 0 else "settled"
    return _settle(move.cents, claim, "unknown_reference", over)


def _settle(cents: int, target: Open | None, unknown: str, over: str) -> Settlement:
    """Settle at most what is open, on the side it is open; the rest waits."""
    if target is None:
        return Settlement(None, 0, cents, unknown)
    sign = 1 if cents > 0 else -1
    settled = sign * max(min(abs(cents), sign * target.cents), 0)
    target.cents -= settled
    rest = cents - settled
    return Settlement(target if settled else None, settled, rest, over if rest else "")
