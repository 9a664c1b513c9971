"""
Holiday pay and year-end premiums: amounts, before tax.

White collars: the employer pays double holiday pay in the year, exit holiday pay when they leave,
and sets a provision aside. Blue collars and artists: the holiday fund pays, from a contribution by
quarter and a debit note of the year after, both on 108 % of the pay.
Year-end premium: joint committee 200 one month of pay, 304 a fixed amount, for each full month of
the year one twelfth. It asks for six months of service in 200, a contract of more than four months
in 304.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from commonweal.rules.arithmetic import Cents, rounded, share
from commonweal.rules.lines import Line, percent
from commonweal.rules.parameters import figure
from commonweal.rules.sourced import line_of, sum_of
from commonweal.rules.words import gettext_noop as _

MONTHS = 12
SERVICE_200, LONG_CONTRACT_304 = 6, 4  # months, part of what the collective agreements call service
DOUBLE = ("holiday.double_pct", "holiday.double_nsso_share", "nsso.worker.rate")
FUND = (
    "nsso.manual_and_artist.base_factor",
    "nsso.manual.holiday.quarterly",
    "nsso.manual.holiday.yearly",
)

LABELS = {
    "double_holiday": _("Double holiday pay"),
    "double_holiday_base": _("Part of it that counts for social security"),
    "double_holiday_contribution": _("Your contribution on the double holiday pay"),
    "exit_single": _("Exit holiday pay, single"),
    "exit_double": _("Exit holiday pay, double"),
    "exit_complement": _("Exit holiday pay, double, free of contributions"),
    "exit_holiday": _("Exit holiday pay in all"),
    "year_end_premium": _("Year-end premium"),
    "fund_quarter": _("Holiday fund, part of the quarter"),
    "fund_year": _("Holiday fund, debit note of next year"),
    "provision": _("Set aside for holiday pay"),
}
REASONS = {
    "double_holiday": _("Beside the pay of the holidays themselves, once a year."),
    "double_holiday_base": _(
        "The third day of the fourth week and after is free of contributions."
    ),
    "double_holiday_contribution": _("Pays for your social security, as on ordinary pay."),
    "exit_single": _("The pay of the holidays you earned and will take with your next employer."),
    "exit_double": _("What comes beside the pay of these holidays."),
    "exit_complement": _("The last days of the double holiday pay bear no contribution."),
    "exit_holiday": _("Who leaves takes all earned holiday pay along."),
    "year_end_premium": _("Agreed for the whole sector; a part of a year gives a part of it."),
    "fund_quarter": _("The cooperative pays this to the holiday fund each quarter."),
    "fund_year": _("The holiday fund asks the rest in March of next year."),
    "provision": _("The cooperative keeps this for the holiday pay you are building up."),
}


@dataclass(frozen=True, slots=True)
class DoubleLaw:
    """Double holiday pay as part of a month, what of it counts, and the worker's contribution."""

    rate: Fraction
    counted: Fraction
    worker_rate: Fraction


@dataclass(frozen=True, slots=True)
class FundLaw:
    """The base factor of the holiday fund, its quarterly rate and that of the debit note."""

    factor: Fraction
    quarter: Fraction
    year: Fraction


@dataclass(frozen=True, slots=True)
class DoubleHoliday:
    """Double holiday pay, the part that counts for social security, and the worker's part of it."""

    gross: Cents
    counted: Cents
    contribution: Cents


@dataclass(frozen=True, slots=True)
class ExitLaw:
    """Parts of a reference year's gross pay that who leaves takes along."""

    single: Fraction
    double: Fraction
    complement: Fraction


@dataclass(frozen=True, slots=True)
class Exit:
    """
    Exit holiday pay. `single` bears contributions like pay, `double` that of the worker only, and
    `complement`, the rest of the double holiday pay, none.
    """

    single: Cents
    double: Cents
    complement: Cents

    @property
    def in_all(self) -> Cents:
        """The three parts together."""
        return self.single + self.double + self.complement


@dataclass(frozen=True, slots=True)
class Fund:
    """What the employer pays to the holiday fund for blue collars and artists."""

    quarter: Cents
    year: Cents


def double_law(on: date) -> DoubleLaw:
    """
    Return the figures of double holiday pay.

    :raises NoFigure: if they are not known on that day
    """
    return DoubleLaw(*(figure(name, on).value for name in DOUBLE))


def fund_law(on: date) -> FundLaw:
    """
    Return the figures of the holiday fund.

    :raises NoFigure: if they are not known on that day
    """
    return FundLaw(*(figure(name, on).value for name in FUND))


def double_holiday(month_cents: Cents, months: Cents, law: DoubleLaw) -> DoubleHoliday:
    """Return the double holiday pay for `months` of the year before, on a full month of pay."""
    gross = rounded(month_cents * months * law.rate.numerator, MONTHS * law.rate.denominator)
    counted = share(gross, law.counted)
    return DoubleHoliday(gross, counted, share(counted, law.worker_rate))


def exit_law(on: date) -> ExitLaw:
    """
    Return the parts of exit holiday pay.

    :raises NoFigure: if they are not known on that day
    """
    table = figure("holiday.exit_parts", on).value
    return ExitLaw(table["simple"], table["double"], table["complement"])


def exit_holiday(reference_year_cents: Cents, law: ExitLaw) -> Exit:
    """Return exit holiday pay on the gross pay of a reference year, each part a line."""
    return Exit(
        share(reference_year_cents, law.single),
        share(reference_year_cents, law.double),
        share(reference_year_cents, law.complement),
    )


def year_end_premium(full_cents: Cents, months: Cents) -> Cents:
    """Return the premium for the full months worked in a year: a month of pay, or an amount."""
    return rounded(full_cents * months, MONTHS)


def is_entitled(committee: str, first: date, until: date) -> bool:
    """Whether service from `first` to before `until` opens the premium of a joint committee."""
    if committee == "304":
        return until > _months_later(first, LONG_CONTRACT_304)
    return until >= _months_later(first, SERVICE_200)


def _months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def fund(gross_cents: Cents, law: FundLaw) -> Fund:
    """Return both parts of the holiday fund on the same pay."""
    return Fund(
        share(gross_cents, law.factor * law.quarter), share(gross_cents, law.factor * law.year)
    )


def provision(gross_cents: Cents, rate: Fraction) -> Cents:
    """Return what is set aside for holiday pay on a gross pay."""
    return share(gross_cents, rate)


def double_lines(found: DoubleHoliday, month_cents: int, months: int, on: date) -> tuple[Line, ...]:
    """Explain double holiday pay and the worker's contribution on it."""
    rate, counted, worker = (figure(name, on) for name in DOUBLE)
    return (
        line_of(
            "double_holiday", "pay", found.gross, rate,
            base_cents=month_cents, rate=f"{percent(rate.value)} × {months}/{MONTHS}",
        ),
        line_of(
            "double_holiday_base", "step", found.counted, counted,
            base_cents=found.gross, rate=str(counted.value),
        ),
        line_of(
            "double_holiday_contribution", "pay", -found.contribution, worker, counted,
            base_cents=found.counted, rate=percent(worker.value),
        ),
    )  # fmt: skip


def exit_lines(found: Exit, reference_year_cents: int, on: date) -> tuple[Line, ...]:
    """Explain exit holiday pay."""
    source, law = figure("holiday.exit_parts", on), exit_law(on)
    parts = tuple(
        line_of(code, "pay", cents, source, base_cents=reference_year_cents, rate=percent(rate))
        for code, cents, rate in (
            ("exit_single", found.single, law.single),
            ("exit_double", found.double, law.double),
            ("exit_complement", found.complement, law.complement),
        )
    )
    return (*parts, sum_of("exit_holiday", "step", found.in_all, on, "the lines above", parts))


def premium_lines(cents: int, months: int, on: date, *, committee: str) -> tuple[Line, ...]:
    """Explain a year-end premium of joint committee 200 (a month of pay) or 304 (an amount)."""
    if committee == "304":
        source = figure("pc304.year_end_premium", on)
        rate = f"{months}/{MONTHS}"
        full: int = source.value
        return (line_of("year_end_premium", "pay", cents, source, base_cents=full, rate=rate),)
    return (sum_of("year_end_premium", "pay", cents, on, "CLA 200: a month of pay"),)


def fund_lines(found: Fund, gross_cents: int, on: date) -> tuple[Line, ...]:
    """Explain what the holiday fund asks on a pay."""
    factor, quarter, year = (figure(name, on) for name in FUND)
    return tuple(
        line_of(
            code, "employer", cents, source, factor, base_cents=gross_cents,
            rate=f"{percent(source.value)} × {percent(factor.value)}",
        )
        for code, cents, source in (
            ("fund_quarter", found.quarter, quarter), ("fund_year", found.year, year),
        )
    )  # fmt: skip


def provision_lines(cents: int, gross_cents: int, on: date) -> tuple[Line, ...]:
    """Explain the provision for holiday pay of white collars."""
    source = figure("holiday.whitecollar.provision", on)
    rate = percent(source.value)
    return (line_of("provision", "house", cents, source, base_cents=gross_cents, rate=rate),)
