"""
Many payslips at once, by the same rule text as one.

Rows of one day's figures, status, family and kind go through `payslip.compute` together, as
arrays of int64 in chunks that stay in the processor's cache. The answer keeps every amount of
every payslip as a column; a row can be explained line by line, like a payslip of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commonweal.rules.cases import Case
from commonweal.rules.errors import NoFigure, RuleError
from commonweal.rules.exceptional import ExceptionalTax
from commonweal.rules.explanation import Line, explain
from commonweal.rules.lines import Sheet
from commonweal.rules.pay_rules import PayRules, pay_rules
from commonweal.rules.payslip import (
    Amounts,
    Employer,
    Question,
    Social,
    Tax,
    compute,
    no_retirees,
    too_much_withheld,
    usual_year,
)
from commonweal.rules.withholding import Reductions

Column = NDArray[np.int64]
CHUNK = 16_384
PARTS: tuple[tuple[str, type], ...] = (
    ("social", Social), ("tax", Tax), ("exceptional", ExceptionalTax), ("employer", Employer)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Questions:
    """
    The cases of a batch as columns of int64: amounts in cents, times in minutes. What `Case`
    leaves open (None) is -1 here. `group` is the place of a row's words in `words`: its day,
    status, family, kind, flat rate and whether it starts from the taxable pay.
    """

    gross: Column
    minutes: Column
    children: Column
    disabled: Column
    dependants: Column
    retirees: Column
    chosen_ppm: Column
    extra: Column
    year: Column
    student_left: Column
    group: Column
    words: tuple["Words", ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What rows of one group share. `on` is any day on which the same figures hold."""

    on: Any
    status: str
    family: str
    kind: str
    flat_rate: str
    from_taxable: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """
    The amounts of every row as columns (`columns["employer.due"][7]`), the figures of each
    group, and what was wrong with the rows that have no answer.
    """

    questions: Questions
    columns: Mapping[str, Column]
    rules: tuple[PayRules | None, ...]
    refused: Mapping[int, RuleError]

    def rules_of(self, row: int) -> PayRules:
        """Return the figures of a row that has an answer."""
        found: PayRules | None = self.rules[int(self.questions.group[row])]
        assert found is not None
        return found

    def amounts(self, row: int) -> Amounts:
        """Return one payslip of the batch, in plain integers."""
        values = {name: int(column[row]) for name, column in self.columns.items()}
        rules = self.rules_of(row)
        return _amounts(values, exceptional=bool(rules.exceptional) and rules.flat_rate is None)

    def sheet(self, rows: NDArray[np.intp], place: int) -> Sheet:
        """Return some rows of one set of figures as the columns from which lines are written."""
        rules, words = self.rules[place], self.questions.words[place]
        assert rules is not None
        values = {name: column[rows] for name, column in self.columns.items()}
        return Sheet(
            _question(self.questions, rows, rules, words.from_taxable),
            _amounts(values, exceptional=bool(rules.exceptional) and rules.flat_rate is None),
            rules,
            words.from_taxable,
            self.questions.year[rows] >= 0,
        )

    def lines(self, row: int, case: Case) -> tuple[Line, ...]:
        """Explain one payslip of the batch."""
        return explain(case, self.amounts(row), self.rules_of(row))


NUMBERS = tuple(each.name for each in fields(Question))


def questions(cases: Sequence[Case]) -> Questions:
    """Return cases as the columns of a batch."""
    words: dict[Words, int] = {}
    group = [words.setdefault(_words(case), len(words)) for case in cases]
    columns = (
        np.array([_numbers(case) for case in cases], dtype=np.int64).reshape(-1, len(NUMBERS)).T
    )
    numbers: dict[str, Any] = dict(zip(NUMBERS, columns, strict=True))
    return Questions(**numbers, group=np.array(group, dtype=np.int64), words=tuple(words))


def _words(case: Case) -> Words:
    return Words(
        case.on, case.status, case.family, case.kind, case.flat_rate, case.from_taxable
    )  # fmt: skip


def _numbers(case: Case) -> tuple[int, ...]:
    left = case.student_minutes_left
    return (
        case.gross_cents,
        -1 if case.minutes is None else case.minutes,
        case.children + case.disabled_children,
        case.disabled_people,
        case.dependants,
        case.dependent_retirees,
        case.withholding_ppm,
        case.extra_withholding_cents,
        -1 if case.year_cents is None else case.year_cents,
        (-1 if left is None else left) if case.declared_in_time else 0,
    )


def payslips(asked: Questions) -> Batch:
    """
    Compute a batch. A row that cannot be computed is in `refused`, and zero in every column.

    Rows are sorted by their group first; groups of one set of figures are computed as one.
    """
    rules, refused = _rules(asked.words)
    columns = {name: np.zeros(len(asked.gross), dtype=np.int64) for name in COLUMNS}
    faults: dict[int, RuleError] = {}
    for place, rows in by_figures(asked, rules):
        if place in refused:
            faults |= dict.fromkeys(rows.tolist(), refused[place])
            continue
        figures = rules[place]
        assert figures is not None
        for start in range(0, len(rows), CHUNK):
            some = rows[start : start + CHUNK]
            _compute(asked, some, figures, asked.words[place].from_taxable, columns)
    faults |= _faults(asked, columns, rules)
    for row in faults:
        for column in columns.values():
            column[row] = 0
    return Batch(asked, columns, rules, faults)


def _rules(words: Sequence[Words]) -> tuple[tuple[PayRules | None, ...], dict[int, RuleError]]:
    """Return the figures of each group, and why a group has none."""
    found: list[PayRules | None] = []
    refused: dict[int, RuleError] = {}
    for place, each in enumerate(words):
        try:
            found.append(pay_rules(each.on, each.status, each.family, each.kind, each.flat_rate))
        except NoFigure as error:
            found.append(None)
            refused[place] = error
    return tuple(found), refused


def by_figures(
    asked: Questions, rules: Sequence[PayRules | None]
) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Yield the rows of each set of figures, with the place of one group that has them."""
    first: dict[Any, int] = {}
    same = np.array(
        [
            first.setdefault((id(found), words.from_taxable) if found else place, place)
            for place, (found, words) in enumerate(zip(rules, asked.words, strict=True))
        ],
        dtype=np.int64,
    )
    if not len(same):
        return
    places = same[asked.group]
    order = np.argsort(places, kind="stable")
    edges = np.flatnonzero(np.diff(places[order])) + 1
    for rows in np.split(order, edges):
        if len(rows):
            yield int(places[rows[0]]), rows


def _compute(
    asked: Questions,
    rows: NDArray[np.intp],
    rules: PayRules,
    from_taxable: bool,
    columns: Mapping[str, Column],
) -> None:
    found = compute(_question(asked, rows, rules, from_taxable), rules, from_taxable=from_taxable)
    for name, values in _flat(found):
        columns[name][rows] = values


def _question(
    asked: Questions, rows: NDArray[np.intp], rules: PayRules, from_taxable: bool
) -> Question:
    """Return the numbers of some rows, with what the rules say where a row says nothing."""
    gross, minutes = asked.gross[rows], asked.minutes[rows]
    year, left = asked.year[rows], asked.student_left[rows]
    quota = rules.student.quota_minutes if rules.student else 0
    usual = usual_year(gross, rules, from_taxable=from_taxable) if rules.exceptional else 0
    return Question(
        gross=gross,
        minutes=np.where(minutes < 0, rules.full_month_minutes // rules.pays_a_month, minutes),
        children=asked.children[rows],
        disabled=asked.disabled[rows],
        dependants=asked.dependants[rows],
        retirees=asked.retirees[rows],
        chosen_ppm=asked.chosen_ppm[rows],
        extra=asked.extra[rows],
        year=np.where(year < 0, usual, year),
        student_left=np.where(left < 0, quota, left),
    )


def _faults(
    asked: Questions, columns: Mapping[str, Column], rules: Sequence[PayRules | None]
) -> dict[int, RuleError]:
    """Return the refusals that depend on a row's numbers."""
    found: dict[int, RuleError] = {}
    for row in np.flatnonzero(columns["net"] < 0).tolist():
        left = int(asked.extra[row] + columns["net"][row])
        found[row] = too_much_withheld(left)
    for row in np.flatnonzero(asked.retirees).tolist():
        figures = rules[asked.group[row]]
        if figures and figures.key_formula.retiree_cents is None:
            found[row] = no_retirees(asked.words[asked.group[row]].on.year)
    return found


def _names(kind: type, prefix: str = "") -> Iterator[str]:
    for each in fields(kind):
        if each.name == "reductions":
            yield from _names(Reductions, f"{prefix}reductions.")
        else:
            yield prefix + each.name


def _flat(found: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every amount of a payslip by its name: `employer.due`."""
    for each in fields(found):
        value = getattr(found, each.name)
        if is_dataclass(value):
            yield from _flat(value, f"{prefix}{each.name}.")
        elif value is not None:
            yield prefix + each.name, value


SIMPLE = tuple(each.name for each in fields(Amounts) if each.name not in dict(PARTS))
COLUMNS = (*SIMPLE, *(f"{part}.{name}" for part, kind in PARTS for name in _names(kind)))


def _amounts(values: Mapping[str, Any], *, exceptional: bool) -> Amounts:
    """Put the amounts of one row, or of many, together again."""
    parts: dict[str, Any] = {part: _part(kind, values, f"{part}.") for part, kind in PARTS}
    if not exceptional:
        parts["exceptional"] = None
    return Amounts(**parts | {name: values[name] for name in SIMPLE})


def _part(kind: type, values: Mapping[str, Any], prefix: str) -> Any:
    return kind(
        **{
            each.name: _part(Reductions, values, f"{prefix}reductions.")
            if each.name == "reductions"
            else values[prefix + each.name]
            for each in fields(kind)
        }
    )
