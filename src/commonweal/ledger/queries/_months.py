"""What moved the budgets of units, month by month."""

from collections.abc import Collection
from datetime import date

from django.db.models import Sum
from django.db.models.expressions import RawSQL
from django.db.models.functions import TruncMonth

from commonweal.ledger.models import Line


def budget_moves(
    *, units: Collection[int], start: date, end: date, without: Collection[str] = ()
) -> dict[tuple[int, date], int]:
    """
    Return what the entries from `start` on and before `end` added to the budget of units, in
    cents, by unit and first day of the month. A month without such entries is absent.

    `without` names origins whose entries do not count.
    """
    origins = RawSQL("select unnest(%s::text[])", [list(without)])  # one parameter for any number
    rows = (
        Line.objects.filter(unit__in=units, account__in_budget=True, on__gte=start, on__lt=end)
        .exclude(entry__origin__in=origins)
        .annotate(month=TruncMonth("on"))
        .values("unit", "month")
        .annotate(sum=Sum("cents"))
    )
    return {(row["unit"], row["month"]): -row["sum"] for row in rows if row["unit"]}
