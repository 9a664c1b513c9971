"""Verbs on units and on what is promised on their budgets."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from commonweal.activities import queries
from commonweal.activities.models import (
    Commitment,
    CommitmentKind,
    Mandate,
    MandateRole,
    Unit,
    UnitKind,
)
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.money import show
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import actions as ledger
from commonweal.members.queries import Member

__all__ = [
    "BudgetTooSmall",
    "Commitment",
    "CommitmentKind",
    "Mandate",
    "MandateRole",
    "MissingName",
    "NewCommitment",
    "NewUnit",
    "Spend",
    "Unit",
    "UnitKind",
    "commit",
    "confirm",
    "open_unit",
    "release",
    "spend",
]


class MissingName(Refusal):
    message = _("Give the activity a name that clients will recognise on the invoice.")
    field = "name"


class BudgetTooSmall(Refusal):
    message = _(
        "Lower the amount, or wait until more is invoiced: %(wanted)s is asked and %(spendable)s "
        "can be spent."
    )
    field = "amount"


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to open, and the member who will manage it."""

    kind: str
    name: str
    manager: Member
    opened_on: date


@dataclass(frozen=True, slots=True)
class NewCommitment:
    """
    A promise on a budget, in cents. Planned and confirmed amounts are what the unit will have
    of them: the price without VAT less the contribution. `origin` is the ref of what promised it.
    """

    unit_id: int
    kind: str
    origin: str
    cents: int
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Spend:
    """Money about to leave a budget; a reservation with the same origin is used up by it."""

    unit_id: int
    origin: str
    cents: int


@action
def open_unit(*, units: Sequence[NewUnit], by: Actor, at: datetime) -> list[Unit]:
    """
    Open units with their managers, in the same order.

    :raises MissingName: if a unit has no name
    """
    check_all(MissingName() for new in units if not new.name.strip())
    ids = _new_ids(len(units))
    _see(ids)
    opened = [
        Unit(pk=id, kind=new.kind, name=" ".join(new.name.split()), opened_on=new.opened_on)
        for id, new in zip(ids, units, strict=True)
    ]
    Unit.objects.bulk_create(opened)
    Mandate.objects.bulk_create(
        Mandate(unit=unit, member=new.manager, role=MandateRole.MANAGER)
        for unit, new in zip(opened, units, strict=True)
    )
    return opened


@action
def commit(*, commitments: Sequence[NewCommitment], by: Actor, at: datetime) -> list[Commitment]:
    """
    Promise amounts on budgets. A promise of the same origin, unit and kind is replaced.

    :raises BudgetTooSmall: if a reservation is larger than what can be spent
    """
    reserved = [new for new in commitments if new.kind == CommitmentKind.RESERVED]
    _require_budget([Spend(new.unit_id, new.origin, new.cents) for new in reserved], at)
    return Commitment.objects.bulk_create(
        [
            Commitment(
                unit_id=new.unit_id,
                kind=new.kind,
                origin=new.origin,
                cents=new.cents,
                expires_on=new.expires_on,
            )
            for new in commitments
        ],
        update_conflicts=True,
        unique_fields=["origin", "unit", "kind"],
        update_fields=["cents", "expires_on"],
    )


@action
def confirm(*, origins: Sequence[str], by: Actor, at: datetime) -> list[Commitment]:
    """Turn what was planned by these origins into confirmed amounts, which do not expire."""
    planned = Commitment.objects.filter(origin__in=origins, kind=CommitmentKind.PLANNED)
    planned.update(kind=CommitmentKind.CONFIRMED, expires_on=None)
    confirmed = Commitment.objects.filter(origin__in=origins, kind=CommitmentKind.CONFIRMED)
    return list(confirmed.order_by("id"))


@action
def release(*, origins: Sequence[str], by: Actor, at: datetime) -> list[Commitment]:
    """Take back every promise of these origins: they are in the books now, or will never be."""
    released = list(Commitment.objects.select_for_update().filter(origin__in=origins))
    Commitment.objects.filter(id__in=[commitment.pk for commitment in released]).delete()
    return released


@action
def spend(*, spends: Sequence[Spend], by: Actor, at: datetime) -> list[Unit]:
    """
    Let money leave budgets, and use up the reservations made for it.

    The balance rows stay locked until the caller's transaction ends; the caller posts the
    entries in that same transaction. Of two parallel spends of one euro, one succeeds.

    :raises BudgetTooSmall: if a unit cannot spend as much
    """
    _require_budget(spends, at)
    Commitment.objects.filter(
        kind=CommitmentKind.RESERVED, origin__in=[spend.origin for spend in spends]
    ).delete()
    return list(Unit.objects.filter(id__in={spend.unit_id for spend in spends}))


def _require_budget(spends: Sequence[Spend], at: datetime) -> None:
    """Lock first, count afterwards: what is counted cannot change before the end."""
    if not spends:
        return
    wanted: Counter[int] = Counter()
    for spend in spends:
        wanted[spend.unit_id] += spend.cents
    budgets = ledger.lock_budgets(units=wanted)
    reserved = queries.reserved(
        units=list(wanted), on=at.date(), without=[spend.origin for spend in spends]
    )
    spendable = {unit: budgets[unit] - reserved.get(unit, 0) for unit in wanted}
    check_all(_shortfalls(wanted, spendable))


def _shortfalls(wanted: Counter[int], spendable: dict[int, int]) -> Iterator[Refusal]:
    for unit, cents in wanted.items():
        if cents > spendable[unit]:
            yield BudgetTooSmall(wanted=show(cents), spendable=show(max(spendable[unit], 0)))


def _new_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence('activities_unit', 'id'))"
            " from generate_series(1, %s)",
            [count],
        )
        return [id for (id,) in cursor.fetchall()]


def _see(ids: Sequence[int]) -> None:
    """Widen the scope of this transaction to units that are being opened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('commonweal.scope',"
            " concat_ws(',', nullif(current_setting('commonweal.scope', true), ''), %s), true)"
            " where current_setting('commonweal.scope', true) is distinct from '*'",
            [",".join(map(str, ids)) or None],
        )
