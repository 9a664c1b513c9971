"""Turn the amounts of a payslip into lines: which rule, at what rate, since when, says who."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from commonweal.rules.cases import Case
from commonweal.rules.parameters import Confidence, Figure
from commonweal.rules.pay_rules import PayRules, pay_rules
from commonweal.rules.payslip import Amounts, amounts
from commonweal.rules.texts import LABELS
from commonweal.rules.work_bonus import Part as BonusPart

Part = Literal["pay", "step", "employer", "house"]


@dataclass(frozen=True, slots=True)
class Line:
    """
    One line of a payslip. The amounts of all lines of the part `pay` add up to the net pay;
    a `step` shows how such a line came about, `employer` and `house` stand beside the wage.
    `rate` is written without words ("26.99 % > 2255.50"), so that it reads in every language;
    `also` names figures that decide together with the rule, `unconfirmed` those of all figures
    behind the line that still have to be confirmed.
    """

    code: str
    part: Part
    rule: str
    rate: str
    base_cents: int | None
    amount_cents: int
    valid_from: date
    reference: str
    unconfirmed: tuple[str, ...]
    note: str
    also: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The English name of the line."""
        return LABELS[self.code]

    @property
    def confidence(self) -> Confidence:
        """Whether every figure behind this line is confirmed."""
        return "unconfirmed" if self.unconfirmed else "confirmed"


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
    rules = pay_rules(case.on, case.status, case.family)
    found = amounts(case)
    return Payslip(case, found, explain(case, found, rules), rules.version, rules.sources)


def explain(case: Case, found: Amounts, rules: PayRules) -> tuple[Line, ...]:
    """Return the lines of a payslip, in the order in which they are computed."""
    wage, charge = _Pen(case, rules), _Pen(case, rules)
    lines = [
        *_social_security_lines(wage, found),
        *_tax_lines(wage, found),
        *_net_lines(wage, found),
        *_employer_lines(charge, found),
        *_house_lines(charge, found),
    ]
    return tuple(line for line in lines if line is not None)


@functools.lru_cache(maxsize=256)
def percent(rate: Fraction) -> str:
    """Write a rate as a percentage: 13.07 %."""
    return f"{float(rate * 100):.6f}".rstrip("0").rstrip(".") + " %"


def euro(cents: int) -> str:
    """Write an amount as a plain number: 2255.50."""
    return f"{cents // 100}.{cents % 100:02}"


class _Pen:
    """Writes lines for one case, and remembers which unconfirmed figures a sum inherits."""

    def __init__(self, case: Case, rules: PayRules) -> None:
        self.case = case
        self.rules = rules
        self.unconfirmed: dict[str, None] = {}

    def law(
        self,
        code: str,
        part: Part,
        amount: int,
        rule: str,
        *,
        rate: str = "",
        base: int | None = None,
        also: tuple[str, ...] = (),
    ) -> Line:
        """A line that a dated figure decides; `also` names figures that decide with it."""
        source: Figure = self.rules.sources[rule]
        also = tuple(name for name in also if name in self.rules.sources)
        figures = [source, *(self.rules.sources[name] for name in also)]
        doubtful = tuple(f.parameter for f in figures if f.confidence == "unconfirmed")
        notes = "; ".join(f.note for f in figures if f.note)
        self.unconfirmed.update(dict.fromkeys(doubtful))
        return Line(
            code, part, rule, rate, base, amount, source.valid_from, source.reference,
            doubtful, notes, also,
        )  # fmt: skip

    def total(self, code: str, part: Part, amount: int, of: str) -> Line:
        """A line that no law names: its source is the lines or the contract it comes from."""
        doubtful = tuple(self.unconfirmed)
        return Line(code, part, "sum", "", None, amount, self.case.on, of, doubtful, "")


def _social_security_lines(pen: _Pen, found: Amounts) -> list[Line | None]:
    rules = pen.rules
    factor = rules.worker_base_factor
    of_pay = "" if factor == 1 else f" × {percent(factor)}"
    return [
        pen.total("gross", "pay", found.gross, of="the contract"),
        pen.law(
            "worker_contribution", "pay", -found.contribution, "nsso.worker.rate",
            rate=percent(rules.worker_rate) + of_pay, base=found.gross,
            also=("nsso.manual_and_artist.base_factor",),
        ),
        pen.law(
            "reference_wage", "step", found.reference_wage, "labour.full_time_hours",
            rate=f"{rules.full_month_minutes} / {pen.case.minutes} min", base=found.gross,
        ) if found.reference_wage != found.gross else None,
        _bonus_line(pen, "work_bonus_a", found.bonus_a, found.reference_wage, rules.bonus_a),
        _bonus_line(pen, "work_bonus_b", found.bonus_b, found.reference_wage, rules.bonus_b),
        pen.law(
            "bonus_cut", "step", found.bonus_cut, "work_bonus.cut_first", base=found.contribution
        ) if found.bonus_cut else None,
        pen.total("social_security", "step", found.social_security, of="contribution - bonus"),
        pen.total("taxable", "step", found.taxable, of="gross pay - social security"),
    ]  # fmt: skip


def _bonus_line(pen: _Pen, code: str, amount: int, wage: int, part: BonusPart) -> Line | None:
    if not part.zones:
        return None
    slope = next((zone.slope for zone in part.zones if wage <= zone.to_cents), Fraction(0))
    rate = f"{percent(slope)} > {euro(part.over_cents)}" if slope else _edge(wage, part)
    return pen.law(code, "pay", amount, "work_bonus", rate=rate, base=wage)


def _edge(wage: int, part: BonusPart) -> str:
    """Whole bonus up to the first edge, none above the last."""
    first, last = part.zones[0].to_cents, part.zones[-1].to_cents
    return f"≤ {euro(first)}" if wage <= first else f"0 % > {euro(last)}"


def _tax_lines(pen: _Pen, found: Amounts) -> list[Line | None]:
    tax, formula, rule = found.tax, pen.rules.key_formula, "withholding.key_formula"
    first, last = formula.brackets[0].rate, formula.brackets[-1].rate
    cap = f"{percent(formula.cost_rate)} ≤ {euro(formula.cost_cap_cents)}"
    return [
        pen.law("year_income", "step", tax.income, rule, rate="× 12", base=found.taxable),
        pen.law("year_costs", "step", -tax.costs, rule, rate=cap, base=tax.income),
        pen.total("year_net", "step", tax.net, of="yearly income - costs"),
        pen.law(
            "quotient", "step", tax.quotient, rule, base=tax.net,
            rate=f"{percent(formula.quotient_rate)} ≤ {euro(formula.quotient_cap_cents)}",
        ) if pen.rules.shares_quotient else None,
        pen.law(
            "year_tax", "step", tax.scale, rule,
            rate=f"{percent(first)} - {percent(last)}", base=tax.net,
        ),
        pen.law("exempt_tax", "step", -tax.exempt, rule),
        pen.law("children_reduction", "step", -tax.children, rule) if tax.children else None,
        pen.law(
            "single_parent_reduction", "step", -tax.single_parent, rule
        ) if pen.rules.is_single_parent else None,
        pen.law("key_month", "step", tax.month, rule, rate="1/12"),
        _fiscal_line(pen, found),
    ]  # fmt: skip


def _fiscal_line(pen: _Pen, found: Amounts) -> Line | None:
    if not found.work_bonus:
        return None
    rate = percent(pen.rules.fiscal_a)
    if pen.rules.fiscal_b:
        rate = f"{rate} A + {percent(pen.rules.fiscal_b)} B"
    return pen.law(
        "fiscal_bonus", "step", -found.fiscal_bonus, "work_bonus.fiscal",
        rate=rate, base=found.work_bonus,
    )  # fmt: skip


def _net_lines(pen: _Pen, found: Amounts) -> list[Line | None]:
    extra = pen.case.extra_withholding_cents
    ordinary = found.withholding - extra
    choice = "withholding.voluntary_increase_allowed"
    return [
        pen.law(
            "chosen_withholding", "pay", -ordinary, choice,
            rate=percent(pen.case.withholding_rate), base=found.taxable,
        ) if ordinary > found.key_withholding else pen.law(
            "withholding", "pay", -ordinary, "withholding.key_formula", base=found.taxable
        ),
        pen.law("extra_withholding", "pay", -extra, choice) if extra else None,
        pen.law(
            "special_contribution", "pay", -found.special_contribution,
            "special_contribution.monthly", base=found.gross,
            also=("special_contribution.base_factor",),
        ),
        pen.total("net", "step", found.net, of="the lines above"),
    ]  # fmt: skip


def _employer_lines(pen: _Pen, found: Amounts) -> list[Line | None]:
    owed, rules, gross = found.employer, pen.rules, found.gross
    factor = rules.employer_base_factor
    of_pay = "" if factor == 1 else f" × {percent(factor)}"
    due, base_factor = "employer.due.white_collar", "nsso.manual_and_artist.base_factor"
    return [
        pen.law(
            "employer_share", "employer", owed.share,
            due if due in rules.sources else "nsso.employer.global_profit",
            rate=percent(rules.employer_rate) + of_pay, base=gross, also=(base_factor,),
        ),
        pen.law(
            "holiday_fund", "employer", owed.holiday_fund, "nsso.manual.holiday.yearly",
            rate=percent(rules.holiday_fund_rate) + of_pay, base=gross,
            also=("nsso.manual.holiday.quarterly", base_factor),
        ) if rules.holiday_fund_rate else None,
        pen.total("employer_contribution", "employer", owed.due, of="the lines above"),
    ]  # fmt: skip


def _house_lines(pen: _Pen, found: Amounts) -> list[Line | None]:
    owed, rules, gross = found.employer, pen.rules, found.gross
    return [
        pen.law(
            "tariff_charge", "house", owed.tariff, "employer.tariff",
            rate=percent(rules.tariff_rate), base=gross,
        ),
        pen.law(
            "holiday_provision", "house", owed.provision, "holiday.whitecollar.provision",
            rate=percent(rules.provision_rate), base=gross,
        ) if rules.provision_rate else None,
        pen.total(
            "house_contribution", "house", owed.house_contribution,
            of="tariff - employer contributions - provision",
        ),
        pen.total("work_budget", "house", found.work_budget, of="gross pay + charge at tariff"),
    ]  # fmt: skip
