"""Pay that is agreed and on no payslip yet: what of it leaves when, by what was paid before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from commonweal.employment.queries import Contract
from commonweal.guarantee.queries import _cash_sql as sql
from commonweal.kernel.money import round_half_up
from commonweal.kernel.period import month_of, next_month
from commonweal.rules import budget, labour

A_YEAR, A_QUARTER, A_DAY = timedelta(days=365), timedelta(days=92), timedelta(days=1)
STATES = [
    Contract.State.PLANNED.value, Contract.State.CLEARED.value, Contract.State.DECLARED.value,
    Contract.State.WORKED.value,
]  # fmt: skip
TARIFF = {"staff": "white_collar"}  # the tariff of the house is one for members


@dataclass(frozen=True, slots=True)
class Planned:
    """One pay to come, in cents: to the worker, to the tax office, to social security."""

    origin: str
    ends_on: date
    due_on: date
    net_cents: int
    withholding_cents: int
    social_cents: int


@dataclass(frozen=True, slots=True)
class _Paid:
    """
    Gross pay of the last year and what became of it. Without any, all of it goes to the worker and
    the charge at tariff to social security: the whole cost, at the soonest.
    """

    gross: int
    net: int
    withholding: int
    employer: int

    def planned(self, origin: str, ends_on: date, gross: int, status: str, terms: str) -> Planned:
        """Return one pay, parted as those of the last year."""
        due_on = labour.wage_due_on(ends_on, terms)
        if not self.gross:
            charge = budget.tariff(TARIFF.get(status, status), ends_on).charge(gross)
            return Planned(origin, ends_on, due_on, gross, 0, charge)
        net = round_half_up(gross * self.net, self.gross)
        withheld = round_half_up(gross * self.withholding, self.gross)
        employer = round_half_up(gross * self.employer, self.gross)
        return Planned(origin, ends_on, due_on, net, withheld, gross - net - withheld + employer)


def planned_pay(on: date, until: date) -> list[Planned]:
    """Return the pay of contracts and plans that end by a day, which no payslip holds yet."""
    with connection.cursor() as cursor:
        cursor.execute(sql.PAY, {"since": on - A_YEAR})
        paid = _Paid(*cursor.fetchone())
        cursor.execute(sql.CONTRACTS, {"states": STATES, "until": until})
        contracts = cursor.fetchall()
        cursor.execute(sql.PLANS, {"until": until, "on": on - A_QUARTER})
        plans = cursor.fetchall()
    return [
        *(
            paid.planned(f"contract:{id}", ends_on, gross, status, terms)
            for id, ends_on, gross, status, terms in contracts
        ),
        *(
            paid.planned(f"plan:{id}", ends_on, gross, status, terms)
            for id, *plan, status, terms, slips in plans
            for ends_on, gross in _months(plan, slips, on, until)
        ),
    ]


def _months(
    plan: list[Any], slips: list[date], on: date, until: date
) -> Iterator[tuple[date, int]]:
    """
    The months of a plan that are on no payslip: last day and gross. Those of the last quarter, too,
    that nobody paid: they are owed.
    """
    kind, first, months, ended_on = plan
    month = max(first, month_of(on - A_QUARTER))
    until = min(until, next_month(ended_on) - A_DAY) if ended_on else until
    while (ends_on := next_month(month) - A_DAY) <= until:
        place = (month.year - first.year) * 12 + month.month - first.month
        if kind == "fixed":
            place = 0
        if place < len(months) and month not in slips and months[place]:
            yield ends_on, months[place]
        month = next_month(month)
