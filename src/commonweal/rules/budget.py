"""From a price to a work budget, from a work budget to a gross pay, and back. Exact."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from commonweal.rules.arithmetic import Cents, share
from commonweal.rules.parameters import figure
from commonweal.rules.social_security import within_quota


def contribution_on_turnover(net_cents: int, on: date) -> int:
    """
    Return the shared contribution on an invoiced price without VAT (of a credit note: negative).

    :raises NoFigure: if the house had no such contribution on that day
    """
    contribution: int = share(abs(net_cents), figure("turnover.contribution", on).value)
    return contribution if net_cents >= 0 else -contribution


def work_budget(price_cents: int, expenses_cents: int, on: date) -> int:
    """Return what a job leaves for work: price without VAT - contribution - expenses."""
    return price_cents - contribution_on_turnover(price_cents, on) - expenses_cents


@dataclass(frozen=True, slots=True)
class Tariff:
    """
    What the house charges on a gross pay. Of a student, the part within the quota (by hours)
    at a rate of its own: `minutes` is the length of the contract, `minutes_left` the quota's rest.
    """

    rate: Fraction
    inside_rate: Fraction = Fraction(0)
    minutes: int = 1
    minutes_left: int = 0

    def charge(self, gross: Cents) -> Cents:
        """Return the employer charge at tariff, E*(G)."""
        inside = within_quota(gross, self.minutes, self.minutes_left)
        return share(gross - inside, self.rate) + share(inside, self.inside_rate)

    def gross(self, budget: Cents) -> Cents:
        """
        Return the greatest gross G with G + E*(G) <= budget, of one budget or an array of them.

        Three roundings move E* by less than a cent and a half, so G lies less than three cents
        under (budget + 3/2) / (1 + rate), with the rate of both parts together.
        """
        within = Fraction(min(max(self.minutes_left, 0), self.minutes), self.minutes)
        whole = 1 + within * self.inside_rate + (1 - within) * self.rate
        gross = (2 * budget + 3) * whole.denominator // (2 * whole.numerator)
        for _cent in range(3):
            gross = gross - (gross + self.charge(gross) > budget)
        return gross


def tariff(status: str, on: date, *, minutes: int = 1, student_minutes_left: int = 0) -> Tariff:
    """
    Return the tariff of a status on a day; of a student, by the hours of the contract and those
    left of the quota.

    :raises NoFigure: if the house had no tariff on that day
    """
    rates = figure("employer.tariff", on).value
    if status != "student":
        return Tariff(rates[status])
    return Tariff(rates["white_collar"], rates["student"], minutes, student_minutes_left)


def gross_of(budget_cents: Cents, status: str, on: date) -> Cents:
    """Return the greatest gross pay that a work budget carries for a worker of that status."""
    return tariff(status, on).gross(budget_cents)
