"""What a caller hands to the verbs of this room, and what payday gets from it."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from commonweal.rules.cases import Case

BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class PayInput:
    """
    One contract to pay. The figures of its last work day count.

    `withholding_bp` is the member's own least rate of tax in basis points, 0 for none.
    """

    contract_id: int
    member_id: int
    unit_id: int
    name: str
    title: str
    worker_status: str
    family: str
    children: int
    withholding_bp: int
    gross_cents: int
    minutes: int
    starts_on: date
    ends_on: date
    guaranteed: bool

    @property
    def case(self) -> Case:
        """The question to the rules."""
        return Case(
            gross_cents=self.gross_cents,
            on=self.ends_on,
            status=self.worker_status,
            family=self.family,
            children=self.children,
            minutes=self.minutes,
            withholding_rate=Fraction(self.withholding_bp, BASIS_POINTS),
        )


@dataclass(frozen=True, slots=True)
class Correction:
    """A payslip that was wrong, and what it should have been."""

    payslip_id: int
    contract: PayInput


@dataclass(frozen=True, slots=True)
class Payable:
    """A wage that waits for payment: `cents` is what is still open of the item."""

    item: str
    account: str
    unit_id: int
    member_id: int
    name: str
    iban: str
    cents: int
    due_on: date
    guaranteed: bool
