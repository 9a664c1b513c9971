"""
The work bonus: a reduction of the worker contribution on low pay, and its echo in the tax.

A table is read with the pay of a full month. A shorter contract is stretched to a full month
first, and gets its fraction of the result.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from commonweal.rules.arithmetic import Cents, Rate, choose, falling, least, most, rounded


@dataclass(frozen=True, slots=True)
class Zone:
    """Up to `to_cents` of monthly pay: `amount - slope * (pay - over)`. Above: the next zone."""

    to_cents: int
    amount_cents: int
    slope: Fraction


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the bonus: its zones, low pay first, and nothing above the last."""

    over_cents: int
    zones: tuple[Zone, ...]


NO_PART = Part(0, ())


def parts(table: Mapping[str, Any]) -> tuple[Part, Part]:
    """Return parts A and B of a column. One bonus, as before April 2024, is a part A alone."""
    if "zones" in table:
        zones = tuple(Zone(row["to"], row["max"], row["slope"]) for row in table["zones"])
        return Part(table["ref"], zones), NO_PART
    return _part(table["A"]), _part(table["B"])


def _part(row: Mapping[str, Any]) -> Part:
    flat = Zone(row["full_until"], row["max"], Rate(0))
    slope = Zone(row["zero_above"], row["max"], row["slope"])
    return Part(row["full_until"], (flat, slope))


def reference_wage(gross: Cents, minutes: Cents, full_month_minutes: int) -> Cents:
    """Return the gross pay stretched to a full month."""
    return rounded(gross * full_month_minutes, minutes)


def of_month(wage: Cents, part: Part) -> Cents:
    """Return one part of the bonus for a full month at that wage."""
    above, bonus = most(wage - part.over_cents, 0), 0
    for zone in reversed(part.zones):
        inside = most(falling(zone.amount_cents, above, zone.slope), 0)
        bonus = choose(wage <= zone.to_cents, inside, bonus)
    return bonus


def of_contract(bonus: Cents, minutes: Cents, full_month_minutes: int) -> Cents:
    """Return the fraction of a month's bonus that a shorter contract gets."""
    return rounded(bonus * minutes, full_month_minutes)


def granted(part_a: Cents, part_b: Cents, contribution: Cents) -> tuple[Cents, Cents]:
    """Return both parts, never above the worker contribution together: B is cut first."""
    part_a = least(part_a, contribution)
    return part_a, least(part_b, contribution - part_a)


def fiscal(part_a: Cents, part_b: Cents, rate_a: Fraction, rate_b: Fraction) -> Cents:
    """Return what the bonus takes off the withholding tax, rounded once."""
    return rounded(
        part_a * rate_a.numerator * rate_b.denominator
        + part_b * rate_b.numerator * rate_a.denominator,
        rate_a.denominator * rate_b.denominator,
    )
