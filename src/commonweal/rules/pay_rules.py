"""The figures that one payslip needs, looked up once for a day, a status and a family."""

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from commonweal.rules import special_contribution, withholding, work_bonus
from commonweal.rules.parameters import Figure, figure

ONE = Fraction(1)
NOTHING = Fraction(0)
MANUAL = frozenset({"blue_collar", "artist"})
MINUTES_OF_A_WEEKLY_HOUR_IN_A_MONTH = Fraction(60 * 13, 3)


@dataclass(frozen=True, slots=True)
class PayRules:
    """
    Typed figures for the formulae; `sources` keeps the dated figure behind each, and `version`
    is their fingerprint: equal figures from equal sources, equal version.
    """

    worker_base_factor: Fraction
    worker_rate: Fraction
    bonus_a: work_bonus.Part
    bonus_b: work_bonus.Part
    fiscal_a: Fraction
    fiscal_b: Fraction
    full_month_minutes: int
    special_bands: tuple[special_contribution.Band, ...]
    key_formula: withholding.KeyFormula
    shares_quotient: bool
    is_single_parent: bool
    employer_base_factor: Fraction
    employer_rate: Fraction
    holiday_fund_rate: Fraction
    provision_rate: Fraction
    tariff_rate: Fraction
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
    "employer.tariff",
)
BY_STATUS = {
    "white_collar": ("employer.due.white_collar", "holiday.whitecollar.provision"),
    "blue_collar": (
        "nsso.manual_and_artist.base_factor",
        "nsso.employer.global_profit",
        "nsso.manual.holiday.quarterly",
        "nsso.manual.holiday.yearly",
        "special_contribution.base_factor",
    ),
}
BY_STATUS["artist"] = BY_STATUS["blue_collar"]


@functools.lru_cache(maxsize=4096)
def pay_rules(on: date, status: str, family: str) -> PayRules:
    """
    Gather the figures of a day.

    :raises NoFigure: if one of them is not known on that day
    """
    sources = {name: figure(name, on) for name in (*SHARED, *BY_STATUS[status])}
    value = {name: source.value for name, source in sources.items()}
    manual = status in MANUAL
    bonus_a, bonus_b = work_bonus.parts(value["work_bonus"]["manual" if manual else status])
    factor = value["nsso.manual_and_artist.base_factor"] if manual else ONE
    special = value["special_contribution.monthly"][special_contribution.COLUMNS[family]]
    return PayRules(
        worker_base_factor=factor,
        worker_rate=value["nsso.worker.rate"],
        bonus_a=bonus_a,
        bonus_b=bonus_b,
        fiscal_a=value["work_bonus.fiscal"]["A"],
        fiscal_b=value["work_bonus.fiscal"]["B"],
        full_month_minutes=full_month_minutes(value["labour.full_time_hours"]),
        special_bands=special_contribution.bands(special),
        key_formula=withholding.key_formula(value["withholding.key_formula"]),
        shares_quotient=family == "partner_without_income",
        is_single_parent=family == "single_parent",
        employer_base_factor=factor,
        employer_rate=value[
            "nsso.employer.global_profit" if manual else "employer.due.white_collar"
        ],
        holiday_fund_rate=(
            value["nsso.manual.holiday.quarterly"] + value["nsso.manual.holiday.yearly"]
            if manual
            else NOTHING
        ),
        provision_rate=NOTHING if manual else value["holiday.whitecollar.provision"],
        tariff_rate=value["employer.tariff"][status],
        sources=sources,
        version=_version(sources),
    )


def _version(sources: Mapping[str, Figure]) -> str:
    text = "\n".join(str(figure) for _name, figure in sorted(sources.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def full_month_minutes(weekly_hours: int) -> int:
    """Return the minutes of a full-time month: 13 weeks a quarter, a third of them a month."""
    return int(weekly_hours * MINUTES_OF_A_WEEKLY_HOUR_IN_A_MONTH)
