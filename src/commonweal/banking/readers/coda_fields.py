"""The fields of CODA records: amounts, days and what a communication says. Pure."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from commonweal.banking.readers import references
from commonweal.banking.values import ReadMove

T = TypeVar("T")
NO_REASON = ("", "0000")
KINDS_OF_RETURN = "12345"  # 1 reject … 5 cancellation
NOT_SPECIFIED = "MS03"
# Structured words: a SEPA direct debit with its day, kind, scheme and outcome (9 signs), creditor
# and mandate (35 each), words (62), its return.
DIRECT_DEBIT, WORDS_OF_DEBIT = "1127", slice(83, 145)


class NotARecord(Exception):
    """A field of a record does not hold what the standard says."""


def communication(text: str) -> tuple[str, str]:
    """Return reference and words of a communication: `0` and words, or `1`, a type, its fields."""
    kind, words = text[1:4], " ".join(text[4:].split())
    if text[:1] != "1":
        words = " ".join(text[1:].split())
        return references.typed(text[1:]), words
    if kind in ("101", "102"):
        return references.structured(text[4:16]), words
    if kind == "100":
        return references.structured(text[4:39]), words
    if kind == "105":
        return references.structured(text[49:61]), words
    if text[:4] == DIRECT_DEBIT:
        words = " ".join(text[WORDS_OF_DEBIT].split())
        return references.typed(words), words
    return "", words


def direct_debit(move: ReadMove, text: str) -> ReadMove:
    """Read why a direct debit came back, which stands behind its communication."""
    mandate = text[48:83].strip()
    reason = text[146:150].strip()
    if text[145:146] not in tuple(KINDS_OF_RETURN):
        return replace(move, order_reference=move.order_reference or mandate)
    return replace(
        move,
        order_reference=move.order_reference or mandate,
        original_reference=move.original_reference or move.order_reference or mandate,
        return_reason=move.return_reason or (NOT_SPECIFIED if reason in NO_REASON else reason),
    )


def cents(text: str) -> int:
    """Read a sign (0 credit, 1 debit) and fifteen digits, the last three thousandths."""
    if not re.fullmatch(r"[01]\d{15}", text, re.ASCII) or text[-1] != "0":
        raise NotARecord
    amount = int(text[1:-1])
    return -amount if text[0] == "1" else amount


def number(text: str) -> int | None:
    """Read the number of a coded statement; zeros or blanks say that the bank does not count."""
    return int(text) or None if re.fullmatch(r"\d{3}", text, re.ASCII) else None


def day(text: str, unknown: date | None = None) -> date:
    """Read DDMMYY; zeros say that the bank does not know it."""
    if unknown and text == "000000":
        return unknown
    return read_as(lambda digits: datetime.strptime(digits, "%d%m%y").date(), text)  # noqa: DTZ007


def read_as(kind: Callable[[str], T], text: str) -> T:
    try:
        return kind(text)
    except ValueError:
        raise NotARecord from None
