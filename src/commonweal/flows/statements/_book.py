"""
The months of a unit, and the steps that its money takes in them.

A step is a set of lines that people call by one name: the sum of its months stands in the
waterfall, the same lines behind it in the list.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from commonweal.kernel.period import month_of, next_month
from commonweal.ledger import queries as ledger
from commonweal.ledger.queries import UnitMonth

FIRST, LAST = date(1900, 1, 1), date(2200, 1, 1)
MOVED = ("4890", "719")
IN_PROGRESS = "717"
STEPS: dict[str, frozenset[str]] = {
    "": frozenset({"net", "progress", "other", "fee", "cost", "employer", "gross", "transfer"}),
    "income": frozenset({"net", "progress", "other"}),
    "fee": frozenset({"fee"}),
    "pay": frozenset({"gross", "employer"}),
    "cost": frozenset({"cost"}),
    "transfer": frozenset({"transfer"}),
    "invoiced": frozenset({"invoiced"}),
    "vat": frozenset({"invoiced", "net"}),
    "net": frozenset({"net"}),
    "progress": frozenset({"progress"}),
    "other": frozenset({"other"}),
    "gross": frozenset({"gross"}),
    "employer": frozenset({"employer"}),
}


def step(row: UnitMonth) -> str:
    """Name the step of what moved on an account; nothing for what is no step of a budget."""
    if row.account == "400":
        return "invoiced" if row.journal == "sales" else ""
    if not row.in_budget:
        return ""
    if row.account in MOVED:
        return "transfer"
    if row.account == IN_PROGRESS:
        return "progress"
    if row.account.startswith("7"):
        return "net" if row.journal == "sales" else "other"
    if row.account.startswith("62"):
        return "gross" if row.account.startswith("620") else "employer"
    return "fee" if row.account == "6199" else "cost"


@dataclass(frozen=True, slots=True)
class Span:
    """Whole months, from day `start` to before `end`. `code`: 2026, 2026-Q2, 2026-05, or all."""

    start: date = FIRST
    end: date = LAST
    code: str = ""

    @classmethod
    def of(cls, code: str) -> "Span":
        """Read a code; what is none is everything."""
        year, _dash, part = code.partition("-")
        if not (len(year) == 4 and year.isdecimal() and FIRST.year <= int(year) < LAST.year):
            return cls()
        first, months = _months_of(part)
        if not months:
            return cls()
        start = end = date(int(year), first, 1)
        for _month in range(months):
            end = next_month(end)
        return cls(start, end, code)

    @classmethod
    def month(cls, day: date) -> "Span":
        return cls(month_of(day), next_month(day), f"{day:%Y-%m}")

    def __contains__(self, month: date) -> bool:
        return self.start <= month < self.end


def _months_of(part: str) -> tuple[int, int]:
    """First month and number of months of a part of a year; no months when it is no part."""
    if not part:
        return 1, 12
    if part in ("Q1", "Q2", "Q3", "Q4"):
        return int(part[1]) * 3 - 2, 3
    good = len(part) == 2 and part.isdecimal() and 1 <= int(part) <= 12
    return (int(part), 1) if good else (1, 0)


@dataclass(frozen=True, slots=True)
class Waterfall:
    """
    What became of a span, in cents, as each step changed the budget: what is invoiced less VAT
    is net, and net and everything after it make the change.
    """

    opening: int
    invoiced: int
    vat: int
    net: int
    progress: int
    other: int
    fee: int
    cost: int
    employer: int
    gross: int
    transfer: int
    carried: int
    held: int

    @property
    def change(self) -> int:
        return (
            self.net + self.progress + self.other + self.fee + self.cost + self.employer
            + self.gross + self.transfer
        )  # fmt: skip

    @property
    def closing(self) -> int:
        return self.opening + self.change


@dataclass(frozen=True)
class Book:
    """Everything that moved in one unit, by account, month and journal."""

    unit: int
    rows: Sequence[UnitMonth]

    @cached_property
    def by_month(self) -> dict[date, Counter[str]]:
        """Sums of each month in cents: its steps, and what they are shown with, added up once."""
        found: dict[date, Counter[str]] = {}
        for row in self.rows:
            sums = found.setdefault(row.month, Counter())
            sums[step(row)] += row.cents
            sums["budget"] += row.budget_cents
            sums["collected"] += row.collected_cents
            if row.account == "719":
                sums["carried"] -= row.cents
            if row.account == "4890" and row.journal == "sales":
                sums["held"] -= row.cents
        return found

    @property
    def budget(self) -> int:
        return self.before(LAST)

    @property
    def collected(self) -> int:
        return self.collected_before(LAST)

    @cached_property
    def months(self) -> list[date]:
        """The months in which the budget moved, the newest first."""
        return sorted({row.month for row in self.rows if row.in_budget}, reverse=True)

    def before(self, day: date) -> int:
        """Return the budget before the first day of a month."""
        return sum(sums["budget"] for month, sums in self.by_month.items() if month < day)

    def collected_before(self, day: date) -> int:
        """Return what clients had paid before the first day of a month."""
        return sum(sums["collected"] for month, sums in self.by_month.items() if month < day)

    def rows_of(self, steps: Collection[str], span: Span) -> list[UnitMonth]:
        """Return what moved on some steps in a span."""
        return [row for row in self.rows if row.month in span and step(row) in steps]

    def waterfall(self, span: Span) -> Waterfall:
        """Return the steps of a span."""
        sums: Counter[str] = Counter()
        for month, of_month in self.by_month.items():
            if month in span:
                sums.update(of_month)
        invoiced = -sums["invoiced"]  # what clients owe is a debit
        return Waterfall(
            opening=self.before(span.start),
            invoiced=invoiced,
            vat=sums["net"] - invoiced,
            **{name: sums[name] for name in (*STEPS[""], "carried", "held")},
        )


def book(*, unit: int) -> Book:
    """Return the months of one unit: one question, whatever the number of lines."""
    return Book(unit, ledger.unit_months(units=[unit]))


def books(*, units: Collection[int]) -> dict[int, Book]:
    """Return the months of units, by unit."""
    found: dict[int, list[UnitMonth]] = {unit: [] for unit in units}
    for row in ledger.unit_months(units=units):
        found[row.unit].append(row)
    return {unit: Book(unit, rows) for unit, rows in found.items()}
