"""
The withholding tax on holiday pay, premiums and other exceptional pay (Annex III).

One rate on the whole amount, found by the normal pay of a year after social security. Children
count by rules of their own: part of the pay is exempt while the year's pay stays under a limit,
and above it a percentage of the tax is let off. The monthly reductions do not count here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from commonweal.rules.arithmetic import Cents, choose, least, most, pick, rounded
from commonweal.rules.cases import PPM

MONTHS = 12
COLUMNS = {
    "double_holiday": "holiday_pay",
    "exit_holiday": "holiday_pay",
    "year_end_premium": "other",
}


@dataclass(frozen=True, slots=True)
class Scale:
    """
    The table of one kind of pay in one year: up to `bounds[i]` of the year's pay the rate
    `rates_ppm[i]`, in parts of a million. The tables for children begin with "no child".
    """

    bounds: tuple[int, ...]
    rates_ppm: tuple[int, ...]
    exempt_up_to: tuple[int, ...]
    let_off_ppm: tuple[int, ...]
    let_off_up_to: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ExceptionalTax:
    """The steps of the tax, in cents; `rate_ppm` is in parts of a million."""

    year: Cents
    rate_ppm: Cents
    exempt: Cents
    tax: Cents
    let_off: Cents

    @property
    def due(self) -> Cents:
        """What is withheld."""
        return self.tax - self.let_off


def scale(kind: str, table: Mapping[str, Any], children: Mapping[str, Any]) -> Scale:
    """Return the scale of a kind of pay from the dated figures."""
    return Scale(
        bounds=tuple(table["bounds"]),
        rates_ppm=_ppm(table[COLUMNS[kind]]),
        exempt_up_to=(0, *children["exemption_limit_by_children"]),
        let_off_ppm=(0, *_ppm(children["reduction_pct"])),
        let_off_up_to=(0, *children["reduction_limit"]),
    )


def _ppm(rates: tuple[Fraction, ...]) -> tuple[int, ...]:
    return tuple(int(rate * PPM) for rate in rates)


def tax(taxable: Cents, year: Cents, children: Cents, by: Scale) -> ExceptionalTax:
    """Return the tax on an exceptional pay (after social security) with all its steps."""
    rate_ppm = by.rates_ppm[-1]
    for bound, rate in zip(reversed(by.bounds), by.rates_ppm[-2::-1], strict=True):
        rate_ppm = choose(year <= bound, rate, rate_ppm)
    limit = pick(by.exempt_up_to, least(children, len(by.exempt_up_to) - 1))
    exempt = least(most(limit - year, 0), taxable)
    amount = rounded((taxable - exempt) * rate_ppm, PPM)
    place = least(children, len(by.let_off_ppm) - 1)
    let_off = rounded(amount * pick(by.let_off_ppm, place), PPM)
    let_off = choose(year <= pick(by.let_off_up_to, place), let_off, 0)
    return ExceptionalTax(year, rate_ppm, exempt, amount, let_off)
