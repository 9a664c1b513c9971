"""
The only arithmetic of the rules: integer cents and exact fractions, rounded half up per line.

Every formula is written with `+ - * //` and these functions, and never branches on an amount. So
one rule text serves a single pay (plain integers) and a batch (NumPy arrays of int64) alike; a
single pay stays plain Python, which is ten times faster for one than an array of length one.
"""

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

Cents = Any  # an integer, or an array of int64: the same rule text serves both


class Rate(Fraction):
    """An exact fraction that keeps its two halves at hand: each line of a payslip reads them."""

    __slots__ = ("denominator", "numerator")

    def __new__(cls, value: Fraction | str | int) -> "Rate":
        """Make one of a number or its text."""
        self = super().__new__(cls, value)
        exact = Fraction(value)
        self.numerator, self.denominator = exact.numerator, exact.denominator  # type: ignore[misc]
        return self


def rounded(numerator: Cents, denominator: Cents) -> Cents:
    """Divide and round half up (half a cent goes to the next higher cent)."""
    return (2 * numerator + denominator) // (2 * denominator)


def share(cents: Cents, rate: Fraction) -> Cents:
    """Return `rate` of `cents`, rounded half up."""
    below = rate.denominator
    return (2 * cents * rate.numerator + below) // (2 * below)  # `rounded`, without another call


def line(fixed_cents: Cents, cents: Cents, rate: Fraction) -> Cents:
    """Return `fixed + rate of cents`, rounded half up once: a point on a straight line."""
    return rounded(fixed_cents * rate.denominator + cents * rate.numerator, rate.denominator)


def falling(fixed_cents: Cents, cents: Cents, rate: Fraction) -> Cents:
    """Return `fixed - rate of cents`, rounded half up once: a point on a falling line."""
    return rounded(fixed_cents * rate.denominator - cents * rate.numerator, rate.denominator)


def least(a: Cents, b: Cents) -> Cents:
    """Return the smaller."""
    if type(a) is int and type(b) is int:
        return a if a <= b else b
    return np.minimum(a, b)


def most(a: Cents, b: Cents) -> Cents:
    """Return the larger."""
    if type(a) is int and type(b) is int:
        return a if a >= b else b
    return np.maximum(a, b)


def choose(condition: Any, yes: Cents, no: Cents) -> Cents:
    """Return `yes` where the condition holds, else `no`. Both are computed."""
    if isinstance(condition, bool):
        return yes if condition else no
    return np.where(condition, yes, no)


def place(edges: Sequence[int], cents: Cents) -> Cents:
    """Return how many of the rising edges lie below an amount."""
    if isinstance(cents, int):
        return bisect_left(edges, cents)
    return np.searchsorted(edges, cents)


def pick(table: Sequence[int], place: Cents) -> Cents:
    """Return the figure at that place of a table."""
    if isinstance(place, int):
        return table[place]
    return np.asarray(table, dtype=np.int64)[place]
