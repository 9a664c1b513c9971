"""
Read the value of a parameter in its unit: exact, or not at all.

    EUR, EUR/month …    integer cents, written in euro; null where the law gives no amount
    cent/km             an exact fraction of a cent, written in cents: .4571 euro is "45.71"
    days, hours …       whole numbers
    decimal hours       an exact fraction of an hour: "7.6"
    fraction, factor    exact fractions from 0 to 1, from 1 to 10: "0.1307", "85/92"
    yes/no, word        true or false, a word
    code                what the authorities call it, always text: "015"
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from commonweal.rules.arithmetic import Rate

MONEY = ("EUR", "EUR/hour", "EUR/day", "EUR/month", "EUR/quarter", "EUR/year")
COUNTS = (
    "days", "hours", "hours/week", "hours/year", "km/year", "months", "services", "times",
    "characters", "lines", "bytes",
)  # fmt: skip
RANGES = {"fraction": (0, 1), "factor": (1, 10), "cent/km": (0, 1000), "decimal hours": (0, 24)}
TEXTS = ("word", "code")


def convert(raw: Any, unit: str | Mapping[str, str]) -> Any:
    """
    Return the value in integer cents, exact fractions, whole numbers, yes or no, or a word.

    A table has one unit for all its figures, or one for each name in it: `{max: EUR/month, slope:
    fraction}`.

    :raises ValueError: if a figure is not of its unit, or not exact; it names the place in a table
    """
    if isinstance(raw, Mapping):
        return {name: _at(name, inner, _unit_of(name, unit)) for name, inner in raw.items()}
    if isinstance(raw, list):
        return tuple(_at(row, inner, unit) for row, inner in enumerate(raw, start=1))
    if isinstance(unit, str):
        return _single(raw, unit)
    raise ValueError(f"{raw} stands in a table but has no name with a unit")


def _unit_of(name: Any, unit: str | Mapping[str, str]) -> str | Mapping[str, str]:
    return unit if isinstance(unit, str) else unit.get(name, unit)


def _at(place: Any, inner: Any, unit: str | Mapping[str, str]) -> Any:
    try:
        return convert(inner, unit)
    except ValueError as error:
        raise ValueError(f"{place} › {error}") from error


def _single(raw: Any, unit: str) -> int | Fraction | bool | str | None:
    if isinstance(raw, float):
        raise ValueError(f"write {raw} between quotes, so that it stays exact")
    if unit in MONEY:
        return None if raw is None else _cents(raw)
    if unit in COUNTS:
        return _whole(raw)
    if unit in RANGES:
        return _fraction(raw, *RANGES[unit])
    if unit == "yes/no" and isinstance(raw, bool):
        return raw
    if unit in TEXTS and isinstance(raw, str):
        return raw
    raise ValueError(f"{raw!r} is not of the unit {unit}")


def _cents(raw: Any) -> int:
    if isinstance(raw, bool):
        raise ValueError(f"{raw} is not an amount")
    try:
        cents = Decimal(raw) * 100
    except (InvalidOperation, TypeError, ValueError):
        raise ValueError(f"{raw!r} is not an amount") from None
    if not cents.is_finite() or cents != int(cents) or cents < 0:
        raise ValueError(f"{raw} is not a whole number of cents")
    return int(cents)


def _whole(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
        raise ValueError(f"{raw!r} is not a whole number")
    return raw


def _fraction(raw: Any, low: int, high: int) -> Fraction:
    try:
        rate = Rate(raw) if isinstance(raw, str | int) else None
    except (ValueError, ZeroDivisionError):
        rate = None
    if rate is None or isinstance(raw, bool):
        raise ValueError(f"{raw!r} is not a rate")
    if not low <= rate <= high:
        raise ValueError(f"{raw} does not lie between {low} and {high}")
    return rate
