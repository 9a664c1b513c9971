"""Contributions to social security: the worker's, and what the employer really owes."""

from fractions import Fraction

from commonweal.rules.arithmetic import share


def worker_contribution(gross: int, base_factor: Fraction, rate: Fraction) -> int:
    """Return the contribution of the worker: one rate on 100 or 108 % of the gross pay."""
    return share(gross, base_factor * rate)


def employer_contribution(gross: int, base_factor: Fraction, rate: Fraction) -> int:
    """Return one contribution of the employer on 100 or 108 % of the gross pay."""
    return share(gross, base_factor * rate)


def holiday_provision(gross: int, rate: Fraction) -> int:
    """Return what is set aside for the holiday pay the employer itself will pay."""
    return share(gross, rate)
