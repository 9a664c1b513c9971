"""Money is an integer number of euro cents."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from django.utils.formats import get_format
from django.utils.translation import get_language

from commonweal.kernel.rounding import round_half_up as round_half_up

# Digits, or groups of three apart by one mark; then at most two decimals after another mark.
AMOUNT = re.compile(r"(-?)([1-9]\d{0,2}([.,])\d{3}(?:\3\d{3})*|\d*)(?:(?!\3)[.,](\d{0,2}))?")
LONGEST_AMOUNT = 24


def cents(text: str | int | float | Decimal) -> int:
    """
    Read an amount in euro ("2300", "2 300,50", "2.300,50") as cents.

    :raises ValueError: if it is no amount, or has a fraction of a cent
    """
    plain = "".join(str(text).split()).replace("\N{EURO SIGN}", "").replace("'", "")
    found = AMOUNT.fullmatch(plain) if len(plain) <= LONGEST_AMOUNT else None
    if found is None or not any(map(str.isdigit, plain)):
        raise ValueError(f"“{text}” is not an amount in euro and cents")
    sign, whole, _mark, decimals = found.groups()
    digits = "".join(filter(str.isdigit, whole)) + (decimals or "").ljust(2, "0")
    return -int(digits) if sign else int(digits)


def share(amount: int, rate: Decimal) -> int:
    """Return `rate` of `amount` cents, rounded half up to the cent."""
    return int((amount * rate).quantize(Decimal(1), ROUND_HALF_UP))


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """
    Split `amount` cents by `weights`; the parts sum to it exactly (largest remainder).

    :raises ValueError: if there is no positive weight
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("Give at least one positive share and no negative one.")
    parts = [amount * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % total), i))
    for i in by_remainder[: amount - sum(parts)]:
        parts[i] += 1
    return parts


def show(amount: int, language: str | None = None) -> str:
    """Write cents as a reader of a language (the active one) writes euro: 1.234,56 or 1 234,56."""
    point, group = _marks(language or get_language())
    whole, cents = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{f'{whole:,}'.replace(',', group)}{point}{cents:02}"


@cache
def _marks(language: str | None) -> tuple[str, str]:
    """What stands before the cents and between thousands: asked once, a list has hundreds."""
    names = ("DECIMAL_SEPARATOR", "THOUSAND_SEPARATOR")
    point, group = (get_format(name, language, use_l10n=True) for name in names)
    return f"{point}", f"{group}"
