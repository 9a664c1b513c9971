"""Advances on budgets: which stand, what is owed of them, which are past their day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from commonweal.activities.models import Advance
from commonweal.ledger import queries as ledger


@dataclass(frozen=True, slots=True)
class AdvanceStanding:
    """An advance that has not ended, with the budget it stands on, in cents, on a day."""

    advance: Advance
    budget_cents: int
    on: date

    @property
    def owed_cents(self) -> int:
        """What has to come in before it is repaid."""
        return max(-self.budget_cents, 0)

    @property
    def is_overdue(self) -> bool:
        return self.on > self.advance.until and self.owed_cents > 0


def get_advance(*, id: int) -> Advance:
    """
    Return one advance with its unit.

    :raises Advance.DoesNotExist: if there is none within the scope of the connection
    """
    return Advance.objects.select_related("unit").get(id=id)


def advances_of(*, unit: int) -> "QuerySet[Advance]":
    """Return every advance a unit ever had, newest first."""
    return Advance.objects.filter(unit=unit).order_by("-id")


def standing_advance(*, unit: int, on: date) -> AdvanceStanding | None:
    """Return the advance of a unit that has not ended, also past its day; None without."""
    return next(iter(_standing(Advance.objects.filter(unit=unit), on)), None)


def overdue_advances(*, on: date, units: Sequence[int] | None = None) -> list[AdvanceStanding]:
    """Return the advances past their day that are not repaid, of these units or of all."""
    past = Advance.objects.filter(until__lt=on).order_by("until", "id")
    found = _standing(past if units is None else past.filter(unit__in=units), on)
    return [each for each in found if each.is_overdue]


def repaid_advances(*, on: date) -> list[Advance]:
    """Return the advances past their day of which nothing is owed any more."""
    past = _standing(Advance.objects.filter(until__lt=on).order_by("id"), on)
    return [each.advance for each in past if not each.owed_cents]


def _standing(rows: "QuerySet[Advance]", on: date) -> list[AdvanceStanding]:
    found = list(rows.filter(ended_on=None).select_related("unit"))
    budgets = ledger.budgets(units=[each.unit_id for each in found])
    return [AdvanceStanding(each, budgets[each.unit_id], on) for each in found]
