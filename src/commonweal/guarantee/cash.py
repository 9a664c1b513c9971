"""
What the bank account will hold, day by day: pure, from the moves that are expected.

Amounts are integer cents, what comes in positive. A day is the whole day: the balance of a point
is that of its evening.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from commonweal.rules.bank_days import next_bank_day

A_DAY = timedelta(days=1)
DAYS_OF_A_WEEK = 7


class Kind(StrEnum):
    """What a move is."""

    INVOICE = "invoice"
    ORDER = "order"
    FUNDING = "funding"
    WAGE = "wage"
    PLANNED_WAGE = "planned_wage"
    WITHHOLDING = "withholding"
    SOCIAL_SECURITY = "social_security"
    VAT = "vat"
    VAT_BACK = "vat_back"
    SUPPLIER = "supplier"
    UNDER_WAY = "under_way"
    REFUND = "refund"
    WAITING = "waiting"


RECEIPTS = frozenset({Kind.INVOICE, Kind.ORDER, Kind.FUNDING})
WAGES = frozenset({Kind.WAGE, Kind.PLANNED_WAGE})


@dataclass(frozen=True, slots=True)
class CashMove:
    """
    Money that is expected to come in (`cents` > 0) or go out on a day.

    `due_on` is the day agreed; `on` the day it is really expected. Of what clients pay:
    `client_id`, `net_cents` (without VAT), whether the house promised the wage behind it
    (`guaranteed`), and how many days later it may well be (`spread_days`). `origin` names the
    thing it comes from ("invoice:2026-000012"), `text` who or what it is.
    """

    on: date
    kind: Kind
    cents: int
    origin: str
    due_on: date
    text: str = ""
    client_id: int | None = None
    net_cents: int = 0
    guaranteed: bool = False
    spread_days: int = 0

    @property
    def is_receipt(self) -> bool:
        return self.kind in RECEIPTS

    @property
    def is_wage(self) -> bool:
        return self.kind in WAGES

    def later(self, days: int) -> "CashMove":
        """Return the same move so many days later, on a day on which banks work."""
        return replace(self, on=next_bank_day(self.on + timedelta(days=days)))


@dataclass(frozen=True, slots=True)
class Point:
    """One day: what came in and went out (both positive), and what is there in the evening."""

    on: date
    in_cents: int
    out_cents: int
    cents: int


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of a forecast, the last perhaps fewer."""

    first: date
    last: date
    moves: Sequence[CashMove]
    end_cents: int
    lowest_cents: int

    def sum_of(self, kinds: Iterable[Kind]) -> int:
        """Return the sum of the moves of these kinds, in cents."""
        chosen = frozenset(kinds)
        return sum(move.cents for move in self.moves if move.kind in chosen)


@dataclass(frozen=True)
class CashForecast:
    """
    What the bank account holds on each day from `on` on. The sum of `moves` is what the last
    point holds more than the opening.
    """

    on: date
    opening_cents: int
    points: tuple[Point, ...]
    moves: tuple[CashMove, ...]

    @property
    def until(self) -> date:
        return self.points[-1].on

    @property
    def end_cents(self) -> int:
        return self.points[-1].cents

    @cached_property
    def lowest(self) -> Point:
        """The day on which least is there, the first of them."""
        return min(self.points, key=lambda point: (point.cents, point.on))

    @cached_property
    def runs_out_on(self) -> date | None:
        """The first evening on which less than nothing is there."""
        return next((point.on for point in self.points if point.cents < 0), None)

    @cached_property
    def weeks(self) -> list[Week]:
        """The points by seven days, with their moves."""
        moves: dict[int, list[CashMove]] = defaultdict(list)
        for move in self.moves:
            moves[(move.on - self.on).days // DAYS_OF_A_WEEK].append(move)
        return [
            _week(self.points[start : start + DAYS_OF_A_WEEK], moves[start // DAYS_OF_A_WEEK])
            for start in range(0, len(self.points), DAYS_OF_A_WEEK)
        ]


def _week(points: Sequence[Point], moves: Sequence[CashMove]) -> Week:
    lowest = min(point.cents for point in points)
    return Week(points[0].on, points[-1].on, moves, points[-1].cents, lowest)


@dataclass(frozen=True, slots=True)
class Book:
    """
    All that is known of the money of a house on a day: what the bank account holds, what the
    guarantee fund holds, every move that is expected, and what nobody counts on (`doubtful`).
    """

    on: date
    opening_cents: int
    fund_cents: int
    moves: Sequence[CashMove]
    doubtful: Sequence[CashMove] = ()


@dataclass(frozen=True, slots=True)
class Behaviour:
    """
    How a client really pays: the median of the days after the due day (negative: before it), how
    far the late ones are from the early ones, and of how many invoices this is known.
    """

    median_days: int
    spread_days: int
    invoices: int


def forecast(
    opening_cents: int, moves: Iterable[CashMove], *, on: date, days: int = 90
) -> CashForecast:
    """
    Return what the bank account holds from `on` up to and including so many days later.

    What lies after the window is left out.

    :raises ValueError: if a move lies before `on`: it happened, or its day must be set anew
    """
    last = on + timedelta(days=days)
    within = sorted((m for m in moves if m.on <= last), key=lambda m: (m.on, m.kind, m.origin))
    if within and within[0].on < on:
        raise ValueError(f"{within[0].origin} lies before {on}")
    return CashForecast(
        on, opening_cents, tuple(_points(opening_cents, within, on, last)), tuple(within)
    )


def _points(cents: int, moves: Iterable[CashMove], on: date, last: date) -> Iterator[Point]:
    came: dict[date, int] = defaultdict(int)
    went: dict[date, int] = defaultdict(int)
    for move in moves:
        (came if move.cents > 0 else went)[move.on] += abs(move.cents)
    for step in range((last - on).days + 1):
        day = on + step * A_DAY
        cents += came[day] - went[day]
        yield Point(day, came[day], went[day], cents)


def cautious(moves: Iterable[CashMove]) -> Iterator[CashMove]:
    """Return the moves with every client as late as it sometimes is."""
    return (move.later(move.spread_days) if move.is_receipt else move for move in moves)


def expected_on(due_on: date, behaviour: Behaviour, *, on: date, late_again: int) -> date:
    """
    Return the day on which a client that pays like this is expected to pay. When that day has
    passed it is expected `late_again` days from now, or after the spread if that is longer.
    """
    usual = due_on + timedelta(days=behaviour.median_days)
    if usual >= on:
        return usual
    return on + timedelta(days=max(late_again, behaviour.spread_days))


def still_due(accrued: Mapping[date, int], settled_cents: int) -> dict[date, int]:
    """
    Return what is still to be paid on each due day, in cents, of what accrued for it.

    What was settled goes to the oldest first; what is in our favour lowers what comes after it.
    """
    credit, left = settled_cents, {}
    for day in sorted(accrued):
        cents = accrued[day] - credit
        credit = max(0, -cents)
        if cents > 0:
            left[day] = cents
    return left
