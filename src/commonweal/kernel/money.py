"""Money is an integer number of euro cents."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.formats import number_format


def cents(text: str | int | float | Decimal) -> int:
    """
    Read an amount in euro ("2300", "2 300,50", "2.300,50") as cents.

    :raises ValueError: if it is no amount, or has a fraction of a cent
    """
    try:
        amount = Decimal(_plain(str(text))) * 100
    except InvalidOperation:
        raise ValueError(f"“{text}” is not an amount in euro") from None
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise ValueError(f"“{text}” is not a whole number of cents")
    return int(amount)


def _plain(text: str) -> str:
    """One decimal point, nothing else: the last comma or point with 1 or 2 digits after it."""
    text = "".join(text.split()).replace("\N{EURO SIGN}", "").replace("'", "")
    head, mark, tail = _split_at_last(text)
    if mark and len(tail) <= 2:
        return f"{head.replace('.', '').replace(',', '')}.{tail or '0'}"
    return text.replace(".", "").replace(",", "") if mark and _groups(text) else text


def _split_at_last(text: str) -> tuple[str, str, str]:
    place = max(text.rfind("."), text.rfind(","))
    return (text, "", "") if place < 0 else (text[:place], text[place], text[place + 1 :])


def _groups(text: str) -> bool:
    """Whether every mark is a thousands mark: 1.234.567 or 1,234."""
    parts = text.replace(",", ".").lstrip("-").split(".")
    return 1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])


def round_half_up(numerator: int, denominator: int) -> int:
    """Divide and round half away from zero: 5 cents at 10 % is 1 cent, never 0."""
    quotient, rest = divmod(abs(numerator), denominator)
    quotient += 2 * rest >= denominator
    return quotient if numerator >= 0 else -quotient


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
    by_remainder = sorted(
        range(len(weights)), key=lambda i: (-(amount * weights[i] % total), i)
    )
    for i in by_remainder[: amount - sum(parts)]:
        parts[i] += 1
    return parts


def show(amount: int) -> str:
    """Write cents as a reader of the active language writes euro: 1.234,56 or 1 234,56."""
    return number_format(Decimal(amount) / 100, 2, force_grouping=True)
