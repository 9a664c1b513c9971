"""Every case in cases/*.yaml: a person, a day, a pay, and each amount written as arithmetic."""

import ast
import operator
import re
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from commonweal.rules.arithmetic import rounded
from commonweal.rules.cases import Case
from commonweal.rules.errors import RuleError
from commonweal.rules.explanation import Payslip, payslip

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.load(path.read_text(), Loader=yaml.BaseLoader)
]
SIGNS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def _with(word):
    return [case for case in CASES if word in case.values[0]]


@pytest.mark.parametrize("case", _with("output"))
def test_it_gives_every_amount_of_the_case(case):
    slip = payslip(_case(case["input"]))
    given = {name: _amount(slip, name) for name in case["output"]}
    assert given == {name: _cents(text) for name, text in case["output"].items()}


@pytest.mark.parametrize("case", _with("refused"))
def test_it_refuses_the_case_with_its_remedy(case):
    with pytest.raises(RuleError, match=re.escape(case["refused"])):
        payslip(_case(case["input"]))


@pytest.mark.parametrize("case", _with("unconfirmed"))
def test_it_marks_the_unconfirmed_figures_of_the_case(case):
    slip = payslip(_case(case["input"]))
    assert set(case["unconfirmed"]) <= set(slip.marks)


WHOLE = ("children", "minutes", "disabled_children", "dependants", "dependent_retirees",
         "student_minutes_left")  # fmt: skip
WORDS = ("status", "family", "kind", "flat_rate")
FACTS = ("from_taxable", "is_disabled", "partner_is_disabled", "declared_in_time")


def _case(raw) -> Case:
    optional = {name: int(raw[name]) for name in WHOLE if name in raw}
    optional |= {name: raw[name] for name in WORDS if name in raw}
    optional |= {name: raw[name] == "true" for name in FACTS if name in raw}
    if "year" in raw:
        optional["year_cents"] = _cents(raw["year"])
    unknown = raw.keys() - {*WHOLE, *WORDS, *FACTS, "gross", "on", "year", "withholding_rate",
                            "extra_withholding"}  # fmt: skip
    assert not unknown, unknown
    return Case(
        gross_cents=_cents(raw["gross"]),
        on=yaml.safe_load(raw["on"]),
        withholding_rate=Fraction(raw.get("withholding_rate", "0")),
        extra_withholding_cents=_cents(raw.get("extra_withholding", "0")),
        **optional,
    )


def _amount(slip: Payslip, name: str) -> int:
    """The amount of that name: of the payslip, of a step of it, or of the employer."""
    found = slip.amounts
    reductions = found.tax.reductions
    special = {
        "children_reduction": reductions.children,
        "single_parent_reduction": reductions.single_parent,
        "disability_reduction": reductions.disabled,
        "dependants_reduction": reductions.dependants,
        "partner_reduction": reductions.partner,
        "employer_contribution": found.employer.due,
        "year_costs": found.tax.costs,
        "year_tax": found.tax.scale,
        "key_month": found.tax.month,
        "bonus_cut": found.social.cut,
        "contribution_only": found.social.contribution,
    }
    if steps := found.exceptional:
        special |= {
            "year_pay": steps.year,
            "exempt_pay": steps.exempt,
            "exceptional_tax": steps.tax,
        }
    if name in special:
        return special[name]
    places = (found, found.social, found.tax, found.employer, found.exceptional)
    return next(getattr(place, name) for place in places if hasattr(place, name))


def _cents(text: str) -> int:
    """The value of an arithmetic text in euro, as cents, rounded half up once."""
    exact = _value(ast.parse(text, mode="eval").body) * 100
    return rounded(exact.numerator, exact.denominator)


def _value(node) -> Fraction:
    if isinstance(node, ast.BinOp):
        return SIGNS[type(node.op)](_value(node.left), _value(node.right))
    return Fraction(str(node.value))
