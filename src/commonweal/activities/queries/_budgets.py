"""The states of budgets: from the books, and from what is promised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from commonweal.activities.models import Advance, Commitment, CommitmentKind, Unit
from commonweal.ledger import queries as ledger

PROMISES = """
    select unit_id, kind, origin, cents, expires_on, total, number from (
        select unit_id, kind, origin, cents, expires_on,
            (sum(cents) over of_kind)::bigint as total, count(*) over of_kind as number,
            row_number() over (of_kind order by expires_on nulls last, id) as place
        from activities_commitment
        where unit_id = any(%(units)s) and (expires_on is null or expires_on >= %(on)s)
        window of_kind as (partition by unit_id, kind)
    ) promised where place <= %(shown)s
    union all
    select unit_id, 'advance', '', cents, until, drawn_cents, 1 from activities_advance
    where unit_id = any(%(units)s) and ended_on is null and until >= %(on)s"""


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


class Promise(NamedTuple):
    """
    A commitment in force, or the advance that stands (kind `advance`, drawn `total`), in
    cents: with the total and the number of all of its kind.
    """

    kind: str
    origin: str
    cents: int
    expires_on: date | None
    total: int
    number: int


@dataclass(frozen=True, slots=True)
class Standing:
    """
    The states of a budget and what is behind them: the reservations that end first, how many
    there are, and until when an advance stands.
    """

    states: States
    aside: list[Promise]
    aside_count: int
    advance_until: date | None


def states(*, unit: int, on: date) -> States:
    """Return the states of a unit's budget on a day; what expired before it does not count."""
    return standing(unit=unit, on=on, books=ledger.standing(unit=unit), shown=1).states


def standing(*, unit: int, on: date, books: tuple[int, int], shown: int) -> Standing:
    """
    Return the states of a budget with the first `shown` of its reservations, by one question.

    `books` is what the ledger says of it: budget and collected, in cents.
    """
    return standings(on=on, books={unit: books}, shown=shown)[unit]


def standings(*, on: date, books: Mapping[int, tuple[int, int]], shown: int) -> dict[int, Standing]:
    """Return the standing of every unit in `books`, by one question for all."""
    with connection.cursor() as cursor:
        cursor.execute(PROMISES, {"units": list(books), "on": on, "shown": shown})
        rows = cursor.fetchall()
    promises: dict[int, list[Promise]] = {unit: [] for unit in books}
    for unit, *promise in rows:
        promises[unit].append(Promise(*promise))
    return {unit: _standing(promises[unit], *books[unit]) for unit in books}


def _standing(promises: Sequence[Promise], available: int, collected: int) -> Standing:
    totals = {promise.kind: promise.total for promise in promises}
    aside = [promise for promise in promises if promise.kind == CommitmentKind.RESERVED]
    aside.sort(key=lambda promise: promise.expires_on or date.max)
    advance = next((promise for promise in promises if promise.kind == "advance"), None)
    return Standing(
        States(
            planned=totals.get("planned", 0),
            confirmed=totals.get("confirmed", 0),
            available=available,
            collected=collected,
            reserved=totals.get("reserved", 0),
            advance=advance.cents - _repaid(advance.total, available) if advance else 0,
        ),
        aside,
        aside[0].number if aside else 0,
        advance.expires_on if advance else None,
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
    return {
        each.unit_id: each.cents - _repaid(each.drawn_cents, budgets[each.unit_id])
        for each in in_force
    }


def _repaid(drawn: int, budget: int) -> int:
    return max(drawn - max(-budget, 0), 0)


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
