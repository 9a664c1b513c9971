"""Reads of units: who acts for them, and the states of their budgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from commonweal.activities.models import (
    Commitment,
    CommitmentKind,
    Mandate,
    MandateRole,
    Unit,
    UnitKind,
)
from commonweal.ledger import queries as ledger

__all__ = [
    "Budget",
    "Commitment",
    "Mandate",
    "States",
    "Unit",
    "UnitKind",
    "budgets",
    "commitments",
    "get",
    "managed",
    "mandates",
    "many",
    "reserved",
    "states",
    "units_of",
]


@dataclass(frozen=True, slots=True)
class States:
    """
    A budget in its four states, in cents, each apart: what is only expected is never mixed
    with what is there. Available and collected are read from the books.
    """

    planned: int
    confirmed: int
    available: int
    collected: int
    reserved: int

    @property
    def spendable(self) -> int:
        return self.available - self.reserved


@dataclass(frozen=True, slots=True)
class Budget:
    """A unit in a list: what it can spend now, and what is planned or confirmed, in cents."""

    unit: Unit
    spendable: int
    expected: int


def get(*, id: int) -> Unit:
    """
    Return one unit.

    :raises Unit.DoesNotExist: if there is none within the scope of the connection
    """
    return Unit.objects.get(id=id)


def many(*, ids: Sequence[int]) -> dict[int, Unit]:
    """Return the units of these ids, by id."""
    return Unit.objects.in_bulk(ids)


def units_of(*, member_id: int) -> list[int]:
    """Return the ids of the units a member acts for, whatever the scope of the connection."""
    with connection.cursor() as cursor:
        cursor.execute("select mandated_units(%s)", [member_id])
        (units,) = cursor.fetchone()
    return list(units)


def managed(*, member_id: int, kind: str) -> Unit | None:
    """Return the first unit of a kind that a member manages, within the scope; None without."""
    own = Mandate.objects.filter(member=member_id, role=MandateRole.MANAGER, unit__kind=kind)
    first = own.select_related("unit").order_by("unit").first()
    return first.unit if first else None


def mandates(*, unit: int) -> "QuerySet[Mandate]":
    """Return who may act for a unit, with the members and the unit."""
    return Mandate.objects.filter(unit=unit).select_related("member", "unit").order_by("id")


def managers(*, units: Sequence[int]) -> dict[int, str]:
    """Return the name of the manager of each unit; of several, the first that was named."""
    rows = Mandate.objects.filter(unit__in=units, role=MandateRole.MANAGER)
    found = rows.select_related("member").order_by("-id")
    return {mandate.unit_id: mandate.member.full_name for mandate in found}


def states(*, unit: int, on: date) -> States:
    """Return the states of a unit's budget on a day; what expired before it does not count."""
    promised = _promised(units=[unit], on=on)
    return States(
        planned=promised.get((unit, "planned"), 0),
        confirmed=promised.get((unit, "confirmed"), 0),
        available=ledger.budget(unit=unit),
        collected=ledger.collected(unit=unit),
        reserved=promised.get((unit, "reserved"), 0),
    )


def budgets(*, ids: Sequence[int], on: date) -> list[Budget]:
    """Return units with what can be spent and what is expected, by name."""
    promised = _promised(units=ids, on=on)
    available = ledger.budgets(units=ids)
    return [
        Budget(
            unit,
            spendable=available[unit.pk] - promised.get((unit.pk, "reserved"), 0),
            expected=promised.get((unit.pk, "planned"), 0)
            + promised.get((unit.pk, "confirmed"), 0),
        )
        for unit in Unit.objects.filter(id__in=ids).order_by("name", "id")
    ]


def reserved(*, units: Sequence[int], on: date, without: Sequence[str] = ()) -> dict[int, int]:
    """Return what is kept aside on units, in cents, leaving out the reservations of origins."""
    rows = (
        _in_force(units, on)
        .filter(kind=CommitmentKind.RESERVED)
        .exclude(origin__in=without)
        .values("unit")
        .annotate(cents=Sum("cents"))
    )
    return {row["unit"]: row["cents"] for row in rows}


def commitments(*, unit: int, on: date) -> "QuerySet[Commitment]":
    """Return the promises on a unit that are in force on a day, oldest first."""
    return _in_force([unit], on).order_by("id")


def _promised(*, units: Sequence[int], on: date) -> dict[tuple[int, str], int]:
    rows = _in_force(units, on).values("unit", "kind").annotate(cents=Sum("cents"))
    return {(row["unit"], row["kind"]): row["cents"] for row in rows}


def _in_force(units: Sequence[int], on: date) -> "QuerySet[Commitment]":
    lasting = Q(expires_on=None) | Q(expires_on__gte=on)
    return Commitment.objects.filter(lasting, unit__in=units)
