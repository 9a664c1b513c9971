"""
What is left after each move. Pure.

An advance is repaid by what comes in, and what is repaid is not drawn again: so not every euro
that comes in can be spent (see activities.queries.credits, of which this is the future).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commonweal.flows.outlook.values import Move


@dataclass(frozen=True, slots=True)
class Start:
    """
    A budget now, in cents: in the books, kept aside, and how far below zero an advance lets it
    go (`advance`), of which `drawn` was ever drawn.
    """

    budget: int
    aside: int = 0
    advance: int = 0
    drawn: int = 0

    @property
    def credit(self) -> int:
        """How far below zero the budget may go: the advance less what was repaid of it."""
        return self.advance - max(self.drawn - max(-self.budget, 0), 0)

    @property
    def spendable(self) -> int:
        return self.budget - self.aside + self.credit

    def after(self, move: "Move") -> "Start":
        """Return the budget after a move."""
        if move.ends_advance:
            return Start(self.budget, self.aside)
        budget = self.budget + move.cents - move.aside_cents
        more = max(-budget, 0) - max(-self.budget, 0)
        drawn = min(self.drawn + max(more, 0), self.advance)
        return Start(budget, self.aside - move.aside_cents, self.advance, drawn)


@dataclass(frozen=True, slots=True)
class Row:
    """
    A move and what can be spent after it, in cents. `repays_cents` of it repay an advance (of
    the end of an advance, negative: that much was repaid before).
    """

    move: "Move"
    repays_cents: int
    left_cents: int


def run(start: Start, moves: Iterable["Move"]) -> list[Row]:
    """Return the moves in order of day, what comes in first, with what is left after each."""
    return list(_rows(start, sorted(moves, key=lambda move: (move.on, move.cents < 0))))


def _rows(now: Start, moves: Iterable["Move"]) -> Iterator[Row]:
    for move in moves:
        then = now.after(move)
        yield Row(move, now.spendable + move.cents - then.spendable, then.spendable)
        now = then


def left(start: Start, rows: Sequence[Row], day: date) -> int:
    """Return what can be spent at the end of a day, in cents."""
    found = start.spendable
    for row in rows:
        if row.move.on > day:
            break
        found = row.left_cents
    return found


def free(start: Start, rows: Sequence[Row], day: date) -> tuple[int, "Move | None"]:
    """
    Return what can be spent on a day without uncovering anything later: the least that is left
    at the end of that day and of each day after it, and the move that makes it so little.
    """
    least, limit = left(start, rows, day), None
    for _on, some in groupby((r for r in rows if r.move.on > day), key=lambda r: r.move.on):
        of_the_day = list(some)
        if of_the_day[-1].left_cents < least:
            least = of_the_day[-1].left_cents
            limit = min((row.move for row in of_the_day), key=lambda move: move.cents)
    return least, limit


def more(rows: Sequence[Row], day: date) -> "Move | None":
    """Return the first move after a day that brings money in."""
    return next((r.move for r in rows if r.move.on > day and r.move.cents > r.repays_cents), None)
