"""What a member enters for one job, and what becomes of its price."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.flows.quotes.values import Row
from commonweal.flows.wages import Part, Worker


@dataclass(frozen=True, slots=True)
class Expense:
    """A cost of the job that is kept aside for the expense note, in cents."""

    text: str
    cents: int


@dataclass(frozen=True, slots=True)
class Job:
    """
    One job, as its member enters it. The price is without VAT.

    A job of an activity names no workers but its days: the price feeds the budget, and work is
    paid from there. It may have lines, of which the price is the sum.
    """

    unit_id: int
    client_id: int
    title: str
    price_cents: int
    workers: Sequence[Worker] = ()
    expenses: Sequence[Expense] = ()
    vat: str = ""
    purchase_order: str = ""
    language: str = "nl"
    starts_on: date | None = None
    ends_on: date | None = None
    lines: Sequence[Row] = ()

    @property
    def first_day(self) -> date:
        days = [period.on for worker in self.workers for period in worker.periods]
        return min([day for day in (self.starts_on, *days) if day])

    @property
    def last_day(self) -> date:
        days = [worker.last_day for worker in self.workers]
        return max([day for day in (self.ends_on or self.starts_on, *days) if day])

    @property
    def expenses_cents(self) -> int:
        return sum(expense.cents for expense in self.expenses)


@dataclass(frozen=True, slots=True)
class Estimate:
    """From the price to the net pay, in cents; `rest_cents` stays on the unit."""

    price_cents: int
    contribution_cents: int
    expenses_cents: int
    parts: tuple[Part, ...]

    @property
    def work_budget_cents(self) -> int:
        return self.price_cents - self.contribution_cents - self.expenses_cents

    @property
    def rest_cents(self) -> int:
        return self.work_budget_cents - sum(part.cost_cents for part in self.parts)
