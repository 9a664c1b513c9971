"""The lines of a payslip, in the language of who reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import get_format
from django.utils.translation import gettext

from commonweal.payroll.models import Payslip
from commonweal.rules import texts
from commonweal.rules.lines import Doubts

BEFORE = ("code", "rate", "base", "amount")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a payslip in the language of the reader: what, why, how much, says who."""

    code: str
    part: str
    label: str
    reason: str
    rule: str
    rate: str
    base_cents: int | None
    cents: int
    valid_from: date
    reference: str
    unconfirmed: tuple[str, ...]
    note: str

    @property
    def shown_rate(self) -> str:
        """The rate with the decimal mark of the reader."""
        return self.rate.replace(".", get_format("DECIMAL_SEPARATOR"))


def rows(*, payslip: Payslip) -> list[Row]:
    """Return the lines of a payslip with their name and reason in the active language."""
    doubts = Doubts()
    return [_row(line, payslip, doubts) for line in payslip.lines]


def _row(line: Any, payslip: Payslip, doubts: Doubts) -> Row:
    code, rate, base, amount = _said(line)
    shape = payslip.figures.shapes.get(code) or line
    names, part = shape.get("figures", []), shape["part"]
    figures = [payslip.figures.sources[name] for name in names]
    doubtful = [n for n, f in zip(names, figures, strict=True) if f["confidence"] == "unconfirmed"]
    return Row(
        code=code,
        part=part,
        label=gettext(texts.LABELS[code]),
        reason=gettext(texts.REASONS[code]),
        rule=names[0] if names else "sum",
        rate=rate,
        base_cents=base,
        cents=amount,
        valid_from=date.fromisoformat(figures[0]["from"]) if figures else payslip.ends_on,
        reference=figures[0]["source"] if figures else shape["of"],
        unconfirmed=doubts.noted(part, doubtful) if names else doubts.inherited(part),
        note="; ".join(figure["note"] for figure in figures if figure["note"]),
    )


def _said(line: Any) -> Sequence[Any]:
    """Payslips of before the figures kept the shape of their lines have it in each line."""
    return [line[name] for name in BEFORE] if isinstance(line, dict) else line
