"""
The withholding tax of Annex III by its key formula: a year's tax on twelve such months.

Taxable pay x 12, less lump-sum costs; the scale; less the tax on the exempt amount; less the
reductions for the family; divided by 12; less the fiscal work bonus.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from commonweal.rules.arithmetic import least, most, pick, rounded, share

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Bracket:
    """A slice of yearly income and its rate; the last slice has no end."""

    low_cents: int
    width_cents: int | None
    rate: Fraction


@dataclass(frozen=True, slots=True)
class KeyFormula:
    """The amounts of one year of Annex III."""

    cost_rate: Fraction
    cost_cap_cents: int
    brackets: tuple[Bracket, ...]
    exempt_tax_cents: int
    quotient_rate: Fraction
    quotient_cap_cents: int
    children_cents: tuple[int, ...]
    extra_child_cents: int
    single_parent_cents: int


def key_formula(value: Mapping[str, Any]) -> KeyFormula:
    """Return the formula of a year from its dated figure."""
    return KeyFormula(
        cost_rate=value["cost_rate"],
        cost_cap_cents=value["cost_cap"],
        brackets=_brackets(value["bounds"], value["rates"]),
        exempt_tax_cents=value["exempt_tax"],
        quotient_rate=value["quotient_rate"],
        quotient_cap_cents=value["quotient_cap"],
        children_cents=(0, *value["children"]),
        extra_child_cents=value["extra_child"],
        single_parent_cents=value["dependant_unit"],
    )


def _brackets(bounds: tuple[int, ...], rates: tuple[Fraction, ...]) -> tuple[Bracket, ...]:
    edges = (0, *bounds)
    inner = [
        Bracket(low, high - low, rate)
        for (low, high), rate in zip(pairwise(edges), rates, strict=False)
    ]
    return (*inner, Bracket(edges[-1], None, rates[-1]))


def costs(year_income: int, formula: KeyFormula) -> int:
    """Return the lump-sum professional costs of a year."""
    return least(share(year_income, formula.cost_rate), formula.cost_cap_cents)


def scale(income: int, formula: KeyFormula) -> int:
    """Return the tax of the scale, each bracket rounded to the cent as Annex III prints them."""
    tax = 0
    for bracket in formula.brackets:
        inside = most(income - bracket.low_cents, 0)
        if bracket.width_cents is not None:
            inside = least(inside, bracket.width_cents)
        tax += share(inside, bracket.rate)
    return tax


def quotient(income: int, formula: KeyFormula) -> int:
    """Return the part of the income that counts as earned by a partner without income."""
    return least(share(income, formula.quotient_rate), formula.quotient_cap_cents)


def children_reduction(children: int, formula: KeyFormula) -> int:
    """Return the reduction of a year for dependent children: a table, then a step a child."""
    last = len(formula.children_cents) - 1
    beyond = most(children - last, 0)
    return pick(formula.children_cents, least(children, last)) + beyond * formula.extra_child_cents


def month(year_tax: int) -> int:
    """Return a twelfth of a year's tax, rounded half up."""
    return rounded(year_tax, MONTHS)


def withheld(key_amount: int, taxable: int, chosen_rate: Fraction, left: int) -> int:
    """
    Return what is kept: the key formula, or the worker's own rate where that is more.

    The own rate stops at what is `left` of the wage after other contributions.
    """
    return most(key_amount, least(share(taxable, chosen_rate), left))
