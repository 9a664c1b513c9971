"""Rounding to whole cents, for rooms that know nothing of Django too."""


def round_half_up(numerator: int, denominator: int) -> int:
    """Divide and round half away from zero: 5 cents at 10 % is 1 cent, never 0."""
    quotient, rest = divmod(abs(numerator), denominator)
    quotient += 2 * rest >= denominator
    return quotient if numerator >= 0 else -quotient
