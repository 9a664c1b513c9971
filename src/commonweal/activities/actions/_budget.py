"""One way to reserve and to spend, for wages, notes, purchases, transfers and all that follows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from commonweal.activities import queries
from commonweal.activities.models import Advance, Commitment, CommitmentKind, Unit
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.money import show
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import queries as ledger


class BudgetTooSmall(Refusal):
    message = _(
        "Lower the amount, or wait until more is invoiced: %(wanted)s is asked and %(spendable)s "
        "can be spent."
    )
    field = "amount"


class UnitClosed(Refusal):
    message = _("Choose another budget: “%(name)s” was closed on %(day)s.")


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
    """
    Money about to leave a budget, in cents; a reservation with the same origin is used up by it.

    `is_due` marks a debt that stands whatever is left, such as the wage of work that was done.
    """

    unit_id: int
    origin: str
    cents: int
    is_due: bool = False


@action
def commit(*, commitments: Sequence[NewCommitment], by: Actor, at: datetime) -> list[Commitment]:
    """
    Promise amounts on budgets. A promise of the same origin, unit and kind is replaced.

    :raises BudgetTooSmall: if a reservation is larger than what can be spent
    :raises UnitClosed: if a unit takes no reservations any more
    """
    reserved = [new for new in commitments if new.kind == CommitmentKind.RESERVED]
    _cover([Spend(new.unit_id, new.origin, new.cents) for new in reserved], at)
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
    rows = Commitment.objects.select_for_update().filter(origin__in=origins)
    released = list(rows.order_by("id"))
    Commitment.objects.filter(id__in=[commitment.pk for commitment in released]).delete()
    return released


@action
def spend(*, spends: Sequence[Spend], by: Actor, at: datetime) -> list[Unit]:
    """
    Let money leave budgets, and use up the reservations made for it.

    The units stay locked until the caller's transaction ends; the caller posts the entries in
    that same transaction. Of two parallel spends of one euro, one succeeds. What goes below zero
    is drawn on the advance of the unit.

    :raises BudgetTooSmall: if a unit cannot spend as much
    :raises UnitClosed: if a unit was closed
    """
    units = _cover(spends, at)
    _draw(spends, _today(at))
    Commitment.objects.filter(
        kind=CommitmentKind.RESERVED,
        origin__in=[spend.origin for spend in spends],
        unit__in=[spend.unit_id for spend in spends],
    ).delete()
    return units


def hold(*, units: Iterable[int]) -> list[Unit]:
    """
    Lock units until the caller's transaction ends, for a verb that spends from them later: units
    come before orders, contracts and journals in the one order of locks.
    """
    return _hold(units)


def _cover(spends: Sequence[Spend], at: datetime) -> list[Unit]:
    """Lock first, count afterwards: what is counted cannot be promised twice before the end."""
    if not spends:
        return []
    held = _hold({spend.unit_id for spend in spends})
    today = _today(at)
    origins = [spend.origin for spend in spends]
    free = queries.spendable(units=[unit.pk for unit in held], on=today, without=origins)
    due = _by_unit(spend for spend in spends if spend.is_due)
    wanted = _by_unit(spend for spend in spends if not spend.is_due)
    left = {unit: cents - due[unit] for unit, cents in free.items()}
    check_all([*_closed(held, wanted, today), *_shortfalls(held, wanted, left)])
    return held


def _today(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def _hold(ids: Iterable[int]) -> list[Unit]:
    """
    Lock units in one order. Their own rows, not those of their balances: a posting locks its
    journal before it writes a balance, and two locks taken in two orders wait for each other.
    """
    rows = Unit.objects.select_for_update(no_key=True).filter(id__in=set(ids))
    return list(rows.order_by("id"))


def _by_unit(spends: Iterable[Spend]) -> Counter[int]:
    wanted: Counter[int] = Counter()
    for spend in spends:
        wanted[spend.unit_id] += spend.cents
    return wanted


def _closed(units: Sequence[Unit], wanted: Counter[int], today: date) -> Iterator[Refusal]:
    for unit in units:
        if unit.pk in wanted and unit.closed_on and unit.closed_on <= today:
            yield UnitClosed(name=unit.name, day=f"{unit.closed_on:%d/%m/%Y}")


def _shortfalls(
    units: Sequence[Unit], wanted: Counter[int], spendable: dict[int, int]
) -> Iterator[Refusal]:
    names = {unit.pk: unit.name for unit in units}
    for unit, cents in wanted.items():
        left = spendable.get(unit, 0)
        if cents > left:
            yield BudgetTooSmall(
                wanted=show(cents), spendable=show(max(left, 0)), unit=names.get(unit, "")
            )


def _draw(spends: Sequence[Spend], today: date) -> None:
    """Note what these spends take below zero on the advances of their units."""
    leaving = _by_unit(spends)
    advances = list(queries.advances(units=list(leaving), on=today))
    if not advances:
        return
    budgets = ledger.budgets(units=[each.unit_id for each in advances])
    for each in advances:
        before = budgets[each.unit_id]
        more = max(leaving[each.unit_id] - before, 0) - max(-before, 0)
        each.drawn_cents = min(each.drawn_cents + max(more, 0), each.cents)
    Advance.objects.bulk_update(advances, ["drawn_cents"])
