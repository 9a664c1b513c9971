"""What a line of a payslip says: an amount with its rule, rate, date and source."""

import functools
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from commonweal.rules.cases import Case
from commonweal.rules.parameters import Confidence, Figure
from commonweal.rules.pay_rules import PayRules
from commonweal.rules.texts import LABELS

Part = Literal["pay", "step", "employer", "house"]


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
    def label(self) -> str:
        """The English name of the line."""
        return LABELS[self.code]

    @property
    def confidence(self) -> Confidence:
        """Whether every figure behind this line is confirmed."""
        return "unconfirmed" if self.unconfirmed else "confirmed"


@functools.lru_cache(maxsize=256)
def percent(rate: Fraction) -> str:
    """Write a rate as a percentage: 13.07 %."""
    return f"{float(rate * 100):.6f}".rstrip("0").rstrip(".") + " %"


def euro(cents: int) -> str:
    """Write an amount as a plain number: 2255.50."""
    return f"{cents // 100}.{cents % 100:02}"


class Pen:
    """Writes lines for one case, and remembers which unconfirmed figures a sum inherits."""

    def __init__(self, case: Case, rules: PayRules) -> None:
        self.case = case
        self.rules = rules
        self.unconfirmed: dict[str, None] = {}

    def law(
        self,
        code: str,
        part: Part,
        amount: int,
        rule: str,
        *,
        rate: str = "",
        base: int | None = None,
        also: tuple[str, ...] = (),
    ) -> Line:
        """A line that a dated figure decides; `also` names figures that decide with it."""
        source: Figure = self.rules.sources[rule]
        also = tuple(name for name in also if name in self.rules.sources)
        figures = [source, *(self.rules.sources[name] for name in also)]
        doubtful = tuple(f.parameter for f in figures if f.confidence == "unconfirmed")
        notes = "; ".join(f.note for f in figures if f.note)
        self.unconfirmed.update(dict.fromkeys(doubtful))
        return Line(
            code, part, rule, rate, base, amount, source.valid_from, source.reference,
            doubtful, notes, also,
        )  # fmt: skip

    def total(self, code: str, part: Part, amount: int, of: str) -> Line:
        """A line that no law names: its source is the lines or the contract it comes from."""
        doubtful = tuple(self.unconfirmed)
        return Line(code, part, "sum", "", None, amount, self.case.on, of, doubtful, "")
