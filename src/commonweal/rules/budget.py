"""From a price to a work budget, from a work budget to a gross pay, and back. Exact."""

from datetime import date
from fractions import Fraction

from commonweal.rules.arithmetic import share
from commonweal.rules.parameters import figure


def contribution_on_turnover(net_cents: int, on: date) -> int:
    """
    Return the shared contribution on an invoiced price without VAT (of a credit note: negative).

    :raises NoFigure: if the house had no such contribution on that day
    """
    contribution = share(abs(net_cents), figure("turnover.contribution", on).value)
    return contribution if net_cents >= 0 else -contribution


def work_budget(price_cents: int, expenses_cents: int, on: date) -> int:
    """Return what a job leaves for work: price without VAT - contribution - expenses."""
    return price_cents - contribution_on_turnover(price_cents, on) - expenses_cents


def tariff_charge(gross: int, rate: Fraction) -> int:
    """Return the employer charge at tariff, E*(G)."""
    return share(gross, rate)


def tariff_rate(status: str, on: date) -> Fraction:
    """Return the tariff of a status on a day."""
    rate: Fraction = figure("employer.tariff", on).value[status]
    return rate


def gross_from_budget(budget: int, rate: Fraction) -> int:
    """
    Return the greatest gross G with G + E*(G) <= budget.

    Rounding moves E* by half a cent at most, so G lies within (budget +- 1/2) / (1 + rate). That
    is less than one cent wide: its upper end is the answer, or one cent too many.
    """
    whole = rate.numerator + rate.denominator
    top = (2 * budget + 1) * rate.denominator // (2 * whole)
    return top - (top + tariff_charge(top, rate) > budget)


def gross_of(budget_cents: int, status: str, on: date) -> int:
    """Return the greatest gross pay that a work budget carries for a worker of that status."""
    return gross_from_budget(budget_cents, tariff_rate(status, on))
