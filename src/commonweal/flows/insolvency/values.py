"""What a failing client touches, and what it does not. Amounts are cents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise

from commonweal.guarantee.queries import Bankruptcy, Fund, Loss
from commonweal.invoicing.queries import Invoice, Order
from commonweal.members.queries import Member


class Wage(NamedTuple):
    """
    The wage of one contract: `cents` is the net pay, 0 while there is no payslip. It is due on a
    day whatever the client does; `paid_on` is the day the bank executed it, or nothing of it
    was owed any more (set off against what the worker got too much).
    """

    member: Member
    title: str
    cents: int
    due_on: date
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class Open:
    """What is under way with a client that failed, how many of it, and cents where it has some."""

    what: str | Promise
    count: int
    cents: int = 0


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """
    What became of a client that failed: `billed` was worked and is invoiced now, `losses` is
    written off, `wages` are paid or will be, `running` are the confirmed orders that an adviser
    has to talk about.
    """

    bankruptcy: Bankruptcy
    losses: Sequence[Loss]
    billed: Sequence[Invoice]
    wages: Sequence[Wage]
    running: Sequence[Order]
    fund_before: Fund
    fund_after: Fund

    @property
    def ref(self) -> str:
        return self.bankruptcy.ref

    @property
    def open_cents(self) -> int:
        return sum(loss.open_cents for loss in self.losses)

    @property
    def fund_cents(self) -> int:
        return sum(loss.fund_cents for loss in self.losses)

    @property
    def others_cents(self) -> int:
        """What was not guaranteed, without VAT: no wage was promised on it."""
        return sum(loss.net_cents - loss.fund_cents for loss in self.losses)

    @property
    def vat_cents(self) -> int:
        return sum(loss.vat_cents for loss in self.losses)

    @property
    def topped_up_cents(self) -> int:
        """What a short fund was given first."""
        return self.fund_after.fed_cents - self.fund_before.fed_cents

    @property
    def paid(self) -> list[Wage]:
        return [wage for wage in self.wages if wage.paid_on]

    @property
    def due(self) -> list[Wage]:
        return [wage for wage in self.wages if not wage.paid_on]

    @property
    def paid_cents(self) -> int:
        return sum(wage.cents for wage in self.paid)

    @property
    def due_cents(self) -> int:
        return sum(wage.cents for wage in self.due)
