"""The figures that one payslip needs, looked up once for a day, a status, a family and a kind."""

import functools
import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from commonweal.rules import exceptional, special_contribution, withholding, work_bonus
from commonweal.rules.arithmetic import Rate
from commonweal.rules.cases import HOLIDAY_FUND
from commonweal.rules.parameters import Figure, everything, figure
from commonweal.rules.shapes import SHAPES

ONE = Rate(1)
NOTHING = Rate(0)
EXCEPTIONAL = frozenset(exceptional.COLUMNS)
MINUTES_OF_A_WEEKLY_HOUR_IN_A_MONTH = Fraction(60 * 13, 3)


@dataclass(frozen=True, slots=True)
class StudentRules:
    """The solidarity contribution of students, and the minutes a year for which it counts."""

    worker_rate: Fraction
    employer_rate: Fraction
    quota_minutes: int
    tariff_rate: Fraction


@dataclass(frozen=True, slots=True)
class PayRules:
    """
    Typed figures for the formulae; `sources` keeps the dated figure behind each, and `version`
    is their fingerprint: equal figures from equal sources, equal version.

    `tariff_rate` is None for those whom the house employs at cost. `contribution_share` is the
    part of the pay that carries contributions (85/92 of double holiday pay), `year_of_pay` how
    many times such a pay goes into a year's. A `share` is a rate on the gross pay itself, with
    the 108 % of manual workers in it.
    """

    kind: str
    pays_a_month: int
    worker_base_factor: Fraction
    worker_rate: Fraction
    contribution_share: Fraction
    worker_share: Fraction
    bonus_a: work_bonus.Part
    bonus_b: work_bonus.Part
    fiscal_a: Fraction
    fiscal_b: Fraction
    full_month_minutes: int
    special_factor: Fraction
    special_bands: tuple[special_contribution.Band, ...]
    key_formula: withholding.KeyFormula
    shares_quotient: bool
    is_single_parent: bool
    partner_low_cents: int
    flat_rate: Fraction | None
    exceptional: exceptional.Scale | None
    year_of_pay: Fraction
    student: StudentRules | None
    employer_base_factor: Fraction
    employer_base_rate: Fraction
    employer_rate: Fraction
    holiday_fund_rate: Fraction
    employer_base_share: Fraction
    employer_share: Fraction
    holiday_fund_share: Fraction
    provision_rate: Fraction
    tariff_rate: Fraction | None
    sources: Mapping[str, Figure]
    version: str


SHARED = (
    "withholding.key_formula",
    "nsso.worker.rate",
    "work_bonus",
    "work_bonus.fiscal",
    "work_bonus.cut_first",
    "labour.full_time_hours",
    "special_contribution.monthly",
    "withholding.voluntary_increase_allowed",
    "nsso.employer.global_profit",
    "employer.tariff",
)
WHITE_COLLAR = ("employer.due.white_collar", "holiday.whitecollar.provision")
MANUAL_WORKER = (
    "nsso.manual_and_artist.base_factor",
    "nsso.manual.holiday.quarterly",
    "nsso.manual.holiday.yearly",
    "special_contribution.base_factor",
)
BY_STATUS = {
    "white_collar": WHITE_COLLAR,
    "staff": WHITE_COLLAR,
    "student": (
        *WHITE_COLLAR, "nsso.student.worker", "nsso.student.employer", "nsso.student.quota"
    ),
    "blue_collar": MANUAL_WORKER,
    "artist": MANUAL_WORKER,
    "artist_1bis": (*MANUAL_WORKER, "artist.1bis.certificate_required"),
}  # fmt: skip
SCALES = ("withholding.exceptional", "withholding.exceptional_children")
YEAR = "withholding.exceptional_reference"
BY_KIND = {
    "ordinary": (),
    "fortnight": (),
    "double_holiday": (*SCALES, YEAR, "holiday.double_pct", "holiday.double_nsso_share"),
    "exit_holiday": (*SCALES, YEAR, "holiday.exit_pct", "holiday.exit_parts"),
    "year_end_premium": (*SCALES, YEAR),
}
FLAT = {
    "artist_interim": "withholding.flat_artist_interim",
    "nonresident_performer": "withholding.nonresident_performer",
}


def pay_rules(
    on: date, status: str, family: str, kind: str = "ordinary", flat_rate: str = ""
) -> PayRules:
    """
    Gather the figures of a day.

    :raises NoFigure: if one of them is not known on that day
    """
    days = change_days()
    since = days[max(bisect_right(days, on) - 1, 0)]
    return _pay_rules(since if on >= since else on, status, family, kind, flat_rate)


@functools.cache
def change_days() -> tuple[date, ...]:
    """Return the days on which a figure of any pay changes: between two of them nothing does."""
    names = {*SHARED, *FLAT.values(), *sum((*BY_STATUS.values(), *BY_KIND.values()), ())}
    figures = [each for name in names for each in everything()[name].figures]
    days = {day for each in figures for day in (each.valid_from, each.valid_to) if day}
    return tuple(sorted(days))


@functools.lru_cache(maxsize=4096)
def _pay_rules(on: date, status: str, family: str, kind: str, flat_rate: str) -> PayRules:
    names = (*SHARED, *BY_STATUS[status], *BY_KIND[kind], *filter(None, [FLAT.get(flat_rate)]))
    sources = {name: figure(name, on) for name in names}
    value = {name: source.value for name, source in sources.items()}
    manual = status in HOLIDAY_FUND
    formula = withholding.key_formula(value["withholding.key_formula"])
    bonus_a, bonus_b = work_bonus.parts(value["work_bonus"]["manual" if manual else "white_collar"])
    factor = value["nsso.manual_and_artist.base_factor"] if manual else ONE
    bearing = _contribution_share(kind, value)
    base_rate = value["nsso.employer.global_profit"]
    rate = base_rate if manual else value["employer.due.white_collar"]
    fund = _holiday_fund(value) if manual else NOTHING
    special = value["special_contribution.monthly"][special_contribution.COLUMNS[family]]
    return PayRules(
        kind=kind,
        pays_a_month=2 if kind == "fortnight" else 1,
        worker_base_factor=factor,
        worker_rate=value["nsso.worker.rate"],
        contribution_share=bearing,
        worker_share=Rate(value["nsso.worker.rate"] * factor * bearing),
        bonus_a=bonus_a,
        bonus_b=bonus_b,
        fiscal_a=value["work_bonus.fiscal"]["A"],
        fiscal_b=value["work_bonus.fiscal"]["B"],
        full_month_minutes=full_month_minutes(value["labour.full_time_hours"]),
        special_factor=value["special_contribution.base_factor"] if manual else ONE,
        special_bands=special_contribution.bands(special),
        key_formula=formula,
        shares_quotient=family == "partner_without_income",
        is_single_parent=family == "single_parent",
        partner_low_cents=withholding.partner_reduction(family, formula),
        flat_rate=value[FLAT[flat_rate]] if flat_rate else None,
        exceptional=exceptional.scale(kind, *(value[name] for name in SCALES))
        if kind in EXCEPTIONAL
        else None,
        year_of_pay=_year_of_pay(kind, value),
        student=_student(value) if status == "student" else None,
        employer_base_factor=factor,
        employer_base_rate=base_rate,
        employer_rate=rate,
        holiday_fund_rate=fund,
        employer_base_share=Rate(factor * base_rate),
        employer_share=Rate(factor * rate),
        holiday_fund_share=Rate(factor * fund),
        provision_rate=NOTHING if manual else value["holiday.whitecollar.provision"],
        tariff_rate=_tariff_rate(status, kind, value["employer.tariff"]),
        sources=sources,
        version=_version(sources),
    )


def _holiday_fund(value: Mapping[str, Any]) -> Fraction:
    return Fraction(value["nsso.manual.holiday.quarterly"] + value["nsso.manual.holiday.yearly"])


def _contribution_share(kind: str, value: Mapping[str, Any]) -> Fraction:
    """Of exit pay the simple and the double part carry the worker's contribution."""
    if kind == "double_holiday":
        return Fraction(value["holiday.double_nsso_share"])
    if kind == "exit_holiday":
        parts = value["holiday.exit_parts"]
        return Fraction((parts["simple"] + parts["double"]) / sum(parts.values()))
    return ONE


def _year_of_pay(kind: str, value: Mapping[str, Any]) -> Fraction:
    if kind == "double_holiday":
        return exceptional.MONTHS / Fraction(value["holiday.double_pct"])
    if kind == "exit_holiday":
        return 1 / Fraction(value["holiday.exit_pct"])
    return Fraction(exceptional.MONTHS)


def _student(value: Mapping[str, Any]) -> StudentRules:
    return StudentRules(
        worker_rate=value["nsso.student.worker"],
        employer_rate=value["nsso.student.employer"],
        quota_minutes=value["nsso.student.quota"] * 60,
        tariff_rate=value["employer.tariff"]["student"],
    )


def _tariff_rate(status: str, kind: str, tariff: Mapping[str, Fraction]) -> Fraction | None:
    """The house earns nothing on its own staff, nor on holiday pay and premiums."""
    if status == "staff" or kind in EXCEPTIONAL:
        return None
    return tariff["white_collar" if status == "student" else status]


def _version(sources: Mapping[str, Figure]) -> str:
    """Of the figures and of what a line says with them: both are kept once, under this name."""
    figures = "\n".join(str(figure) for _name, figure in sorted(sources.items()))
    text = f"{figures}\n{SHAPES}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def full_month_minutes(weekly_hours: int) -> int:
    """Return the minutes of a full-time month: 13 weeks a quarter, a third of them a month."""
    return int(weekly_hours * MINUTES_OF_A_WEEKLY_HOUR_IN_A_MONTH)
