"""
What a line of a payslip is, whatever its amounts: its part, and the figures that decide it.

Kept once with the figures of a payslip, so that a stored line needs only its code and amounts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Part = Literal["pay", "step", "employer", "house"]


@dataclass(frozen=True, slots=True)
class Shape:
    """
    `rules` are the figures that may decide the line: the first that counts for the pay does.
    `also` decide with it, where they count. A line without rules is made `of` other lines.
    """

    part: Part
    rules: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    of: str = ""

    def figures(self, sources: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the names of the figures behind the line, the rule first."""
        rule = [name for name in self.rules if name in sources][:1]
        return (*rule, *(name for name in self.also if name in sources))


FORMULA = "withholding.key_formula"
SCALE = "withholding.exceptional"
FOR_CHILDREN = "withholding.exceptional_children"
CHOICE = "withholding.voluntary_increase_allowed"
QUOTA = "nsso.student.quota"
FACTOR = "nsso.manual_and_artist.base_factor"
FLAT_RATES = ("withholding.flat_artist_interim", "withholding.nonresident_performer")


def _law(part: Part, *rules: str, also: tuple[str, ...] = ()) -> Shape:
    return Shape(part, rules, also)


def _sum(part: Part, of: str) -> Shape:
    return Shape(part, of=of)


SHAPES: Mapping[str, Shape] = {
    "gross": _sum("pay", "the contract"),
    "given_taxable": _sum("pay", "the question"),
    "within_quota": _law("step", QUOTA),
    "solidarity": _law("pay", "nsso.student.worker"),
    "worker_contribution": _law(
        "pay", "nsso.worker.rate", also=(FACTOR, "holiday.double_nsso_share", "holiday.exit_parts")
    ),
    "reference_wage": _law("step", "labour.full_time_hours"),
    "work_bonus_a": _law("pay", "work_bonus"),
    "work_bonus_b": _law("pay", "work_bonus"),
    "bonus_cut": _law("step", "work_bonus.cut_first"),
    "social_security": _sum("step", "contribution - bonus"),
    "taxable": _sum("step", "gross pay - social security"),
    "year_income": _law("step", FORMULA),
    "year_costs": _law("step", FORMULA),
    "year_net": _sum("step", "yearly income - costs"),
    "quotient": _law("step", FORMULA),
    "year_tax": _law("step", FORMULA),
    "exempt_tax": _law("step", FORMULA),
    "children_reduction": _law("step", FORMULA),
    "single_parent_reduction": _law("step", FORMULA),
    "disability_reduction": _law("step", FORMULA),
    "dependants_reduction": _law("step", FORMULA),
    "partner_reduction": _law("step", FORMULA),
    "key_month": _law("step", FORMULA),
    "fiscal_bonus": _law("step", "work_bonus.fiscal"),
    "year_pay": _sum("step", "the question"),
    "usual_year_pay": _law(
        "step", SCALE,
        also=("withholding.exceptional_reference", "holiday.double_pct", "holiday.exit_pct"),
    ),
    "exempt_for_children": _law("step", FOR_CHILDREN),
    "exceptional_tax": _law("step", SCALE),
    "let_off_for_children": _law("step", FOR_CHILDREN),
    "withholding": _law("pay", SCALE, FORMULA),
    "chosen_withholding": _law("pay", CHOICE),
    "flat_withholding": _law("pay", *FLAT_RATES),
    "no_withholding": _law("pay", QUOTA),
    "extra_withholding": _law("pay", CHOICE),
    "special_contribution": _law(
        "pay", "special_contribution.monthly", also=("special_contribution.base_factor",)
    ),
    "net": _sum("step", "the lines above"),
    "employer_share": _law(
        "employer", "nsso.employer.global_profit",
        also=(FACTOR, "artist.1bis.certificate_required"),
    ),
    "employer_others": _law("employer", "employer.due.white_collar"),
    "employer_solidarity": _law("employer", "nsso.student.employer"),
    "holiday_fund": _law(
        "employer", "nsso.manual.holiday.yearly", also=("nsso.manual.holiday.quarterly", FACTOR)
    ),
    "employer_contribution": _sum("employer", "the lines above"),
    "tariff_charge": _law("house", "employer.tariff"),
    "cost_charge": _sum("house", "employer contributions + provision"),
    "holiday_provision": _law("house", "holiday.whitecollar.provision"),
    "house_contribution": _sum("house", "tariff - employer contributions - provision"),
    "work_budget": _sum("house", "gross pay + charge at tariff"),
}  # fmt: skip
