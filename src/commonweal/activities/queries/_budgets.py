"""The states of budgets: from the books, and from what is promised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from commonweal.activities.models import Advance, Commitment, CommitmentKind, Unit
from commonweal.ledger import queries as ledger


@dataclass(frozen=True, slots=True)
class States:
    """
    A budget in its four states, in cents, each apart: what is only expected is never mixed
    with what is there. Available and collected are read from the books. `advance` is how far an
    adviser lets the budget go below zero today.
    """

    planned: int
    confirmed: int
    available: int
    collected: int
    reserved: int
    advance: int = 0

    @property
    def spendable(self) -> int:
        return self.available - self.reserved + self.advance


@dataclass(frozen=True, slots=True)
class Budget:
    """A unit in a list: what it can spend now, and what is planned or confirmed, in cents."""

    unit: Unit
    spendable: int
    expected: int
    available: int = 0


def states(*, unit: int, on: date) -> States:
    """Return the states of a unit's budget on a day; what expired before it does not count."""
    promised = _promised(units=[unit], on=on)
    available = ledger.budget(unit=unit)
    return States(
        planned=promised.get((unit, "planned"), 0),
        confirmed=promised.get((unit, "confirmed"), 0),
        available=available,
        collected=ledger.collected(unit=unit),
        reserved=promised.get((unit, "reserved"), 0),
        advance=credits(budgets={unit: available}, on=on).get(unit, 0),
    )


def budgets(*, ids: Sequence[int], on: date) -> list[Budget]:
    """Return units with what can be spent and what is expected, by name."""
    promised = _promised(units=ids, on=on)
    available = ledger.budgets(units=ids)
    advances = credits(budgets=available, on=on)
    return [
        Budget(
            unit,
            spendable=available[unit.pk]
            - promised.get((unit.pk, "reserved"), 0)
            + advances.get(unit.pk, 0),
            expected=promised.get((unit.pk, "planned"), 0)
            + promised.get((unit.pk, "confirmed"), 0),
            available=available[unit.pk],
        )
        for unit in Unit.objects.filter(id__in=ids).order_by("name", "id")
    ]


def spendable(*, units: Sequence[int], on: date, without: Sequence[str] = ()) -> dict[int, int]:
    """Return what each unit can spend on a day, in cents, as if these origins reserved nothing."""
    available = ledger.budgets(units=units)
    aside = reserved(units=units, on=on, without=without)
    advances = credits(budgets=available, on=on)
    return {
        unit: cents - aside.get(unit, 0) + advances.get(unit, 0)
        for unit, cents in available.items()
    }


def credits(*, budgets: Mapping[int, int], on: date) -> dict[int, int]:
    """
    Return how far below zero these budgets (in cents, by unit) may go on a day, by unit.

    What was repaid of an advance is not drawn again: the cap shrinks by it.
    """
    in_force = advances(units=list(budgets), on=on)
    return {each.unit_id: each.cents - _repaid(each, budgets[each.unit_id]) for each in in_force}


def _repaid(advance: Advance, budget: int) -> int:
    return max(advance.drawn_cents - max(-budget, 0), 0)


def advances(*, units: Sequence[int], on: date) -> "QuerySet[Advance]":
    """Return the advances that stand on these units on a day."""
    return Advance.objects.filter(unit__in=units, ended_on=None, until__gte=on)


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
