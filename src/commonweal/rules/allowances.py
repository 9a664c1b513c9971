"""
What is paid beside the wage: meal vouchers, the way to work, lump sums for expenses.

Within what the authorities accept it is free of tax and contributions; the rest is taxable pay and
is returned apart, so that it can join the gross pay. Distances are in metres.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from commonweal.rules.arithmetic import Cents, least, most, rounded
from commonweal.rules.errors import RuleError
from commonweal.rules.lines import Line, euro
from commonweal.rules.parameters import Figure, figure
from commonweal.rules.sourced import line_of, sum_of
from commonweal.rules.words import gettext_noop as _

FOREVER = 1 << 62

LABELS = {
    "voucher_employer": _("Meal vouchers, paid by the cooperative"),
    "voucher_worker": _("Meal vouchers, your part"),
    "bicycle": _("By bicycle to work"),
    "commute": _("Way to work, paid back"),
    "car": _("Kilometres with your own car"),
    "lump_meal_day": _("Lump sum for meals"),
    "lump_away_day": _("Lump sum for days away"),
    "lump_internet_month": _("Lump sum for internet at home"),
    "lump_parking_month": _("Lump sum for parking"),
    "lump_carwash_month": _("Lump sum for washing the car"),
    "lump_garage_month": _("Lump sum for a garage"),
    "allowance_excess": _("Above the accepted amount: counts as pay"),
}
REASONS = {
    "voucher_employer": _("One voucher for each day you worked, free of tax and contributions."),
    "voucher_worker": _("Your own part of the vouchers is taken off the net pay."),
    "bicycle": _("An amount for each kilometre, free of tax and contributions up to a year limit."),
    "commute": _("What you paid for the way to work, with proof."),
    "car": _("What the authorities accept for each kilometre of a trip for work."),
    "lump_meal_day": _("A meal on the way needs no proof, up to what the authorities accept."),
    "lump_away_day": _(
        "Small costs of a day away need no proof, up to what the authorities accept."
    ),
    "lump_internet_month": _("Internet at home for your work, up to what the authorities accept."),
    "lump_parking_month": _("Parking for your work, up to what the authorities accept."),
    "lump_carwash_month": _("Washing the car you use for work, up to what the authorities accept."),
    "lump_garage_month": _(
        "A garage for the car you use for work, up to what the authorities accept."
    ),
    "allowance_excess": _("What is paid above the accepted amount is taxed as pay."),
}


class NotAccepted(RuleError):
    """An allowance that would count as pay as a whole."""


@dataclass(frozen=True, slots=True)
class VoucherLaw:
    """Amounts of one meal voucher: most from the employer, least from the worker, most in all."""

    employer_max_cents: int
    worker_min_cents: int
    face_max_cents: int


@dataclass(frozen=True, slots=True)
class Vouchers:
    """The vouchers of a period: `worker` is taken off the net pay."""

    count: Cents
    employer: Cents
    worker: Cents


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was paid: `exempt` of tax and contributions, and `taxable` as pay."""

    exempt: Cents
    taxable: Cents


def voucher_law(on: date) -> VoucherLaw:
    """
    Return the amounts of a meal voucher on a day.

    :raises NoFigure: if they are not known
    """
    table = figure("meal_voucher", on).value
    return VoucherLaw(table["employer_max"], table["worker_min"], table["face_max"])


def refuse_voucher(face_cents: int, worker_cents: int, law: VoucherLaw) -> None:
    """
    Check a voucher as it is agreed, once.

    :raises NotAccepted: if the whole voucher would count as pay
    """
    if face_cents > law.face_max_cents:
        raise NotAccepted(
            _("Choose a meal voucher of at most EUR %(most)s: a higher one counts as pay whole."),
            most=euro(law.face_max_cents),
        )
    if worker_cents < law.worker_min_cents:
        raise NotAccepted(
            _(
                "Let the worker pay at least EUR %(least)s of a meal voucher: with less it counts "
                "as pay whole."
            ),
            least=euro(law.worker_min_cents),
        )
    if face_cents - worker_cents > law.employer_max_cents:
        raise NotAccepted(
            _("Pay at most EUR %(most)s of a meal voucher: with more it counts as pay whole."),
            most=euro(law.employer_max_cents),
        )
    if worker_cents > face_cents:
        raise NotAccepted(_("Let the worker pay no more than the meal voucher is worth."))


def vouchers(days: Cents, face_cents: Cents, worker_cents: Cents) -> Vouchers:
    """Return the vouchers of the days worked: one a day, of an agreed and checked amount."""
    return Vouchers(days, days * (face_cents - worker_cents), days * worker_cents)


def kilometres(metres: Cents, cents_per_km: Fraction) -> Cents:
    """Return an amount for a distance, rounded half up once."""
    return rounded(metres * cents_per_km.numerator, 1000 * cents_per_km.denominator)


def within(paid_cents: Cents, accepted_cents: Cents) -> Accepted:
    """Return how much of what was paid is accepted, and how much is pay."""
    exempt = least(paid_cents, most(accepted_cents, 0))
    return Accepted(exempt, paid_cents - exempt)


def bicycle(
    metres: Cents, cents_per_km: Fraction, year_cap_cents: int | None, earlier_cents: Cents = 0
) -> Accepted:
    """
    Return the bicycle allowance of a distance to work; `earlier_cents` were exempt this year.

    Exempt since 2024 only for who takes the lump-sum professional costs in the tax return.
    """
    cap = FOREVER if year_cap_cents is None else year_cap_cents
    return within(kilometres(metres, cents_per_km), cap - earlier_cents)


def lump(paid_cents: Cents, times: Cents, accepted_cents: int) -> Accepted:
    """Return what is accepted of a lump sum paid for some days (or months)."""
    return within(paid_cents, times * accepted_cents)


def voucher_lines(found: Vouchers, on: date) -> tuple[Line, ...]:
    """Explain meal vouchers: the worker's part leaves the net pay, the other stands beside it."""
    source = figure("meal_voucher", on)
    count = f"× {found.count}"
    return (
        line_of("voucher_worker", "pay", -found.worker, source, rate=count),
        line_of("voucher_employer", "employer", found.employer, source, rate=count),
    )


def bicycle_lines(found: Accepted, metres: int, on: date) -> tuple[Line, ...]:
    """Explain a bicycle allowance."""
    source = figure("expense.bicycle", on)
    rate = f"{_km(metres)} × {_euro_per_km(source.value['per_km'])}"
    return _accepted("bicycle", found, source, rate)


def car_lines(metres: int, on: date, scale: str = "quarterly") -> tuple[Line, ...]:
    """
    Explain kilometres with one's own car, on the scale the house chose for twelve months.

    :raises NoFigure: if the amount of that day is not known
    """
    source = figure(f"expense.km.{scale}", on)
    found = Accepted(kilometres(metres, source.value), 0)
    return _accepted("car", found, source, f"{_km(metres)} × {_euro_per_km(source.value)}")


def commute_lines(cents: int, on: date) -> tuple[Line, ...]:
    """Explain the ticket or the car to work: paid back as it was, exempt."""
    return (sum_of("commute", "pay", cents, on, "the tickets or the agreement"),)


def lump_lines(kind: str, found: Accepted, times: int, on: date) -> tuple[Line, ...]:
    """Explain a lump sum: a kind as `expense.lump_2026` names it (meal_day, away_day …)."""
    source = figure("expense.lump_2026", on)
    return _accepted(f"lump_{kind}", found, source, f"{times} × {euro(source.value[kind])}")


def _accepted(code: str, found: Accepted, source: Figure, rate: str) -> tuple[Line, ...]:
    exempt = line_of(code, "pay", found.exempt, source, rate=rate)
    if not found.taxable:
        return (exempt,)
    return (exempt, line_of("allowance_excess", "step", found.taxable, source, rate=rate))


def _km(metres: int) -> str:
    """Write a distance exactly: 24.8 km."""
    return f"{Decimal(metres) / 1000:f} km"


def _euro_per_km(cents: Fraction) -> str:
    """Write an amount for a kilometre in euro, with four decimals."""
    return f"{Decimal(kilometres(100_000, cents)).scaleb(-4):f}"
