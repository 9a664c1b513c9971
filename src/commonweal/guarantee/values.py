"""What the guarantee says, as frozen rows. Amounts are cents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from commonweal.guarantee._words import NotGuaranteed


@dataclass(frozen=True, slots=True)
class Stand:
    """
    Whether the house stands for a wage: `reasons` say why not and what would help, `because` why.
    `decided` tells a decision of the day of the client from what would be decided today.
    """

    decided: bool
    because: str
    reasons: "Sequence[NotGuaranteed]"

    @property
    def eligible(self) -> bool:
        return not self.reasons


class Promised(NamedTuple):
    """What is engaged of a client, its own cap if one was set, and whether it is bankrupt."""

    engaged_cents: int
    cap_cents: int | None
    is_bankrupt: bool


class Exposure(NamedTuple):
    """
    One open invoice, or one confirmed order that is not invoiced yet, and what hangs on it:
    `engaged_cents` is promised and not collected, without VAT; `advanced_cents` is what wages of
    it have cost already; `open_cents` is what the client owes, VAT included, as the books say.
    """

    client: int
    client_name: str
    unit: int
    unit_name: str
    trade: str
    order: int | None
    number: str
    title: str
    since: date
    due_on: date | None
    guaranteed: bool
    engaged_cents: int
    advanced_cents: int
    open_cents: int


class Group(NamedTuple):
    """Exposures that share a client, a sector, an age or a unit."""

    key: str
    label: str
    count: int  # type: ignore[assignment]  # a tuple can count too; nobody asks it
    engaged_cents: int
    advanced_cents: int
    open_cents: int


class Covered(NamedTuple):
    """What is engaged of a client beside its cap; `own` says that the cap was set for it."""

    client: int
    name: str
    engaged_cents: int
    cap_cents: int
    own: bool
    warns: bool

    @property
    def percent(self) -> int:
        """How much of the cap is used, rounded down; 100 where nothing may be promised."""
        if not self.cap_cents:
            return 100 if self.engaged_cents else 0
        return self.engaged_cents * 100 // self.cap_cents

    @property
    def is_full(self) -> bool:
        return self.engaged_cents >= self.cap_cents


class Delay(NamedTuple):
    """How a client pays: the median of days from the invoice to its last payment, of `n`."""

    median_days: int
    n: int


class WageDue(NamedTuple):
    """
    One wage and where it stands. `cents` is the net pay, or the agreed gross pay while there is
    no payslip (`is_gross`). `paid_on` is the day the bank executed it. `kind` is "wage", "plan" (a
    month without payslip), "regularisation" (what a settled month adds; `title` is the month) or
    "attachment" (what a creditor took: `name` is the creditor, `title` the worker).
    """

    contract: int | None
    payslip: int | None
    member: int
    name: str
    unit: int | None
    title: str
    due_on: date
    cents: int
    is_gross: bool
    stage: str
    late_days: int
    paid_on: date | None
    batch: int | None
    plan: int | None = None
    kind: str = "wage"
