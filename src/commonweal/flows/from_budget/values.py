"""What somebody enters for work that a budget pays, and what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.employment.queries import Contract
from commonweal.flows.wages import Part, Worker
from commonweal.payroll.actions import Payslip


class Measure(models.TextChoices):
    """What the amount of a wage means; everything else follows from it."""

    GROSS = "gross", _("Gross pay")
    BUDGET = "budget", _("What it may cost the budget")
    NET = "net", _("Net pay, for yourself only")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A worker and an amount in cents: the gross pay, its cost to the unit, or what is left."""

    worker: Worker
    cents: int
    measure: str = Measure.GROSS


@dataclass(frozen=True, slots=True)
class Work:
    """Work for a unit, one contract a worker. `entered_by` is the id of the member who hires."""

    unit_id: int
    title: str
    entered_by: int
    wanted: Sequence[Wanted]

    @property
    def workers(self) -> list[Worker]:
        return [each.worker for each in self.wanted]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the work costs, and what could be spent before it, in cents."""

    parts: tuple[Part, ...]
    before_cents: int

    @property
    def cost_cents(self) -> int:
        return sum(part.cost_cents for part in self.parts)

    @property
    def rest_cents(self) -> int:
        return self.before_cents - self.cost_cents


@dataclass(frozen=True, slots=True)
class Hired:
    """
    A contract that a budget pays, as its unit sees it: `cost_cents` is what it costs or keeps
    aside (nothing once it is cancelled), `paid_on` the day the bank paid the wage.
    """

    contract: Contract
    cost_cents: int
    payslip: Payslip | None = None
    paid_on: date | None = None

    @property
    def state(self) -> str:
        """The state of the contract, or `paid`."""
        return "paid" if self.paid_on else self.contract.state
