"""
The lines of a wage, from gross to net, in the order in which they are computed.

One text writes the lines of one pay and of many: it asks `when` a line stands, and never branches
on an amount.
"""

from collections.abc import Iterator
from fractions import Fraction

from commonweal.rules.arithmetic import Cents
from commonweal.rules.cases import PPM
from commonweal.rules.exceptional import ExceptionalTax
from commonweal.rules.lines import Draft, Sheet, Text, each, euro, one_of, percent
from commonweal.rules.work_bonus import Part as BonusPart

Drafts = Iterator[Draft]


def taxable(sheet: Sheet) -> Drafts:
    yield Draft("given_taxable", sheet.found.taxable)


def social(sheet: Sheet) -> Drafts:
    found = sheet.found
    yield Draft("gross", found.gross)
    yield from _solidarity(sheet)
    yield from _contribution(sheet)
    yield from _bonus(sheet)
    yield Draft("social_security", found.social_security)
    yield Draft("taxable", found.taxable)


def _solidarity(sheet: Sheet) -> Drafts:
    student, inside = sheet.rules.student, sheet.found.social.inside
    if student is None:
        return
    hours = f"≤ {student.quota_minutes // 60} h"
    yield Draft("within_quota", inside, hours, sheet.found.gross)
    yield Draft(
        "solidarity", -sheet.found.social.solidarity, percent(student.worker_rate), inside,
        when=inside > 0,
    )  # fmt: skip


def _contribution(sheet: Sheet) -> Drafts:
    rules, part = sheet.rules, sheet.rules.contribution_share
    of_share = "" if part == 1 else f" × {part.numerator}/{part.denominator}"
    rate = percent(rules.worker_rate) + of_pay(rules.worker_base_factor) + of_share
    yield Draft(
        "worker_contribution", -sheet.found.social.contribution, rate, sheet.outside,
        when=sheet.outside > 0,
    )  # fmt: skip


def of_pay(factor: Fraction) -> str:
    return "" if factor == 1 else f" × {percent(factor)}"


def _bonus(sheet: Sheet) -> Drafts:
    rules, social = sheet.rules, sheet.found.social
    if rules.exceptional:
        return
    some, wage = sheet.outside > 0, social.reference_wage
    yield Draft(
        "reference_wage", wage, _stretch(sheet), sheet.outside,
        when=some & (wage != sheet.outside),
    )  # fmt: skip
    for code, amount, part in (
        ("work_bonus_a", social.bonus_a, rules.bonus_a),
        ("work_bonus_b", social.bonus_b, rules.bonus_b),
    ):
        if part.zones:
            yield Draft(code, amount, _slope(wage, part), wage, when=some)
    yield Draft("bonus_cut", social.cut, base=social.contribution, when=some & (social.cut > 0))


def _stretch(sheet: Sheet) -> Text:
    asked, full = sheet.asked, sheet.rules.full_month_minutes
    outside = asked.minutes - asked.student_left if sheet.rules.student else asked.minutes
    return each(lambda minutes: f"{full} / {minutes} min", outside)


def _slope(wage: Cents, part: BonusPart) -> Text:
    """The slope of the zone; the whole bonus up to the first edge, none above the last."""
    above = f"0 % > {euro(part.zones[-1].to_cents)}"
    flat = [f"≤ {euro(part.zones[0].to_cents)}", *(above for _zone in part.zones[1:])]
    texts = [
        f"{percent(zone.slope)} > {euro(part.over_cents)}" if zone.slope else edge
        for zone, edge in zip(part.zones, flat, strict=True)
    ]
    return one_of([*texts, above], sum(wage > zone.to_cents for zone in part.zones))


def tax(sheet: Sheet) -> Drafts:
    if sheet.rules.flat_rate is not None:
        return
    if sheet.found.exceptional is not None:
        yield from _exceptional(sheet, sheet.found.exceptional)
        return
    yield from _key_formula(sheet)
    yield from _reductions(sheet)
    yield Draft("key_month", sheet.found.tax.month, "1/12", when=sheet.taxed > 0)
    yield from _fiscal(sheet)


def _key_formula(sheet: Sheet) -> Drafts:
    tax, rules, some = sheet.found.tax, sheet.rules, sheet.taxed > 0
    formula = rules.key_formula
    scale = f"{percent(formula.scale.rates[0])} - {percent(formula.scale.rates[-1])}"
    costs = f"{percent(formula.cost_rate)} ≤ {euro(formula.cost_cap_cents)}"
    part = f"{percent(formula.quotient_rate)} ≤ {euro(formula.quotient_cap_cents)}"
    yield Draft("year_income", tax.income, f"× {12 * rules.pays_a_month}", sheet.taxed, some)
    yield Draft("year_costs", -tax.costs, costs, tax.income, some)
    yield Draft("year_net", tax.net, when=some)
    if rules.shares_quotient:
        yield Draft("quotient", tax.quotient, part, tax.net, some)
    yield Draft("year_tax", tax.scale, scale, tax.net, some)
    yield Draft("exempt_tax", -tax.exempt, when=some)


def _reductions(sheet: Sheet) -> Drafts:
    taken_off, some = sheet.found.tax.reductions, sheet.taxed > 0
    for code, cents in (
        ("children_reduction", taken_off.children),
        ("single_parent_reduction", taken_off.single_parent),
        ("disability_reduction", taken_off.disabled),
        ("dependants_reduction", taken_off.dependants),
        ("partner_reduction", taken_off.partner),
    ):
        yield Draft(code, -cents, when=some & (cents > 0))


def _fiscal(sheet: Sheet) -> Drafts:
    rules, bonus = sheet.rules, sheet.found.work_bonus
    rate = percent(rules.fiscal_a)
    if rules.fiscal_b:
        rate = f"{rate} A + {percent(rules.fiscal_b)} B"
    some = (sheet.taxed > 0) & (bonus > 0)
    yield Draft("fiscal_bonus", -sheet.found.fiscal_bonus, rate, bonus, some)


def _exceptional(sheet: Sheet, tax: ExceptionalTax) -> Drafts:
    some, base = sheet.taxed > 0, sheet.found.taxable
    usual = f"× {float(sheet.rules.year_of_pay):.4g}"
    rate = each(lambda ppm: percent(Fraction(ppm, PPM)), tax.rate_ppm)
    followed = some & (sheet.year_given ^ True)
    yield Draft("year_pay", tax.year, when=some & sheet.year_given)
    yield Draft("usual_year_pay", tax.year, usual, sheet.asked.gross, followed)
    yield Draft("exempt_for_children", tax.exempt, base=base, when=some & (tax.exempt > 0))
    yield Draft("exceptional_tax", tax.tax, rate, base - tax.exempt, some)
    yield Draft("let_off_for_children", -tax.let_off, base=tax.tax, when=some & (tax.let_off > 0))


def net(sheet: Sheet) -> Drafts:
    found, extra = sheet.found, sheet.asked.extra
    yield from _withholding(sheet, found.withholding - extra)
    yield Draft("extra_withholding", -extra, when=extra > 0)
    if not (sheet.from_taxable or sheet.rules.exceptional):
        yield Draft(
            "special_contribution", -found.special_contribution,
            of_pay(sheet.rules.special_factor).lstrip(), sheet.outside, sheet.taxed > 0,
        )  # fmt: skip
    yield Draft("net", found.net)


def _withholding(sheet: Sheet, kept: Cents) -> Drafts:
    base, chosen = sheet.taxed, kept > sheet.found.key_withholding
    rate = each(lambda ppm: percent(Fraction(ppm, PPM)), sheet.asked.chosen_ppm)
    law = chosen ^ True
    yield Draft("chosen_withholding", -kept, rate, base, chosen)
    if sheet.rules.flat_rate is not None:
        yield Draft("flat_withholding", -kept, percent(sheet.rules.flat_rate), base, law)
        return
    # All of a student's pay may lie within the quota.
    yield Draft("no_withholding", 0 * base, when=law & (base == 0))
    yield Draft("withholding", -kept, base=base, when=law & (base > 0))
