"""The lines of a payslip, in the language of who reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import get_format
from django.utils.translation import gettext

from commonweal.payroll.models import Payslip
from commonweal.rules import texts


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
    return [_row(line, payslip) for line in payslip.lines]


def _row(line: Mapping[str, Any], payslip: Payslip) -> Row:
    names = line.get("figures", [])
    figures = [payslip.figures.sources[name] for name in names]
    doubtful = [n for n, f in zip(names, figures, strict=True) if f["confidence"] == "unconfirmed"]
    return Row(
        code=line["code"],
        part=line["part"],
        label=gettext(texts.LABELS[line["code"]]),
        reason=gettext(texts.REASONS[line["code"]]),
        rule=names[0] if names else "sum",
        rate=line["rate"],
        base_cents=line["base"],
        cents=line["amount"],
        valid_from=date.fromisoformat(figures[0]["from"]) if figures else payslip.ends_on,
        reference=figures[0]["source"] if figures else line["of"],
        unconfirmed=tuple(line.get("unconfirmed", doubtful)),
        note="; ".join(figure["note"] for figure in figures if figure["note"]),
    )
