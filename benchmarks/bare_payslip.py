"""
The limit of a batch: the arithmetic of a payslip in bare NumPy, int64 cents in chunks of 16,384.

Everybody is a white-collar worker of one day and one family, without a wish of their own. The
steps of the law are written out by hand, 143 operations on arrays, and end in the same cents as
the rules; but only the net pay and what the employer owes are kept. What the rules do on top,
to find the figures of each row and to keep every amount, is the distance to this limit.
"""

from fractions import Fraction
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from commonweal.rules.batch import Questions
    from commonweal.rules.pay_rules import PayRules
    from commonweal.rules.special_contribution import Band
    from commonweal.rules.work_bonus import Part

Column = NDArray[np.int64]
CHUNK = 16_384


def payslips(asked: "Questions", rules: "PayRules") -> tuple[Column, Column]:
    """Return the net pay of each row, and what the employer owes on top of the gross pay."""
    net, due = np.empty_like(asked.gross), np.empty_like(asked.gross)
    for start in range(0, len(net), CHUNK):
        here = slice(start, start + CHUNK)
        gross = asked.gross[here]
        net[here] = net_pay(gross, asked.minutes[here], asked.children[here], rules)
        due[here] = employer(gross, rules)
    return net, due


def net_pay(gross: Column, minutes: Column, children: Column, rules: "PayRules") -> Column:
    """Gross pay less contribution and taxes, plus the work bonus."""
    contribution, full = share(gross, rules.worker_rate), rules.full_month_minutes
    worked = np.minimum(minutes, full)
    wage = (2 * full * gross + worked) // (2 * worked)
    part_a = (2 * bonus(wage, rules.bonus_a) * worked + full) // (2 * full)
    part_b = (2 * bonus(wage, rules.bonus_b) * worked + full) // (2 * full)
    part_a = np.minimum(part_a, contribution)
    part_b = np.minimum(part_b, contribution - part_a)
    taxable = gross - contribution + part_a + part_b
    fiscal = both(part_a, rules.fiscal_a, part_b, rules.fiscal_b)
    withheld = np.maximum(tax(taxable, children, rules) - fiscal, 0)
    net: Column = taxable - special(gross, rules.special_bands) - withheld
    return net


def share(cents: Column, rate: Fraction) -> Column:
    """A rate of an amount, rounded half up, in three operations."""
    below = rate.denominator
    return (cents * (2 * rate.numerator) + below) // (2 * below)


def both(a: Column, rate_a: Fraction, b: Column, rate_b: Fraction) -> Column:
    """Two shares, rounded half up once."""
    below = rate_a.denominator * rate_b.denominator
    times_a = 2 * rate_a.numerator * rate_b.denominator
    times_b = 2 * rate_b.numerator * rate_a.denominator
    return (a * times_a + b * times_b + below) // (2 * below)


def bonus(wage: Column, part: "Part") -> Column:
    """A part of the work bonus of a full month: flat, then falling, then nothing."""
    flat, falling = part.zones
    amount = flat.amount_cents + share(np.maximum(wage - flat.to_cents, 0), -falling.slope)
    return np.where(wage <= falling.to_cents, np.maximum(amount, 0), 0)


def tax(taxable: Column, children: Column, rules: "PayRules") -> Column:
    """The withholding tax of a month by the key formula, before the fiscal work bonus."""
    law = rules.key_formula
    income = 12 * taxable
    net = income - np.minimum(share(income, law.cost_rate), law.cost_cap_cents)
    due = np.full_like(net, -law.exempt_tax_cents)
    table = law.scale
    for low, top, rate in zip_longest(table.lows, table.tops, table.rates):
        inside = np.maximum(net - low, 0)
        if top is not None:
            inside = np.minimum(inside, top - low)
        due += share(inside, rate)
    less = np.take(np.asarray(law.children_cents), children, mode="clip")
    year = np.maximum(np.maximum(due, 0) - less, 0)
    month: Column = (year + 6) // 12
    return month


def special(pay: Column, bands: "tuple[Band, ...]") -> Column:
    """The special contribution of a month by its bands."""
    found: Any = 0
    for band in reversed(bands):
        inside: Any = band.base_cents
        if band.rate:
            inside = inside + share(np.maximum(pay - band.over_cents, 0), band.rate)
            inside = np.clip(inside, band.low_cents, band.high_cents)
        found = np.where(pay <= band.to_cents, inside, found)
    return np.asarray(found)


def employer(gross: Column, rules: "PayRules") -> Column:
    """What the employer owes; the split, the provision and the house's share are computed too."""
    base, owed = share(gross, rules.employer_base_share), share(gross, rules.employer_share)
    provision = share(gross, rules.provision_rate)
    tariff = share(gross, rules.tariff_rate or Fraction(0))
    _others, _house = owed - base, tariff - owed - provision
    return owed
