"""Turn the amounts of a payslip into lines: which rule, at what rate, since when, says who."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from commonweal.rules import employer_lines, wage_lines
from commonweal.rules.cases import Case
from commonweal.rules.lines import Doubts, Draft, Line, Part, Sheet, euro, percent
from commonweal.rules.parameters import Figure
from commonweal.rules.pay_rules import PayRules
from commonweal.rules.payslip import Amounts, amounts, question, rules_of
from commonweal.rules.shapes import SHAPES

__all__ = ["Line", "Part", "Payslip", "drafts", "euro", "explain", "payslip", "percent"]


@dataclass(frozen=True, slots=True)
class Payslip:
    """A computed payslip with its explanation and the version of the figures it used."""

    case: Case
    amounts: Amounts
    lines: tuple[Line, ...]
    rules_version: str
    sources: Mapping[str, Figure]

    @property
    def marks(self) -> tuple[str, ...]:
        """The parameters behind it that still have to be confirmed."""
        return tuple(dict.fromkeys(name for line in self.lines for name in line.unconfirmed))


def payslip(case: Case) -> Payslip:
    """
    Compute and explain one payslip.

    :raises NoFigure: if the law's figures of that day are not known
    :raises BadCase: if the chosen extra withholding leaves no wage
    """
    rules = rules_of(case)
    found = amounts(case)
    return Payslip(case, found, explain(case, found, rules), rules.version, rules.sources)


def explain(case: Case, found: Amounts, rules: PayRules) -> tuple[Line, ...]:
    """Return the lines of a payslip, in the order in which they are computed."""
    given = case.year_cents is not None
    sheet = Sheet(question(case, rules), found, rules, case.from_taxable, given)
    doubts = Doubts()
    return tuple(
        _line(draft, rules.sources, case.on, doubts) for draft in drafts(sheet) if draft.when
    )


def drafts(sheet: Sheet) -> Iterator[Draft]:
    """Yield the lines of one pay or of many, before their source is looked up."""
    yield from wage_lines.taxable(sheet) if sheet.from_taxable else wage_lines.social(sheet)
    yield from wage_lines.tax(sheet)
    yield from wage_lines.net(sheet)
    if not sheet.from_taxable:
        yield from employer_lines.employer(sheet)
        yield from employer_lines.house(sheet)


def _line(draft: Draft, sources: Mapping[str, Figure], on: date, doubts: Doubts) -> Line:
    """Return the line with its source: a dated figure, or what it is made of."""
    shape = SHAPES[draft.code]
    part, rate, figures = shape.part, str(draft.rate), shape.figures(sources)
    if not figures:
        return Line(
            draft.code, part, "sum", rate, draft.base, draft.amount, on, shape.of,
            doubts.inherited(part), "",
        )  # fmt: skip
    behind = [sources[name] for name in figures]
    own = doubts.noted(part, [f.parameter for f in behind if f.confidence == "unconfirmed"])
    notes = "; ".join(figure.note for figure in behind if figure.note)
    rule, *also = figures
    return Line(
        draft.code, part, rule, rate, draft.base, draft.amount, behind[0].valid_from,
        behind[0].reference, own, notes, tuple(also),
    )  # fmt: skip
