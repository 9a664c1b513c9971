"""Read the value of a parameter in its unit: exact, or not at all."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

MONEY = ("EUR", "EUR/hour", "EUR/day", "EUR/month", "EUR/quarter", "EUR/year")
COUNTS = ("days", "hours", "hours/week", "services")


def convert(raw: Any, unit: str | Mapping[str, str]) -> Any:
    """
    Return the value in integer cents, exact fractions, whole numbers, yes or no, or a word.

    A table has a unit for each name of a figure in it: `{max: EUR/month, slope: fraction}`.

    :raises ValueError: if a figure is not of its unit, or not exact
    """
    if isinstance(unit, str):
        return _series(raw, unit)
    if isinstance(raw, Mapping):
        return {name: _under(name, inner, unit) for name, inner in raw.items()}
    if isinstance(raw, list):
        return tuple(convert(inner, unit) for inner in raw)
    raise ValueError(f"{raw} stands in a table but has no name with a unit")


def _under(name: str, inner: Any, unit: Mapping[str, str]) -> Any:
    return _series(inner, unit[name]) if name in unit else convert(inner, unit)


def _series(raw: Any, unit: str) -> Any:
    return (
        tuple(_single(each, unit) for each in raw) if isinstance(raw, list) else _single(raw, unit)
    )


def _single(raw: Any, unit: str) -> int | Fraction | bool | str | None:
    if isinstance(raw, float):
        raise ValueError(f"write {raw} between quotes, so that it stays exact")
    if unit in MONEY:
        return None if raw is None else _cents(raw)
    if unit in COUNTS:
        return _whole(raw)
    if unit == "fraction":
        return _fraction(raw, low=0, high=1)
    if unit == "factor":
        return _fraction(raw, low=1, high=10)
    if unit == "yes/no" and isinstance(raw, bool):
        return raw
    if unit == "word" and isinstance(raw, str):
        return raw
    raise ValueError(f"{raw!r} is not of the unit {unit}")


def _cents(raw: Any) -> int:
    if isinstance(raw, bool):
        raise ValueError(f"{raw} is not an amount")
    try:
        cents = Decimal(raw) * 100
    except (InvalidOperation, TypeError):
        raise ValueError(f"{raw!r} is not an amount") from None
    if cents != int(cents) or cents < 0:
        raise ValueError(f"{raw} is not a whole number of cents")
    return int(cents)


def _whole(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise ValueError(f"{raw!r} is not a whole number")
    return raw


def _fraction(raw: Any, *, low: int, high: int) -> Fraction:
    if isinstance(raw, bool):
        raise ValueError(f"{raw} is not a rate")
    rate = Fraction(raw)
    if not low <= rate <= high:
        raise ValueError(f"{raw} does not lie between {low} and {high}")
    return rate
