"""What a line of a payslip says: an amount with its rule, rate, date and source."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from commonweal.rules.arithmetic import Cents
from commonweal.rules.parameters import Confidence
from commonweal.rules.pay_rules import PayRules
from commonweal.rules.payslip import Amounts, Question
from commonweal.rules.shapes import Part

__all__ = ["Doubts", "Draft", "Line", "Part", "Sheet", "Text", "each", "euro", "one_of", "percent"]
Text = str | Sequence[str]  # one rate, or that of each of many


@dataclass(frozen=True, slots=True)
class Line:
    """
    One line of a payslip. The amounts of all lines of the part `pay` add up to the net pay;
    a `step` shows how such a line came about, `employer` and `house` stand beside the wage.
    `rate` is written without words ("26.99 % > 2255.50"), so that it reads in every language;
    `also` names figures that decide together with the rule, `unconfirmed` those of all figures
    behind the line that still have to be confirmed.
    """

    code: str
    part: Part
    rule: str
    rate: str
    base_cents: int | None
    amount_cents: int
    valid_from: date
    reference: str
    unconfirmed: tuple[str, ...]
    note: str
    also: tuple[str, ...] = ()

    @property
    def confidence(self) -> Confidence:
        """Whether every figure behind this line is confirmed."""
        return "unconfirmed" if self.unconfirmed else "confirmed"


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    What lines are written from: the amounts of one pay, or columns of many with the same figures.
    `year_given` says whether the normal pay of a year was given, or follows from the pay.
    """

    asked: Question
    found: Amounts
    rules: PayRules
    from_taxable: bool
    year_given: Any

    @property
    def outside(self) -> Cents:
        """The pay outside a student's quota: all of it, for others."""
        return self.found.gross - self.found.social.inside

    @property
    def taxed(self) -> Cents:
        """The taxable pay that bears tax."""
        return self.found.taxable - self.found.social.untaxed


@dataclass(frozen=True, slots=True)
class Draft:
    """
    A line before its source is looked up (shapes.py), of one pay or of many: then amounts,
    bases and rates may be columns, and `when` tells which pays have the line.
    """

    code: str
    amount: Cents
    rate: Text = ""
    base: Cents | None = None
    when: Any = True


class Doubts:
    """Which unconfirmed figures a sum inherits: those of the lines before it, on its side."""

    def __init__(self) -> None:
        self._wage: dict[str, None] = {}
        self._charge: dict[str, None] = {}

    def noted(self, part: str, own: Sequence[str]) -> tuple[str, ...]:
        """Return the doubts of a line of the law, and keep them for the sums below it."""
        self._side(part).update(dict.fromkeys(own))
        return tuple(own)

    def inherited(self, part: str) -> tuple[str, ...]:
        """Return the doubts of a sum."""
        return tuple(self._side(part))

    def _side(self, part: str) -> dict[str, None]:
        return self._wage if part in ("pay", "step") else self._charge


@functools.lru_cache(maxsize=4096)
def percent(rate: Fraction) -> str:
    """Write a rate as a percentage: 13.07 %."""
    return f"{float(rate * 100):.6f}".rstrip("0").rstrip(".") + " %"


def euro(cents: int) -> str:
    """Write an amount as a plain number: 2255.50."""
    return f"{cents // 100}.{cents % 100:02}"


def each(write: Callable[[int], str], numbers: Cents) -> Text:
    """Write a number, or each of a column."""
    return write(numbers) if isinstance(numbers, int) else [write(n) for n in numbers.tolist()]


def one_of(table: Sequence[str], place: Cents) -> Text:
    """Return the text at that place of a table, or for each place of a column."""
    return table[place] if isinstance(place, int) else [table[n] for n in place.tolist()]
