"""
What a budget should be, in plain Python: no table, no SQL, nothing of the house's own sums.

The histories of test_random_histories tell it what happened; it says what must come out.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

PLANNED, CONFIRMED, RESERVED = "planned", "confirmed", "reserved"


@dataclass
class Credit:
    """An advance: how far a budget may go below zero, what was drawn of it, until when."""

    cap: int
    drawn: int
    until: date

    def counts(self, on):
        return on <= self.until


@dataclass
class Purse:
    """One unit. `floor` is the lowest it may stand; `promises` are by what made them and kind."""

    opened: date
    budget: int = 0
    collected: int = 0
    promises: dict = field(default_factory=dict)
    credit: Credit | None = None
    years: Counter = field(default_factory=Counter)
    moved: date | None = None
    told: date | None = None
    closed: date | None = None
    settled: int = 0
    floor: int = 0

    def promised(self, kind, on, without=None):
        return sum(
            cents
            for (origin, its), (cents, until) in self.promises.items()
            if its == kind and origin != without and (until is None or on <= until)
        )

    def lent(self, on):
        """How far below zero it may go today: what was repaid of an advance is gone."""
        if not self.credit or not self.credit.counts(on):
            return 0
        still_owed = max(-self.budget, 0)
        return self.credit.cap - max(self.credit.drawn - still_owed, 0)

    def spendable(self, on, without=None):
        return self.budget - self.promised(RESERVED, on, without) + self.lent(on)

    def states(self, on):
        """Planned, confirmed, available, collected, reserved, spendable."""
        kinds = [self.promised(kind, on) for kind in (PLANNED, CONFIRMED, RESERVED)]
        return (kinds[0], kinds[1], self.budget, self.collected, kinds[2], self.spendable(on))

    def earn(self, cents, on, held=0):
        """Costs and income of a day (classes 6 and 7), of which this much is held back."""
        self.years[on.year] += cents
        self.move(cents - held, on)

    def move(self, cents, on):
        self.budget += cents
        self.moved = max(self.moved or on, on)
        if self.budget >= 0:
            self.floor = 0

    def draw(self, cents, on):
        """What leaves the budget and finds nothing in it is drawn on the advance."""
        if self.credit and self.credit.counts(on):
            uncovered = cents - max(self.budget, 0)
            if uncovered > 0:
                self.credit.drawn = min(self.credit.drawn + uncovered, self.credit.cap)
            self.floor = min(self.floor, -self.credit.cap)

    def excuse(self):
        """A credit note, or the wage of work that was done, may take a budget below its floor."""
        below = self.budget < self.floor
        self.floor = min(self.floor, self.budget)
        return below

    def take(self, origin, kind=RESERVED):
        return self.promises.pop((origin, kind), None)

    def is_promised_anything(self, on):
        return any(until is None or on <= until for _cents, until in self.promises.values())

    def sleeps(self, on, months=24):
        last = max(self.moved or self.opened, self.opened)
        due = date(last.year + months // 12, last.month, min(last.day, 28))
        assert last.day <= 28, "the histories live on the first 28 days of a month"
        return not self.closed and due <= on and not self.is_promised_anything(on)
