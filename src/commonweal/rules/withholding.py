"""
The withholding tax of Annex III by its key formula: a year's tax on twelve such months.

Taxable pay x 12, less lump-sum costs; the scale; less the tax on the exempt amount; less the
reductions for the family; divided by 12; less the fiscal work bonus.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from math import lcm
from typing import Any

from commonweal.rules.arithmetic import Cents, least, most, pick, place, rounded, share
from commonweal.rules.cases import PPM

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Scale:
    """
    The slices of yearly income, lowest first. All but the last end at a `top`; `below` is the tax
    of the slices under each, rounded to the cent one by one, as Annex III prints them; `parts` is
    its own rate in parts of `whole`.
    """

    rates: tuple[Fraction, ...]
    tops: tuple[int, ...]
    lows: tuple[int, ...]
    below: tuple[int, ...]
    parts: tuple[int, ...]
    whole: int


@dataclass(frozen=True, slots=True)
class KeyFormula:
    """The amounts of one year of Annex III."""

    cost_rate: Fraction
    cost_cap_cents: int
    scale: Scale
    exempt_tax_cents: int
    quotient_rate: Fraction
    quotient_cap_cents: int
    children_cents: tuple[int, ...]
    extra_child_cents: int
    dependant_cents: int
    retiree_cents: int | None
    low_income_cents: int
    low_pension_cents: int


@dataclass(frozen=True, slots=True)
class Reductions:
    """What the family takes off the tax of a year, each in cents."""

    children: Cents
    single_parent: Cents
    disabled: Cents
    dependants: Cents
    partner: Cents

    @property
    def all(self) -> Cents:
        """All of them together."""
        return self.children + self.single_parent + self.disabled + self.dependants + self.partner


def key_formula(value: Mapping[str, Any]) -> KeyFormula:
    """Return the formula of a year from its dated figure."""
    return KeyFormula(
        cost_rate=value["cost_rate"],
        cost_cap_cents=value["cost_cap"],
        scale=_scale(value["bounds"], value["rates"]),
        exempt_tax_cents=value["exempt_tax"],
        quotient_rate=value["quotient_rate"],
        quotient_cap_cents=value["quotient_cap"],
        children_cents=(0, *value["children"]),
        extra_child_cents=value["extra_child"],
        dependant_cents=value["dependant_unit"],
        retiree_cents=value.get("dependant_retiree"),
        low_income_cents=value["partner_low_other"],
        low_pension_cents=value["partner_low_pension"],
    )


def _scale(tops: tuple[int, ...], rates: tuple[Fraction, ...]) -> Scale:
    lows, whole = (0, *tops), lcm(*(rate.denominator for rate in rates))
    slices = (
        share(top - low, rate) for (low, top), rate in zip(pairwise(lows), rates, strict=False)
    )
    parts = tuple(rate.numerator * whole // rate.denominator for rate in rates)
    return Scale(rates, tops, lows, (0, *accumulate(slices)), parts, whole)


def costs(year_income: Cents, formula: KeyFormula) -> Cents:
    """Return the lump-sum professional costs of a year."""
    return least(share(year_income, formula.cost_rate), formula.cost_cap_cents)


def scale(income: Cents, formula: KeyFormula) -> Cents:
    """Return the tax of the scale: that of the slices below, and a part of the slice it ends in."""
    table = formula.scale
    at = place(table.tops, income)
    inside = (income - pick(table.lows, at)) * pick(table.parts, at)
    return pick(table.below, at) + rounded(inside, table.whole)


def quotient(income: Cents, formula: KeyFormula) -> Cents:
    """Return the part of the income that counts as earned by a partner without income."""
    return least(share(income, formula.quotient_rate), formula.quotient_cap_cents)


def children_reduction(children: Cents, formula: KeyFormula) -> Cents:
    """
    Return the reduction of a year for dependent children: a table, then a step a child.

    A child with a disability counts for two: the caller has counted it so.
    """
    last = len(formula.children_cents) - 1
    beyond = most(children - last, 0)
    return pick(formula.children_cents, least(children, last)) + beyond * formula.extra_child_cents


def month(year_tax: Cents) -> Cents:
    """Return a twelfth of a year's tax, rounded half up."""
    return rounded(year_tax, MONTHS)


def partner_reduction(family: str, formula: KeyFormula) -> int:
    """Return the reduction of a year for a partner with a low income or pension of their own."""
    low = {
        "partner_low_income": formula.low_income_cents,
        "partner_low_pension": formula.low_pension_cents,
    }
    return low.get(family, 0)


def withheld(key_amount: Cents, taxable: Cents, chosen_ppm: Cents, left: Cents) -> Cents:
    """
    Return what is kept: the amount of the law, or the worker's own rate where that is more.

    The own rate, in parts of a million, stops at what is `left` of the wage after other
    contributions.
    """
    return most(key_amount, least(rounded(taxable * chosen_ppm, PPM), left))
