"""How the VAT of a purchase is treated in Belgium, and what that makes of its amounts. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from commonweal.kernel.money import round_half_up

HOME = "BE"
WHOLE = 10_000


class Treatment(StrEnum):
    """What a row of a VAT breakdown is for the buyer; the README says which grids it fills."""

    DEDUCTIBLE = "deductible"
    REVERSE_CHARGE = "reverse_charge"
    EU_SERVICES = "eu_services"
    EU_GOODS = "eu_goods"
    OUTSIDE_EU = "outside_eu"
    FOREIGN = "foreign"
    NONE = "none"


SELF_ASSESSED = frozenset(
    {
        Treatment.REVERSE_CHARGE,
        Treatment.EU_SERVICES,
        Treatment.EU_GOODS,
        Treatment.OUTSIDE_EU,
    }
)
"""Of these we owe the VAT ourselves: the paper has none."""


@dataclass(frozen=True, slots=True)
class Supplier:
    """Where a supplier is for VAT: the country of its number, else of its address."""

    country: str
    in_union: bool
    has_vat_number: bool

    @property
    def is_belgian(self) -> bool:
        return self.country == HOME


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the breakdown, in cents, positive as on paper."""

    treatment: Treatment
    net_cents: int
    vat_cents: int


@dataclass(frozen=True, slots=True)
class Booked:
    """What we owe ourselves on a row, and what we deduct, in cents."""

    due_cents: int
    deducted_cents: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What a purchase comes to, in cents: the cost on the budget, the VAT deducted and that owed on
    purchases from the Union and by reverse charge, what was paid before and what is to be paid.
    """

    cost_cents: int
    deducted_cents: int
    due_union_cents: int
    due_reverse_cents: int
    prepaid_cents: int
    payable_cents: int
    rows: tuple[Booked, ...]


def treatment(category: str, supplier: Supplier) -> Treatment:
    """Return how a row is treated: by its category (UNCL 5305) and where the supplier is."""
    if category == "S":
        charged_here = supplier.is_belgian and supplier.has_vat_number
        return Treatment.DEDUCTIBLE if charged_here else Treatment.FOREIGN
    if category == "K":
        return Treatment.EU_GOODS
    if category == "AE":
        return _reverse(supplier)
    if category in ("O", "Z") and not supplier.in_union:
        return Treatment.OUTSIDE_EU
    return Treatment.NONE if category in ("E", "Z", "O", "G") else Treatment.FOREIGN


def _reverse(supplier: Supplier) -> Treatment:
    if supplier.is_belgian:
        return Treatment.REVERSE_CHARGE
    return Treatment.EU_SERVICES if supplier.in_union else Treatment.OUTSIDE_EU


def outcome(
    rows: Iterable[Row],
    *,
    prepaid_cents: int,
    payable_cents: int,
    due_rate_bp: int,
    deducted_bp: int,
) -> Outcome:
    """
    Return what a purchase comes to. The VAT that is not deducted is cost, and so is rounding: what
    is owed is what the paper says, to the cent.
    """
    rows = tuple(rows)
    booked = tuple(_booked(row, due_rate_bp, deducted_bp) for row in rows)
    union = reverse = 0
    for row, one in zip(rows, booked, strict=True):
        if row.treatment in (Treatment.EU_SERVICES, Treatment.EU_GOODS):
            union += one.due_cents
        else:
            reverse += one.due_cents
    deducted = sum(one.deducted_cents for one in booked)
    return Outcome(
        cost_cents=payable_cents + prepaid_cents + union + reverse - deducted,
        deducted_cents=deducted,
        due_union_cents=union,
        due_reverse_cents=reverse,
        prepaid_cents=prepaid_cents,
        payable_cents=payable_cents,
        rows=booked,
    )


def _booked(row: Row, due_rate_bp: int, deducted_bp: int) -> Booked:
    due = 0
    if row.treatment in SELF_ASSESSED:
        due = round_half_up(row.net_cents * due_rate_bp, WHOLE)
    vat = due or (row.vat_cents if row.treatment == Treatment.DEDUCTIBLE else 0)
    return Booked(due, round_half_up(vat * deducted_bp, WHOLE))
