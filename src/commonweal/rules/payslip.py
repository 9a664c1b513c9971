"""
Gross to net: the amounts of a payslip, each a line of the law.

`compute` holds the order of the formulae and nothing else; `explain` (explanation.py) turns its
amounts into lines with their rule, rate, date and source. The amounts are all a line needs, so
a batch (batch.py) is computed without lines and explained one by one when somebody reads. Every
amount below is an integer for one pay, and an array of int64 for a batch.
"""

from dataclasses import dataclass

from commonweal.rules import (
    exceptional,
    social_security,
    special_contribution,
    withholding,
    work_bonus,
)
from commonweal.rules.arithmetic import Cents, least, most, rounded, share
from commonweal.rules.cases import Case
from commonweal.rules.errors import BadCase
from commonweal.rules.exceptional import ExceptionalTax
from commonweal.rules.pay_rules import PayRules, pay_rules
from commonweal.rules.withholding import Reductions
from commonweal.rules.words import gettext_noop as _

NO_REDUCTIONS = Reductions(0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Question:
    """
    The numbers of one case, or of many: cents and minutes; `children` counts a disabled child
    twice, `disabled` the worker and the partner, `chosen_ppm` is the own rate in millionths.
    """

    gross: Cents
    minutes: Cents
    children: Cents
    disabled: Cents
    dependants: Cents
    retirees: Cents
    chosen_ppm: Cents
    extra: Cents
    year: Cents
    student_left: Cents


@dataclass(frozen=True, slots=True)
class Social:
    """
    From gross pay to taxable pay. `solidarity` is what a student pays on the part `inside` the
    quota; `kept` is everything that social security keeps of the worker's pay.
    """

    inside: Cents
    solidarity: Cents
    contribution: Cents
    reference_wage: Cents
    bonus_a: Cents
    bonus_b: Cents
    cut: Cents

    @property
    def kept(self) -> Cents:
        """What social security keeps, after the work bonus."""
        return self.solidarity + self.contribution - self.bonus_a - self.bonus_b

    @property
    def untaxed(self) -> Cents:
        """What a student keeps of the part within the quota: it bears no tax."""
        return self.inside - self.solidarity


@dataclass(frozen=True, slots=True)
class Tax:
    """The key formula, step by step: amounts of a year, then of the month."""

    income: Cents
    costs: Cents
    net: Cents
    quotient: Cents
    scale: Cents
    exempt: Cents
    reductions: Reductions
    month: Cents


NO_TAX = Tax(0, 0, 0, 0, 0, 0, NO_REDUCTIONS, 0)


@dataclass(frozen=True, slots=True)
class Employer:
    """What the employer owes on top of the gross pay, and what the house charges for it."""

    base: Cents
    others: Cents
    solidarity: Cents
    holiday_fund: Cents
    due: Cents
    tariff: Cents
    provision: Cents

    @property
    def house_contribution(self) -> Cents:
        """What the tariff leaves the house after all that is due or set aside."""
        return self.tariff - self.due - self.provision


NO_EMPLOYER = Employer(0, 0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Amounts:
    """Every amount of a payslip, in cents, none negative."""

    gross: Cents
    social: Social
    taxable: Cents
    tax: Tax
    exceptional: ExceptionalTax | None
    fiscal_bonus: Cents
    key_withholding: Cents
    withholding: Cents
    special_contribution: Cents
    net: Cents
    employer: Employer

    @property
    def contribution(self) -> Cents:
        """The worker contribution before the work bonus, a student's solidarity with it."""
        return self.social.contribution + self.social.solidarity

    @property
    def social_security(self) -> Cents:
        """What social security keeps, after the work bonus."""
        return self.social.kept

    @property
    def work_bonus(self) -> Cents:
        """Both parts together."""
        return self.social.bonus_a + self.social.bonus_b

    @property
    def work_budget(self) -> Cents:
        """What the contract costs its unit: gross pay and employer charge at tariff."""
        return self.gross + self.employer.tariff


def amounts(case: Case) -> Amounts:
    """
    Compute one payslip.

    :raises NoFigure: if the law's figures of that day are not known
    :raises BadCase: if the chosen extra withholding leaves no wage
    """
    rules = rules_of(case)
    found = compute(question(case, rules), rules, from_taxable=case.from_taxable)
    if found.net < 0:
        raise too_much_withheld(case.extra_withholding_cents + found.net)
    return found


def too_much_withheld(most_cents: int) -> BadCase:
    """Return the refusal of an extra withholding that leaves no wage."""
    return BadCase(
        _(
            "Choose an extra withholding of at most EUR %(most)s a month: more than the wage "
            "cannot be withheld."
        ),
        "extra_withholding",
        most=f"{most_cents / 100:.2f}",
    )


def rules_of(case: Case) -> PayRules:
    """
    Return the figures that count for a case.

    :raises NoFigure: if one of them is not known on its day
    :raises BadCase: if it asks for a reduction that has no figure that year
    """
    rules = pay_rules(case.on, case.status, case.family, case.kind, case.flat_rate)
    if case.dependent_retirees and rules.key_formula.retiree_cents is None:
        raise no_retirees(case.on.year)
    return rules


def no_retirees(year: int) -> BadCase:
    """Return the refusal of dependants over 65 in a year whose amount is not known."""
    return BadCase(
        _("Leave the dependants over 65 out: their reduction of %(year)s is not known."),
        "retirees",
        year=year,
    )


def question(case: Case, rules: PayRules) -> Question:
    """Return the numbers of a case, with what the rules say where the case says nothing."""
    gross, left = case.gross_cents, case.student_minutes_left
    year = case.year_cents or 0
    if rules.exceptional and case.year_cents is None:
        year = usual_year(gross, rules, from_taxable=case.from_taxable)
    quota = rules.student.quota_minutes if rules.student else 0
    return Question(
        gross=gross,
        minutes=case.minutes or rules.full_month_minutes // rules.pays_a_month,
        children=case.children + case.disabled_children,
        disabled=case.disabled_people,
        dependants=case.dependants,
        retirees=case.dependent_retirees,
        chosen_ppm=case.withholding_ppm,
        extra=case.extra_withholding_cents,
        year=year,
        student_left=(quota if left is None else left) if case.declared_in_time else 0,
    )


def usual_year(gross: Cents, rules: PayRules, *, from_taxable: bool) -> Cents:
    """
    Return the pay of a year, after social security, from which such a pay usually follows.

    The work bonus is left out: the reference is gross pay less the ordinary contribution.
    """
    year = share(gross, rules.year_of_pay)
    return (
        year if from_taxable else year - share(year, rules.worker_base_factor * rules.worker_rate)
    )


def compute(asked: Question, rules: PayRules, *, from_taxable: bool = False) -> Amounts:
    """Apply the rules of a day, line by line, in cents."""
    social = _nothing_kept(asked) if from_taxable else social_of(asked, rules)
    taxable = asked.gross - social.kept
    base = taxable - social.untaxed
    fiscal = work_bonus.fiscal(social.bonus_a, social.bonus_b, rules.fiscal_a, rules.fiscal_b)
    tax, extraordinary, law = tax_of(asked, base, fiscal, rules)
    special = 0 * base if from_taxable else special_of(asked.gross - social.inside, rules)
    kept = withholding.withheld(law, base, asked.chosen_ppm, base - special) + asked.extra
    return Amounts(
        gross=asked.gross,
        social=social,
        taxable=taxable,
        tax=tax,
        exceptional=extraordinary,
        fiscal_bonus=fiscal,
        key_withholding=law,
        withholding=kept,
        special_contribution=special,
        net=taxable - special - kept,
        employer=NO_EMPLOYER if from_taxable else employer_of(asked.gross, social.inside, rules),
    )


def _nothing_kept(asked: Question) -> Social:
    """Who starts from the taxable pay has paid social security already."""
    return Social(0, 0, 0, asked.gross, 0, 0, 0)


def social_of(asked: Question, rules: PayRules) -> Social:
    """Return what social security keeps: of a student, on both sides of the quota."""
    inside, solidarity, minutes = 0, 0, asked.minutes
    if rules.student:
        inside = social_security.within_quota(asked.gross, minutes, asked.student_left)
        solidarity = share(inside, rules.student.worker_rate)
        minutes = most(minutes - asked.student_left, 1)
    outside = asked.gross - inside
    contribution = share(outside, rules.worker_share)
    if rules.exceptional:  # premiums and holiday pay are no part of the wage the bonus looks at
        return Social(inside, solidarity, contribution, outside, 0, 0, 0)
    return _with_bonus(
        outside, minutes, rules, Social(inside, solidarity, contribution, 0, 0, 0, 0)
    )


def _with_bonus(outside: Cents, minutes: Cents, rules: PayRules, bare: Social) -> Social:
    """Return the contribution with both parts of the work bonus, and what was cut of them."""
    full = rules.full_month_minutes
    worked = least(minutes, full)
    wage = work_bonus.reference_wage(outside, worked, full)
    part_a = work_bonus.of_contract(work_bonus.of_month(wage, rules.bonus_a), worked, full)
    part_b = work_bonus.of_contract(work_bonus.of_month(wage, rules.bonus_b), worked, full)
    bonus_a, bonus_b = work_bonus.granted(part_a, part_b, bare.contribution)
    cut = part_a + part_b - bonus_a - bonus_b
    return Social(bare.inside, bare.solidarity, bare.contribution, wage, bonus_a, bonus_b, cut)


def tax_of(
    asked: Question, base: Cents, fiscal: Cents, rules: PayRules
) -> tuple[Tax, ExceptionalTax | None, Cents]:
    """Return the key formula, or the exceptional scale, and what the law withholds by it."""
    if rules.flat_rate is not None:
        return NO_TAX, None, share(base, rules.flat_rate)
    if rules.exceptional:
        found = exceptional.tax(base, asked.year, asked.children, rules.exceptional)
        return NO_TAX, found, found.due
    tax = _key_formula(asked, base * rules.pays_a_month, rules)
    month = most(tax.month - fiscal * rules.pays_a_month, 0)
    return tax, None, rounded(month, rules.pays_a_month)


def _key_formula(asked: Question, taxable: Cents, rules: PayRules) -> Tax:
    """Return the steps of the key formula for the taxable pay of a month."""
    formula = rules.key_formula
    income = taxable * withholding.MONTHS
    costs = withholding.costs(income, formula)
    net = income - costs
    quotient, scale, exempt = 0, withholding.scale(net, formula), formula.exempt_tax_cents
    if rules.shares_quotient:
        quotient = withholding.quotient(net, formula)
        rest = withholding.scale(net - quotient, formula)
        scale = withholding.scale(quotient, formula) + rest
        exempt = 2 * exempt
    reductions = _reductions(asked, rules)
    year = most(most(scale - exempt, 0) - reductions.all, 0)
    return Tax(income, costs, net, quotient, scale, exempt, reductions, withholding.month(year))


def _reductions(asked: Question, rules: PayRules) -> Reductions:
    """Return what the family takes off the tax of a year."""
    formula = rules.key_formula
    unit = formula.dependant_cents
    return Reductions(
        children=withholding.children_reduction(asked.children, formula),
        single_parent=least(asked.children, 1) * unit * rules.is_single_parent,
        disabled=asked.disabled * unit,
        dependants=asked.dependants * unit + asked.retirees * (formula.retiree_cents or 0),
        partner=rules.partner_low_cents,
    )


def special_of(declared: Cents, rules: PayRules) -> Cents:
    """
    Return the special contribution of a pay that is declared as a wage of its month: on 108 %
    of it for manual workers and artists.

    A premium counts with the other pay of its month, when the month is settled; double holiday
    pay is no declared wage.
    """
    if rules.exceptional:
        return 0 * declared
    base = share(declared * rules.pays_a_month, rules.special_factor)
    month = special_contribution.of_month(base, rules.special_bands)
    return rounded(month, rules.pays_a_month)


def employer_of(gross: Cents, inside: Cents, rules: PayRules) -> Employer:
    """Return what the employer owes, and what the house charges for it."""
    outside = gross - inside
    solidarity = share(inside, rules.student.employer_rate) if rules.student else 0
    bearing = 0 * outside if rules.kind == "double_holiday" else outside
    if rules.kind == "exit_holiday":
        bearing = outside - rounded(outside, 2)  # the single half carries contributions
    base = share(bearing, rules.employer_base_share)
    owed = share(bearing, rules.employer_share)
    holiday = share(bearing, rules.holiday_fund_share)
    due = owed + solidarity + holiday
    provision = 0 * outside
    if not rules.exceptional:
        provision = share(outside, rules.provision_rate)
    tariff = due + provision
    if rules.tariff_rate is not None:
        tariff = share(outside, rules.tariff_rate)
        tariff += share(inside, rules.student.tariff_rate) if rules.student else 0
    return Employer(base, owed - base, solidarity, holiday, due, tariff, provision)
