"""
Gross to net: the amounts of a payslip, each a line of the law.

`compute` holds the order of the formulae and nothing else; `explain` (explanation.py) turns its
amounts into lines with their rule, rate, date and source. The amounts are all a line needs, so
a batch is computed without lines and explained one by one when somebody reads.
"""

from dataclasses import dataclass

from commonweal.rules import social_security, special_contribution, withholding, work_bonus
from commonweal.rules.arithmetic import least, most
from commonweal.rules.budget import tariff_charge
from commonweal.rules.cases import Case
from commonweal.rules.errors import BadCase
from commonweal.rules.pay_rules import PayRules, pay_rules
from commonweal.rules.words import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Tax:
    """The key formula, step by step: amounts of a year, then of the month."""

    income: int
    costs: int
    net: int
    quotient: int
    scale: int
    exempt: int
    children: int
    single_parent: int
    month: int


@dataclass(frozen=True, slots=True)
class Employer:
    """What the employer owes on top of the gross pay, and what the house charges for it."""

    share: int
    holiday_fund: int
    due: int
    tariff: int
    provision: int

    @property
    def house_contribution(self) -> int:
        """What the tariff leaves the house after all that is due or set aside."""
        return self.tariff - self.due - self.provision


@dataclass(frozen=True, slots=True)
class Amounts:
    """Every amount of a payslip, in cents, none negative."""

    gross: int
    contribution: int
    reference_wage: int
    bonus_a: int
    bonus_b: int
    bonus_cut: int
    social_security: int
    taxable: int
    tax: Tax
    fiscal_bonus: int
    key_withholding: int
    withholding: int
    special_contribution: int
    net: int
    employer: Employer

    @property
    def work_bonus(self) -> int:
        """Both parts together."""
        return self.bonus_a + self.bonus_b

    @property
    def work_budget(self) -> int:
        """What the contract costs its unit: gross pay and employer charge at tariff."""
        return self.gross + self.employer.tariff


def amounts(case: Case) -> Amounts:
    """
    Compute one payslip.

    :raises NoFigure: if the law's figures of that day are not known
    :raises BadCase: if the chosen extra withholding leaves no wage
    """
    found = compute(case, pay_rules(case.on, case.status, case.family))
    if found.net < 0:
        raise BadCase(
            _(
                "Choose an extra withholding of at most EUR %(most)s a month: more than the wage "
                "cannot be withheld."
            ),
            most=f"{(case.extra_withholding_cents + found.net) / 100:.2f}",
        )
    return found


def compute(case: Case, rules: PayRules) -> Amounts:
    """Apply the rules of a day to one case, line by line, in cents."""
    gross = case.gross_cents
    contribution = social_security.worker_contribution(
        gross, rules.worker_base_factor, rules.worker_rate
    )
    wage, part_a, part_b = _bonus(gross, case.minutes, rules)
    bonus_a, bonus_b = work_bonus.granted(part_a, part_b, contribution)
    kept = contribution - bonus_a - bonus_b
    taxable = gross - kept
    tax = _tax(taxable, case.children, rules)
    fiscal_bonus = work_bonus.fiscal(bonus_a, bonus_b, rules.fiscal_a, rules.fiscal_b)
    key_withholding = most(tax.month - fiscal_bonus, 0)
    special = special_contribution.of_month(gross, rules.special_bands)
    rate, left = case.withholding_rate, taxable - special
    least_tax = withholding.withheld(key_withholding, taxable, rate, left)
    withheld = least_tax + case.extra_withholding_cents
    return Amounts(
        gross=gross,
        contribution=contribution,
        reference_wage=wage,
        bonus_a=bonus_a,
        bonus_b=bonus_b,
        bonus_cut=part_a + part_b - bonus_a - bonus_b,
        social_security=kept,
        taxable=taxable,
        tax=tax,
        fiscal_bonus=fiscal_bonus,
        key_withholding=key_withholding,
        withholding=withheld,
        special_contribution=special,
        net=gross - kept - special - withheld,
        employer=_employer(gross, rules),
    )


def _bonus(gross: int, minutes: int | None, rules: PayRules) -> tuple[int, int, int]:
    """Return the full-month pay, and parts A and B of the bonus for this contract."""
    full = rules.full_month_minutes
    worked = full if minutes is None else least(minutes, full)
    wage = work_bonus.reference_wage(gross, worked, full)
    part_a = work_bonus.of_contract(work_bonus.of_month(wage, rules.bonus_a), worked, full)
    part_b = work_bonus.of_contract(work_bonus.of_month(wage, rules.bonus_b), worked, full)
    return wage, part_a, part_b


def _tax(taxable: int, children: int, rules: PayRules) -> Tax:
    """Return the steps of the key formula."""
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
    for_children = withholding.children_reduction(children, formula)
    for_parent = least(children, 1) * formula.single_parent_cents * rules.is_single_parent
    year = most(most(scale - exempt, 0) - for_children - for_parent, 0)
    month = withholding.month(year)
    return Tax(income, costs, net, quotient, scale, exempt, for_children, for_parent, month)


def _employer(gross: int, rules: PayRules) -> Employer:
    """Return what the employer owes, and what the house charges for it."""
    factor = rules.employer_base_factor
    owed = social_security.employer_contribution(gross, factor, rules.employer_rate)
    holiday = social_security.employer_contribution(gross, factor, rules.holiday_fund_rate)
    return Employer(
        share=owed,
        holiday_fund=holiday,
        due=owed + holiday,
        tariff=tariff_charge(gross, rules.tariff_rate),
        provision=social_security.holiday_provision(gross, rules.provision_rate),
    )
