"""Units that sleep: no movement on the budget for two years, and nothing promised on it."""

from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from commonweal.activities.models import Commitment, Unit, UnitKind
from commonweal.activities.queries._units import open_units
from commonweal.activities.queries._year_end import CARRIED_ACCOUNT
from commonweal.kernel.period import next_month
from commonweal.ledger import queries as ledger
from commonweal.rules.parameters import figure

CARRY_OVERS = "carry_over:"  # they leave the budget as it is, so they wake nobody


@dataclass(frozen=True, slots=True)
class Sleeping:
    """
    A unit whose budget, in cents, did not move after `since`. Once its managers were told, it is
    settled on `settles_on`, unless it moves before; below zero it is left to the adviser.
    """

    unit: Unit
    since: date
    cents: int
    told_on: date | None
    settles_on: date | None

    @property
    def is_for_adviser(self) -> bool:
        """Whether nothing can be settled, because money is owed."""
        return self.cents < 0

    def is_due(self, on: date) -> bool:
        """Whether the notice has passed and nothing is owed."""
        return not self.is_for_adviser and self.settles_on is not None and self.settles_on <= on


def sleeping(
    *, units: Collection[int] | None = None, on: date, busy: Collection[int] = ()
) -> list[Sleeping]:
    """
    Return the units that sleep on a day (of all, or of these), longest first.

    `busy` names units with work that only higher rooms know of. An empty 3in1 account does not
    sleep: there is nothing to settle on it, and its member may need it tomorrow.
    """
    last = _before(on, figure("unit.dormant_months", on).value)
    quiet = _quiet(units, on, last).exclude(id__in=busy)
    since = _since({unit.pk: unit.opened_on for unit in quiet}, last)
    budgets = ledger.budgets(units=list(since))
    found = [_asleep(unit, since[unit.pk], budgets[unit.pk]) for unit in quiet if unit.pk in since]
    kept = [each for each in found if each.cents or each.unit.kind != UnitKind.THREE_IN_ONE]
    return sorted(kept, key=lambda each: (each.since, each.unit.pk))


def closed_units() -> "QuerySet[Unit]":
    """Return the units that were closed, the last first: each may be opened again."""
    return Unit.objects.exclude(closed_on=None).order_by("-closed_on", "-id")


def settled_cents(*, unit: Unit) -> int:
    """Return what the settlement of a closed unit took from its budget, in cents."""
    if unit.closed_on is None:
        return 0
    key = dormant_key(unit.pk, unit.closed_on)
    return ledger.sums_by_unit(account="4890", keys=[key]).get(unit.pk, 0)


def dormant_key(unit: int, day: date) -> str:
    """Return the key of the entry that settles a unit that sleeps."""
    return f"dormant:{unit}:{day}"


def _quiet(units: Collection[int] | None, on: date, last: date) -> "QuerySet[Unit]":
    """Open units that are old enough and have nothing promised on them."""
    old = open_units(on=on).filter(opened_on__lte=last)
    chosen = old if units is None else old.filter(id__in=units)
    promised = Commitment.objects.filter(Q(expires_on=None) | Q(expires_on__gte=on)).values("unit")
    return chosen.exclude(id__in=promised)


def _since(opened: Mapping[int, date], last: date) -> dict[int, date]:
    """
    The last day on which the budget of each unit moved, of those that did not move after `last`.

    The monthly balances say first who certainly did: few are left to be asked line by line.
    """
    awake = ledger.units_with_results(
        units=opened, since=next_month(last), without=[CARRIED_ACCOUNT]
    )
    left = opened.keys() - awake
    moves = ledger.last_moves(units=left, without=CARRY_OVERS)
    days = {unit: max(moves.get(unit, opened[unit]), opened[unit]) for unit in left}
    return {unit: day for unit, day in days.items() if day <= last}


def _asleep(unit: Unit, since: date, cents: int) -> Sleeping:
    told = unit.dormant_told_on if unit.dormant_told_on and unit.dormant_told_on > since else None
    return Sleeping(unit, since, cents, told, settles_on(told) if told else None)


def settles_on(told_on: date) -> date:
    """Return the day on which a unit is settled whose managers were told on this day."""
    days: int = figure("unit.dormant_notice_days", told_on).value
    return told_on + timedelta(days=days)


def _before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
