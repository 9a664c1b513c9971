"""Turn the amounts of a payslip into lines: which rule, at what rate, since when, says who."""

from collections.abc import Mapping
from dataclasses import dataclass

from commonweal.rules import employer_lines, wage_lines
from commonweal.rules.cases import Case
from commonweal.rules.lines import Line, Part, Pen, euro, percent
from commonweal.rules.parameters import Figure
from commonweal.rules.pay_rules import PayRules
from commonweal.rules.payslip import Amounts, amounts, rules_of

__all__ = ["Line", "Part", "Payslip", "euro", "explain", "payslip", "percent"]


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
    wage, charge = Pen(case, rules), Pen(case, rules)
    begin = wage_lines.taxable if case.from_taxable else wage_lines.social
    lines = [*begin(wage, found), *wage_lines.tax(wage, found), *wage_lines.net(wage, found)]
    if not case.from_taxable:
        lines += [*employer_lines.employer(charge, found), *employer_lines.house(charge, found)]
    return tuple(line for line in lines if line is not None)
