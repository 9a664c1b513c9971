"""
The calendar months of many people at once, by the same rule text as one.

Pays are sorted by person and part, and summed where a part begins (`np.add.reduceat`); the steps
of month.py then run on whole columns, once for each set of figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from commonweal.rules import batch
from commonweal.rules.cases import Case
from commonweal.rules.errors import RuleError
from commonweal.rules.month import (
    Part,
    Settled,
    Sorted,
    Sums,
    Totals,
    Whole,
    counted,
    declared,
    part,
    sort,
    special_base,
    whole,
    words_of,
)
from commonweal.rules.pay_rules import PayRules
from commonweal.rules.payslip import Question, question, rules_of

Column = NDArray[np.int64]
Rows = NDArray[np.intp]
Record = TypeVar("Record")
NUMBERS = tuple(each.name for each in fields(Question))
EMPTY: Column = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Months:
    """
    Settled months as columns. `parts` stand in the order of their `person` (a place in the list
    given), with their words and figures; `refused` says why a person has no answer.
    """

    sorted: Sequence[Sorted]
    person: Column
    parts: Part | None
    apart: batch.Batch
    apart_person: Column
    whole: Whole | None
    refused: dict[int, RuleError]

    def settled(self, person: int) -> Settled:
        """Return the month of one person who is not refused, in plain integers."""
        assert self.whole is not None
        month = self.sorted[person]
        first = int(np.searchsorted(self.person, person))
        found = {words: row(self.parts, first + at) for at, words in enumerate(month.words)}
        start = int(np.searchsorted(self.apart_person, person))
        apart = tuple((case, self.apart.amounts(start + at)) for at, case in enumerate(month.apart))
        return Settled(found, apart, row(self.whole, person))


@dataclass(frozen=True, slots=True)
class _Pays:
    """Every regular pay of everybody as a row: its part, and what it counts for there."""

    part: Column
    sums: Sums


class _Parts:
    """The parts of everybody in order: whose they are, and their figures."""

    def __init__(self) -> None:
        self.person: list[int] = []
        self.rules: list[PayRules] = []
        self.rows: list[tuple[int, int, int, int]] = []
        self.students: list[bool] = []

    def add(self, person: int, month: Sorted) -> None:
        """Add the parts of one person with a row for each pay."""
        for words in month.words:
            rules = month.rules(words)
            place = len(self.person)
            self.person.append(person)
            self.rules.append(rules)
            for case in month.regular:
                if words_of(case) == words:
                    asked = question(case, rules)
                    self.rows.append((place, asked.gross, asked.minutes, asked.student_left))
                    self.students.append(words[0] == "student")


def settle(people: Sequence[Sequence[Case]]) -> Months:
    """Settle the months of many people, each with at least one pay; see month.settle."""
    months = [sort(pays) for pays in people]
    parts = _Parts()
    asked: list[Question] = []
    figures: list[PayRules] = []
    refused: dict[int, RuleError] = {}
    for person, month in enumerate(months):
        try:
            rules = month.case_rules()
            for case in month.apart:
                rules_of(case)
            parts.add(person, month)
        except RuleError as error:
            refused[person] = error
            continue
        figures.append(rules)
        asked.append(question(month.last, rules))
    return _settled(months, parts, asked, figures, refused)


def _settled(
    months: Sequence[Sorted],
    parts: _Parts,
    asked: Sequence[Question],
    figures: Sequence[PayRules],
    refused: dict[int, RuleError],
) -> Months:
    """Sum and compute: `asked` and `figures` are of the persons who are not refused, in order."""
    answered = np.array([n for n in range(len(months)) if n not in refused], dtype=np.int64)
    person = np.array(parts.person, dtype=np.int64)
    summed = _by_figures(_summed(parts), parts.rules, part)
    cases = [(n, case) for n in answered.tolist() for case in months[n].apart]
    apart = batch.payslips(batch.questions([case for _n, case in cases]))
    apart_person = np.array([n for n, _case in cases], dtype=np.int64)
    totals = _totals(summed, person, apart, cases, len(months))
    found = None
    if len(answered):
        table = np.array([_numbers(each) for each in asked], dtype=np.int64).T
        questions: Any = Question(*table)
        found = _by_figures((questions, take(totals, answered)), figures, _whole)
        found = _spread([(answered, found)], len(months))
    return Months(months, person, summed, apart, apart_person, found, refused)


def _whole(given: tuple[Question, Totals], rules: PayRules) -> Whole:
    return whole(given[0], given[1], rules)


def _numbers(asked: Question) -> tuple[int, ...]:
    return tuple(getattr(asked, name) for name in NUMBERS)


def _summed(parts: _Parts) -> Sums:
    """Return the sums of each part: its rows stand together, so it begins where a row's differs."""
    if not parts.rows:
        return Sums(EMPTY, EMPTY, EMPTY)
    place, gross, minutes, left = np.array(parts.rows, dtype=np.int64).T
    student = np.array(parts.students)
    ordinary = counted(gross, minutes, left, is_student=False)
    limited = counted(gross, minutes, left, is_student=True)
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    return Sums(
        np.add.reduceat(gross, starts),
        np.add.reduceat(np.where(student, limited.inside, ordinary.inside), starts),
        np.add.reduceat(np.where(student, limited.minutes, ordinary.minutes), starts),
    )


def _totals(
    found: Part | None,
    person: Column,
    apart: batch.Batch,
    cases: Sequence[tuple[int, Case]],
    people: int,
) -> Totals:
    """Sum the parts of each person, and the pays that stand apart."""

    def of(column: Any, whose: Column = person) -> Column:
        sums = np.zeros(people, dtype=np.int64)
        if len(whose):
            starts = np.flatnonzero(np.diff(whose, prepend=-1))
            sums[whose[starts]] = np.add.reduceat(column, starts)
        return sums

    whose = np.array([n for n, _case in cases], dtype=np.int64)
    premiums = np.array([_premium(case) for _n, case in cases], dtype=np.int64)
    zero = np.zeros(people, dtype=np.int64)
    if found is None:
        return Totals(
            zero, zero, zero, zero, zero, zero,
            of(premiums, whose), of(apart.columns["net"], whose),
        )  # fmt: skip
    return Totals(
        untaxed=of(found.social.untaxed),
        keyed=of(found.keyed),
        flat=of(found.flat),
        flat_tax=of(found.flat_tax),
        fiscal_a=of(found.fiscal_a),
        fiscal_b=of(found.fiscal_b),
        special_base=of(found.special_base) + of(premiums, whose),
        apart_net=of(apart.columns["net"], whose),
    )


def _premium(case: Case) -> int:
    base: int = special_base(declared(case, case.gross_cents), rules_of(case))
    return base


def _by_figures(given: Any, rules: Sequence[PayRules], step: Any) -> Any:
    """Apply a step of the month to columns, once for each set of figures."""
    places: dict[int, list[int]] = {}
    for row_, each in enumerate(rules):
        places.setdefault(id(each), []).append(row_)
    pieces = []
    for rows in places.values():
        some = np.array(rows, dtype=np.intp)
        pieces.append((some, step(take(given, some), rules[rows[0]])))
    return _spread(pieces, len(rules)) if pieces else None


def take(record: Any, rows: Rows) -> Any:
    """Return some rows of a record of columns, or of a tuple of them."""
    if isinstance(record, tuple):
        return tuple(take(each, rows) for each in record)
    if is_dataclass(record):
        kind: Any = type(record)
        return kind(*(take(getattr(record, each.name), rows) for each in fields(record)))
    return record[rows] if isinstance(record, np.ndarray) else record


def row(record: Any, place: int) -> Any:
    """Return one row of a record of columns, in plain integers."""
    if is_dataclass(record):
        kind: Any = type(record)
        return kind(*(row(getattr(record, each.name), place) for each in fields(record)))
    return int(record[place])


def _spread(pieces: Sequence[tuple[Rows, Any]], size: int) -> Any:
    """Put records of some rows together to one record of all rows."""
    first = pieces[0][1]
    if is_dataclass(first):
        kind: Any = type(first)
        return kind(
            *(
                _spread([(rows, getattr(piece, each.name)) for rows, piece in pieces], size)
                for each in fields(first)
            )
        )
    column = np.zeros(size, dtype=np.int64)
    for rows, values in pieces:
        column[rows] = values
    return column
