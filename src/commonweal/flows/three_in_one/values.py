"""What a member enters for one job, and what becomes of its price."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.employment.actions import NewPeriod
from commonweal.rules.explanation import Payslip


@dataclass(frozen=True, slots=True)
class Worker:
    """
    One person's part of a job: `share` weighs the work budget that fixed pay leaves over;
    `fixed_gross_cents` instead names the gross pay itself. `student_minutes_left` is what the
    estimate found left of a student's quota of the year.
    """

    member_id: int
    status: str
    periods: tuple[NewPeriod, ...]
    share: int = 1
    fixed_gross_cents: int | None = None
    student_minutes_left: int = 0

    @property
    def last_day(self) -> date:
        return max(period.last_day for period in self.periods)

    @property
    def minutes(self) -> int:
        return sum(period.minutes for period in self.periods)


@dataclass(frozen=True, slots=True)
class Expense:
    """A cost of the job that is kept aside for the expense note, in cents."""

    text: str
    cents: int


@dataclass(frozen=True, slots=True)
class Job:
    """One job, as its member enters it. The price is without VAT."""

    unit_id: int
    client_id: int
    title: str
    price_cents: int
    workers: Sequence[Worker]
    expenses: Sequence[Expense] = ()
    vat: str = ""
    purchase_order: str = ""
    language: str = "nl"

    @property
    def last_day(self) -> date:
        return max(worker.last_day for worker in self.workers)

    @property
    def expenses_cents(self) -> int:
        return sum(expense.cents for expense in self.expenses)


@dataclass(frozen=True, slots=True)
class Part:
    """What one worker gets: the cents of the work budget, the pay they carry, and when."""

    worker: Worker
    payslip: Payslip
    due_on: date

    @property
    def gross_cents(self) -> int:
        cents: int = self.payslip.amounts.gross
        return cents

    @property
    def charge_cents(self) -> int:
        cents: int = self.payslip.amounts.employer.tariff
        return cents

    @property
    def cost_cents(self) -> int:
        cents: int = self.payslip.amounts.work_budget
        return cents


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
