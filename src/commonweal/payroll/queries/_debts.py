"""What workers got too much, and the wages it may be set off against."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models.expressions import RawSQL

from commonweal.banking import queries as bank
from commonweal.ledger import queries as books
from commonweal.payroll.models import Payslip, Regularisation
from commonweal.payroll.queries._reads import ACCOUNT, standing


@dataclass(frozen=True, slots=True)
class Debt:
    """What a worker got too much by a regularisation, and still open wages of that worker."""

    regularisation: Regularisation
    cents: int
    wages: tuple[tuple[str, int], ...]


def debts(*, members: Iterable[int] | None = None) -> list[Debt]:
    """
    Return the regularisations that took pay back and are still open, the oldest first, each with
    the worker's open items that no payment is on its way for, the first due first.
    """
    rows = Regularisation.objects.filter(net_cents__lt=0).order_by("id")
    if members is not None:  # one parameter for any number
        rows = rows.filter(member__in=RawSQL("select unnest(%s::bigint[])", [list(members)]))
    owed = books.open_amounts(account=ACCOUNT, items=[row.item for row in rows])
    still = [row for row in rows if owed.get(row.item, 0) > 0]
    wages = _open_wages({row.member_id for row in still})
    return [Debt(row, owed[row.item], tuple(wages.get(row.member_id, ()))) for row in still]


def _open_wages(people: Collection[int]) -> dict[int, list[tuple[str, int]]]:
    if not people:
        return {}
    slips = standing().filter(member__in=people).defer("lines")
    given = Regularisation.objects.filter(member__in=people, net_cents__gt=0)
    wages: list[Payslip | Regularisation] = [*slips, *given]
    owed = books.open_amounts(account=ACCOUNT, items=[each.item for each in wages])
    items = [item for item, cents in owed.items() if cents < 0]
    under_way = bank.live_items(account=ACCOUNT, items=items)
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for each in sorted(wages, key=lambda each: (each.due_on, each.item)):
        if owed.get(each.item, 0) < 0 and each.item not in under_way:
            found[each.member_id].append((each.item, -owed[each.item]))
    return found
