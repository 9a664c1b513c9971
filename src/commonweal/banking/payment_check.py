"""
Judging a list of credit transfers that somebody wrote in a CSV file. Pure: no database.

Each row is accepted or refused, with every reason at once; what is accepted can be written as a
file for the bank. A day on which no bank works is no fault: the row says when it is executed.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from commonweal.banking import sepa
from commonweal.banking.payment_rows import COLUMNS, Row, Unreadable, rows
from commonweal.banking.values import Remark
from commonweal.kernel import identifiers, money

__all__ = [
    "COLUMNS", "SENTENCES", "Calendar", "Checked", "CheckedRow", "Unreadable", "check", "said",
]  # fmt: skip

# What the rulebook of SEPA allows: 999,999,999.99 euro a transfer, 35 signs a name of it.
MOST_CENTS, LONGEST_ID = 99_999_999_999, 35
WHOLE = re.compile(r"[+-]?[0-9]+", re.ASCII)
LIKE_AN_IBAN = re.compile(r"[A-Za-z]{2}[ -]?[0-9]", re.ASCII)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
# No bank keeps an order for longer than a year. A day in the past is told, not refused.
FURTHEST = timedelta(days=366)
MOST_DIGITS = 18  # more than any sum of money, and what a database holds

SENTENCES = {
    # The row is refused.
    "no_id": _("Give every transfer an end_to_end_id: this row has none."),
    "long_id": _("Shorten the end_to_end_id to 35 signs: this one has %(length)s."),
    "id_signs": _(
        "Use only letters without accents, digits, blanks and /-?:().,'+ in the end_to_end_id:"
        " “%(signs)s” is none of these."
    ),
    "id_slash": _("Take the slash away: an end_to_end_id has none at its ends, and never two."),
    "double_id": _("Give this transfer an end_to_end_id of its own: row %(row)s has the same."),
    "no_name": _("Give the name of the payee."),
    "name_signs": _("Write the name of the payee in Latin letters: no bank can read “%(name)s”."),
    "no_iban": _("Give the account number of the payee."),
    "iban": _("Compare the account number with the bank card: “%(number)s” does not fit."),
    "not_sepa": _(
        "Pay this one in another way: accounts of %(country)s take no SEPA credit transfer."
    ),
    "no_amount": _("Give the amount in whole cents."),
    "amount": _("Write the amount in whole cents, as in 15000 for 150.00: “%(text)s” is not."),
    "not_positive": _("Give an amount above zero: nobody can be paid %(amount)s."),
    "too_much": _("Split the amount: a SEPA credit transfer is at most 999,999,999.99 euro."),
    "no_day": _("Give the day of execution."),
    "day": _("Write the day as in 2026-05-11: “%(text)s” is no day."),
    "far_day": _("Look at the year again: %(day)s is more than a year from today."),
    "cells": _("Compare the row with the heading: it has %(found)s cells of %(wanted)s."),
    "quotes": _("Close the quotation marks, or double them within a cell: this row has one alone."),
    "unreadable": _("Write the name again: it has signs that cannot be read (“%(name)s”)."),
    # The row is accepted, and this is told beside it.
    "past": _("%(day)s is past: executed on %(executed)s."),
    "closed": _("No bank works on %(day)s: executed on %(executed)s."),
    "shortened": _("The bank reads a name of 70 signs: “%(name)s”."),
    "rewritten": _("The bank reads the name as “%(name)s”."),
    "same_payment": _("Row %(row)s pays the same to the same account on the same day."),
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the check asks of the world: the day, which days banks work, where SEPA reaches."""

    today: date
    bank_day: Callable[[date], date]
    countries: frozenset[str]


@dataclass(slots=True)
class CheckedRow:
    """
    One row: what stood in it, why it is refused, what is told of it, and what is paid. `row`
    counts from 1 below the heading; `line` is where it begins in the file, the heading is on 1.
    """

    row: int
    line: int
    cells: Mapping[str, str]
    faults: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    transfer: sepa.Transfer | None = None

    @property
    def accepted(self) -> bool:
        """Whether it can be paid."""
        return self.transfer is not None


@dataclass(frozen=True, slots=True)
class Checked:
    """The whole list, with the hash of the bytes that were read."""

    sha256: str
    rows: Sequence[CheckedRow]

    @property
    def transfers(self) -> list[sepa.Transfer]:
        """What was accepted, in the order of the file."""
        return [row.transfer for row in self.rows if row.transfer]

    @property
    def accepted_cents(self) -> int:
        """The sum of what was accepted."""
        return sum(transfer.cents for transfer in self.transfers)


def said(remark: Remark) -> str:
    """Return the sentence of a fault or a note, in the language that is spoken now."""
    return str(SENTENCES[remark.code]) % remark.values


def check(content: bytes, calendar: Calendar) -> Checked:
    """
    Judge every row of a CSV file with the columns of COLUMNS, in any order.

    :raises Unreadable: if it is no such file, or has no rows
    """
    seen_ids: dict[str, int] = {}
    seen_payments: dict[tuple[str, int, date], int] = {}
    judged = [_judge(row, calendar, seen_ids) for row in rows(content)]
    if not judged:
        raise Unreadable(str(_("Add at least one row below the heading: there is none.")))
    for row in judged:
        _note_twin(row, seen_payments)
    return Checked(hashlib.sha256(content).hexdigest(), judged)


# ---- a row ------------------------------------------------------------------------------------


def _judge(found: Row, calendar: Calendar, seen: dict[str, int]) -> CheckedRow:
    if found.fault:
        return CheckedRow(found.row, found.line, dict.fromkeys(COLUMNS, ""), [found.fault])
    cells = found.cells
    row = CheckedRow(found.row, found.line, cells)
    row.faults += _id_faults(cells["end_to_end_id"], seen)
    seen.setdefault(cells["end_to_end_id"], found.row)
    row.faults += _name_faults(cells["name"])
    row.faults += _iban_faults(cells["iban"], calendar.countries)
    row.faults += _amount_faults(cells["amount_cents"])
    row.faults += _day_faults(cells["execution_date"], calendar.today)
    if not row.faults:
        _accept(row, calendar)
    return row


def _id_faults(text: str, seen: Mapping[str, int]) -> Iterator[Remark]:
    if not text:
        yield Remark("no_id")
        return
    if len(text) > LONGEST_ID:
        yield Remark("long_id", {"length": len(text)})
    if signs := "".join(dict.fromkeys(sepa.NOT_TAKEN.findall(text))):
        yield Remark("id_signs", {"signs": signs})
    if text.startswith("/") or text.endswith("/") or "//" in text:
        yield Remark("id_slash")
    if text in seen:
        yield Remark("double_id", {"row": seen[text]})


def _name_faults(text: str) -> Iterator[Remark]:
    if not text:
        yield Remark("no_name")
    elif "\ufffd" in text:
        yield Remark("unreadable", {"name": text})
    elif not is_readable(text):
        yield Remark("name_signs", {"name": text})


def is_readable(name: str) -> bool:
    """Whether a letter or a digit is left of a name in the signs that every bank takes."""
    return any(map(str.isalnum, sepa.plain(name, sepa.NAME)))


def _iban_faults(text: str, countries: frozenset[str]) -> Iterator[Remark]:
    if not text:
        yield Remark("no_iban")
        return
    country = text[:2].upper()
    if LIKE_AN_IBAN.match(text) and country not in countries:
        yield Remark("not_sepa", {"country": country})
        return
    try:
        identifiers.iban(text)
    except identifiers.WrongIban:
        yield Remark("iban", {"number": text})


def _amount_faults(text: str) -> Iterator[Remark]:
    if not text:
        yield Remark("no_amount")
    elif not WHOLE.fullmatch(text):
        yield Remark("amount", {"text": text})
    elif len(digits := text.lstrip("+-0")) > MOST_DIGITS and text[0] != "-":
        yield Remark("too_much")
    elif text[0] == "-" or not digits:
        yield Remark("not_positive", {"amount": _shown(text)})
    elif int(digits) > MOST_CENTS:
        yield Remark("too_much")


def _shown(text: str) -> str:
    return money.show(int(text)) if len(text) <= MOST_DIGITS else text


def _day_faults(text: str, today: date) -> Iterator[Remark]:
    asked = _day(text)
    if not text:
        yield Remark("no_day")
    elif asked is None:
        yield Remark("day", {"text": text})
    elif asked - today > FURTHEST:
        yield Remark("far_day", {"day": text})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def _accept(row: CheckedRow, calendar: Calendar) -> None:
    cells = row.cells
    name, asked = sepa.plain(cells["name"], sepa.NAME), _day(cells["execution_date"])
    assert asked is not None
    executed = calendar.bank_day(max(asked, calendar.today))
    if executed != asked:
        code = "past" if asked < calendar.today else "closed"
        row.notes.append(Remark(code, {"day": f"{asked}", "executed": f"{executed}"}))
    if name != " ".join(filter(None, cells["name"].split(" "))):
        whole = sepa.plain(cells["name"], len(cells["name"]) * 8)
        row.notes.append(Remark("shortened" if whole != name else "rewritten", {"name": name}))
    row.transfer = sepa.Transfer(
        cells["end_to_end_id"],
        name,
        identifiers.iban(cells["iban"]),
        int(cells["amount_cents"]),
        "",
        executed,
    )


def _note_twin(row: CheckedRow, seen: dict[tuple[str, int, date], int]) -> None:
    """Two equal transfers may be right; who looks at the list should know."""
    if row.transfer is None:
        return
    key = (row.transfer.iban, row.transfer.cents, row.transfer.due_on)
    if key in seen:
        row.notes.append(Remark("same_payment", {"row": seen[key]}))
    seen.setdefault(key, row.row)
