"""What a caller hands to the verbs of this room, and what payday gets from it."""

from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from functools import cache
from operator import attrgetter
from typing import Any

from commonweal.payroll.models import Payslip
from commonweal.rules.cases import Case

BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class PayInput:
    """
    One contract to pay, or one month of a plan (`plan_id`, without a contract then). The figures
    of its last work day count.

    `withholding_bp` is the member's own least rate of tax in basis points, 0 for none. What
    follows `guaranteed` is rarely other than ordinary: see `rules.cases.Case`.
    """

    contract_id: int | None
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
    plan_id: int | None = None
    kind: str = "ordinary"
    disabled_children: int = 0
    is_disabled: bool = False
    partner_is_disabled: bool = False
    dependants: int = 0
    dependent_retirees: int = 0
    extra_withholding_cents: int = 0
    flat_rate: str = ""
    year_cents: int | None = None
    student_minutes_left: int | None = None
    declared_in_time: bool = True

    @property
    def case(self) -> Case:
        """
        The question to the rules.

        :raises BadCase: if a value is out of its range
        """
        return Case(
            gross_cents=self.gross_cents,
            on=self.ends_on,
            status=self.worker_status,
            family=self.family,
            children=self.children,
            minutes=self.minutes,
            withholding_rate=_rate(self.withholding_bp),
            kind=self.kind,
            **self.terms,
        )

    @property
    def terms(self) -> dict[str, Any]:
        """What differs from the ordinary, to be kept with the payslip."""
        given = TERMS_OF(self)
        if given == USUAL:
            return {}
        named = zip(TERMS, given, USUAL, strict=True)
        return {name: value for name, value, usual in named if value != usual}


@cache
def _rate(basis_points: int) -> Fraction:
    return Fraction(basis_points, BASIS_POINTS)


NAMES = tuple(each.name for each in fields(PayInput))
ALIKE = NAMES[: NAMES.index("kind") + 1]  # a payslip has these as columns
TERMS = NAMES[len(ALIKE) :]
TERMS_OF = attrgetter(*TERMS)
USUAL = tuple(each.default for each in fields(PayInput)[len(ALIKE) :])


def asked_again(payslip: Payslip) -> PayInput:
    """Return what a payslip was made from."""
    return PayInput(**{name: getattr(payslip, name) for name in ALIKE}, **payslip.terms)


@dataclass(frozen=True, slots=True)
class Correction:
    """A payslip that was wrong, and what it should have been."""

    payslip_id: int
    contract: PayInput


@dataclass(frozen=True, slots=True)
class Payable:
    """
    A wage that waits for payment, or what was taken from it for a creditor, who is named then:
    `cents` is what is still open of the item. `reference` is what the payee knows it by.
    """

    item: str
    account: str
    unit_id: int | None
    member_id: int
    name: str
    iban: str
    cents: int
    due_on: date
    guaranteed: bool
    reference: str = ""
