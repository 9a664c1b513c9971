"""How a line of pay is told: to a program in cents, to a reader with its source below it."""

from collections.abc import Iterable
from decimal import Decimal
from textwrap import wrap
from typing import Any

from commonweal.rules.lines import Line

WIDTH = 100
INDENT = 14


def as_json(line: Line, label: str) -> dict[str, Any]:
    """A line in cents, with its rule, rate, date, source and doubts."""
    return {
        "code": line.code,
        "label": label,
        "part": line.part,
        "rule": line.rule,
        "rate": line.rate,
        "base": line.base_cents,
        "amount": line.amount_cents,
        "date": line.valid_from.isoformat(),
        "source": line.reference,
        "confidence": line.confidence,
        "unconfirmed": list(line.unconfirmed),
        "note": line.note,
    }


def as_text(line: Line, label: str, *reasons: str) -> list[str]:
    """A line for a reader; `reasons` stand above its source."""
    rate = f"  [{line.rate}]" if line.rate else ""
    mark = "  ! UNCONFIRMED" if line.unconfirmed else ""
    rule = "" if line.rule == "sum" else f"{line.rule}, since {line.valid_from}: "
    told = (*reasons, f"{rule}{line.reference}")
    return [
        f"{amount(line.amount_cents)}  {label}{rate}{mark}",
        *(f"{'':{INDENT}}{text}" for each in told for text in wrap(each, WIDTH - INDENT)),
    ]


def amount(cents: int) -> str:
    """An amount in euro, in its column."""
    return f"{Decimal(cents) / 100:12,.2f}"


def notes(lines: Iterable[Line]) -> list[str]:
    """What the sources leave open, once for each rule, under a heading."""
    found = {line.rule: line.note for line in lines if line.note}
    told = [wrap(f"{rule}: {note}", WIDTH, subsequent_indent="  ") for rule, note in found.items()]
    return ["", "Notes", *(text for each in told for text in each)] if told else []
