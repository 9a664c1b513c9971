"""The lines of a wage, from gross to net, in the order in which they are computed."""

from fractions import Fraction

from commonweal.rules.cases import PPM
from commonweal.rules.exceptional import ExceptionalTax
from commonweal.rules.lines import Line, Pen, euro, percent
from commonweal.rules.pay_rules import FLAT, SCALES
from commonweal.rules.payslip import Amounts, Social, question
from commonweal.rules.withholding import Reductions
from commonweal.rules.work_bonus import Part as BonusPart

Lines = list[Line | None]


def taxable(pen: Pen, found: Amounts) -> Lines:
    return [pen.total("given_taxable", "pay", found.taxable, of="the question")]


def social(pen: Pen, found: Amounts) -> Lines:
    social = found.social
    outside = found.gross - social.inside
    ordinary = [
        _contribution_line(pen, social.contribution, outside),
        *_bonus_lines(pen, social, outside),
    ]
    return [
        pen.total("gross", "pay", found.gross, of="the contract"),
        *(_solidarity_lines(pen, social, found.gross) if pen.rules.student else []),
        *(ordinary if outside else []),
        pen.total("social_security", "step", found.social_security, of="contribution - bonus"),
        pen.total("taxable", "step", found.taxable, of="gross pay - social security"),
    ]


def _solidarity_lines(pen: Pen, social: Social, gross: int) -> Lines:
    student = pen.rules.student
    if student is None:
        return []
    return [
        pen.law(
            "within_quota", "step", social.inside, "nsso.student.quota",
            rate=f"≤ {student.quota_minutes // 60} h", base=gross,
        ),
        pen.law(
            "solidarity", "pay", -social.solidarity, "nsso.student.worker",
            rate=percent(student.worker_rate), base=social.inside,
        ) if social.inside else None,
    ]  # fmt: skip


def _contribution_line(pen: Pen, contribution: int, outside: int) -> Line:
    rules = pen.rules
    share = rules.contribution_share
    of_share = "" if share == 1 else f" × {share.numerator}/{share.denominator}"
    return pen.law(
        "worker_contribution", "pay", -contribution, "nsso.worker.rate",
        rate=percent(rules.worker_rate) + of_pay(rules.worker_base_factor) + of_share,
        base=outside, also=("nsso.manual_and_artist.base_factor", "holiday.double_nsso_share"),
    )  # fmt: skip


def of_pay(factor: Fraction) -> str:
    return "" if factor == 1 else f" × {percent(factor)}"


def _bonus_lines(pen: Pen, social: Social, outside: int) -> Lines:
    rules, wage = pen.rules, social.reference_wage
    if rules.exceptional:
        return []
    return [
        pen.law(
            "reference_wage", "step", wage, "labour.full_time_hours",
            rate=_stretch(pen), base=outside,
        ) if wage != outside else None,
        _bonus_line(pen, "work_bonus_a", social.bonus_a, wage, rules.bonus_a),
        _bonus_line(pen, "work_bonus_b", social.bonus_b, wage, rules.bonus_b),
        pen.law(
            "bonus_cut", "step", social.cut, "work_bonus.cut_first", base=social.contribution
        ) if social.cut else None,
    ]  # fmt: skip


def _stretch(pen: Pen) -> str:
    asked = question(pen.case, pen.rules)
    outside = asked.minutes - asked.student_left if pen.rules.student else asked.minutes
    return f"{pen.rules.full_month_minutes} / {outside} min"


def _bonus_line(pen: Pen, code: str, amount: int, wage: int, part: BonusPart) -> Line | None:
    if not part.zones:
        return None
    slope = next((zone.slope for zone in part.zones if wage <= zone.to_cents), Fraction(0))
    rate = f"{percent(slope)} > {euro(part.over_cents)}" if slope else _edge(wage, part)
    return pen.law(code, "pay", amount, "work_bonus", rate=rate, base=wage)


def _edge(wage: int, part: BonusPart) -> str:
    """Whole bonus up to the first edge, none above the last."""
    first, last = part.zones[0].to_cents, part.zones[-1].to_cents
    return f"≤ {euro(first)}" if wage <= first else f"0 % > {euro(last)}"


def tax(pen: Pen, found: Amounts) -> Lines:
    if pen.rules.flat_rate is not None or found.taxable == found.social.untaxed:
        return []
    if found.exceptional is not None:
        return _exceptional_lines(pen, found.exceptional, found.taxable)
    return [
        *_key_formula_lines(pen, found),
        *_reduction_lines(pen, found.tax.reductions),
        pen.law("key_month", "step", found.tax.month, FORMULA, rate="1/12"),
        _fiscal_line(pen, found),
    ]


FORMULA = "withholding.key_formula"
REFERENCE = "withholding.exceptional_reference"


def _key_formula_lines(pen: Pen, found: Amounts) -> Lines:
    tax, rules = found.tax, pen.rules
    formula = rules.key_formula
    first, last = formula.brackets[0].rate, formula.brackets[-1].rate
    return [
        pen.law(
            "year_income", "step", tax.income, FORMULA,
            rate=f"× {12 * rules.pays_a_month}", base=found.taxable - found.social.untaxed,
        ),
        pen.law(
            "year_costs", "step", -tax.costs, FORMULA, base=tax.income,
            rate=f"{percent(formula.cost_rate)} ≤ {euro(formula.cost_cap_cents)}",
        ),
        pen.total("year_net", "step", tax.net, of="yearly income - costs"),
        pen.law(
            "quotient", "step", tax.quotient, FORMULA, base=tax.net,
            rate=f"{percent(formula.quotient_rate)} ≤ {euro(formula.quotient_cap_cents)}",
        ) if rules.shares_quotient else None,
        pen.law(
            "year_tax", "step", tax.scale, FORMULA,
            rate=f"{percent(first)} - {percent(last)}", base=tax.net,
        ),
        pen.law("exempt_tax", "step", -tax.exempt, FORMULA),
    ]  # fmt: skip


def _reduction_lines(pen: Pen, taken_off: Reductions) -> Lines:
    parts = {
        "children_reduction": taken_off.children,
        "single_parent_reduction": taken_off.single_parent,
        "disability_reduction": taken_off.disabled,
        "dependants_reduction": taken_off.dependants,
        "partner_reduction": taken_off.partner,
    }
    return [pen.law(code, "step", -cents, FORMULA) for code, cents in parts.items() if cents]


def _exceptional_lines(pen: Pen, tax: ExceptionalTax, taxable: int) -> Lines:
    scale, children = SCALES
    return [
        pen.total("year_pay", "step", tax.year, of="the question")
        if pen.case.year_cents is not None
        else pen.law(
            "usual_year_pay", "step", tax.year, scale, base=pen.case.gross_cents,
            rate=f"× {float(pen.rules.year_of_pay):.4g}",
            also=(REFERENCE, "holiday.double_pct", "holiday.exit_pct"),
        ),
        pen.law("exempt_for_children", "step", tax.exempt, children, base=taxable)
        if tax.exempt
        else None,
        pen.law(
            "exceptional_tax", "step", tax.tax, scale, base=taxable - tax.exempt,
            rate=percent(Fraction(tax.rate_ppm, PPM)),
        ),
        pen.law("let_off_for_children", "step", -tax.let_off, children, base=tax.tax)
        if tax.let_off
        else None,
    ]  # fmt: skip


def _fiscal_line(pen: Pen, found: Amounts) -> Line | None:
    if not found.work_bonus:
        return None
    rate = percent(pen.rules.fiscal_a)
    if pen.rules.fiscal_b:
        rate = f"{rate} A + {percent(pen.rules.fiscal_b)} B"
    return pen.law(
        "fiscal_bonus", "step", -found.fiscal_bonus, "work_bonus.fiscal",
        rate=rate, base=found.work_bonus,
    )  # fmt: skip


def net(pen: Pen, found: Amounts) -> Lines:
    extra = pen.case.extra_withholding_cents
    base = found.taxable - found.social.untaxed
    return [
        _withholding_line(pen, found.withholding - extra, found.key_withholding, base),
        pen.law("extra_withholding", "pay", -extra, CHOICE) if extra else None,
        pen.law(
            "special_contribution", "pay", -found.special_contribution,
            "special_contribution.monthly", base=found.gross - found.social.inside,
            also=("special_contribution.base_factor",),
        ) if not (pen.case.from_taxable or pen.rules.exceptional or not base) else None,
        pen.total("net", "step", found.net, of="the lines above"),
    ]  # fmt: skip


CHOICE = "withholding.voluntary_increase_allowed"


def _withholding_line(pen: Pen, kept: int, law: int, base: int) -> Line | None:
    rules = pen.rules
    if kept > law:
        rate = percent(pen.case.withholding_rate)
        return pen.law("chosen_withholding", "pay", -kept, CHOICE, rate=rate, base=base)
    if rules.flat_rate is not None:
        figure, rate = FLAT[pen.case.flat_rate], percent(rules.flat_rate)
        return pen.law("flat_withholding", "pay", -kept, figure, rate=rate, base=base)
    if not base:  # all of a student's pay lies within the quota
        return pen.law("no_withholding", "pay", 0, "nsso.student.quota")
    rule = SCALES[0] if rules.exceptional else FORMULA
    return pen.law("withholding", "pay", -kept, rule, base=base)
