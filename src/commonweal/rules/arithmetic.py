"""
The only arithmetic of the rules: integer cents and exact fractions, rounded half up per line.

Every formula is written with `+ - *` and these functions, and never branches on an amount. So
one rule text serves single integers, and arrays of int64 when these five learn to take them.
"""

from collections.abc import Sequence
from fractions import Fraction


def rounded(numerator: int, denominator: int) -> int:
    """Divide and round half up (half a cent goes to the next higher cent)."""
    return (2 * numerator + denominator) // (2 * denominator)


def share(cents: int, rate: Fraction) -> int:
    """Return `rate` of `cents`, rounded half up."""
    return rounded(cents * rate.numerator, rate.denominator)


def line(fixed_cents: int, cents: int, rate: Fraction) -> int:
    """Return `fixed + rate of cents`, rounded half up once: a point on a straight line."""
    return rounded(fixed_cents * rate.denominator + cents * rate.numerator, rate.denominator)


def least(a: int, b: int) -> int:
    """Return the smaller."""
    return a if a <= b else b


def most(a: int, b: int) -> int:
    """Return the larger."""
    return a if a >= b else b


def choose(condition: bool, yes: int, no: int) -> int:
    """Return `yes` where the condition holds, else `no`. Both are computed."""
    return yes if condition else no


def pick(table: Sequence[int], place: int) -> int:
    """Return the figure at that place of a table."""
    return table[place]
