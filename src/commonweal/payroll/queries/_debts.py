"""What workers got too much, and the wages it may be set off against."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models.expressions import RawSQL

from commonweal.banking import queries as bank
from commonweal.kernel.period import month_of
from commonweal.kernel.scope import past_the_lock
from commonweal.ledger import queries as books
from commonweal.payroll.models import Payslip, Regularisation
from commonweal.payroll.queries._reads import ACCOUNT, standing

Pay = Payslip | Regularisation


@dataclass(frozen=True, slots=True)
class Debt:
    """What a worker got too much by one pay, and the open wages to set it off against."""

    pay: Pay
    cents: int
    wages: tuple[tuple[str, int], ...]

    @property
    def month(self) -> date:
        """The first day of the month of the pay."""
        return pay_month(self.pay)


def pay_month(pay: Pay) -> date:
    """Return the first day of the month that a payslip or a regularisation belongs to."""
    return pay.month if isinstance(pay, Regularisation) else month_of(pay.ends_on)


def debts(*, members: Iterable[int] | None = None) -> list[Debt]:
    """
    Return the corrections and regularisations that took pay back and are still open, the oldest
    first, each with the worker's open items that no payment is on its way for, the first due first.

    A month settles its tax and contributions with any wage. Of a payslip that was corrected after
    it was paid only the other pay of its own month is named: a wage that was paid too high is not
    taken from the next without the worker.
    """
    lowered = standing().filter(corrects__isnull=False).defer("lines").order_by("id")
    settled = Regularisation.objects.filter(net_cents__lt=0).order_by("id")
    if members is not None:  # one parameter for any number
        chosen = RawSQL("select unnest(%s::bigint[])", [list(members)])
        lowered, settled = lowered.filter(member__in=chosen), settled.filter(member__in=chosen)
    rows: list[Pay] = [*lowered, *settled]
    owed = books.open_amounts(account=ACCOUNT, items=[row.item for row in rows])
    still = [row for row in rows if owed.get(row.item, 0) > 0]
    wages = _open_wages({row.member_id for row in still})
    return [
        Debt(
            row,
            owed[row.item],
            tuple(
                (pay.item, cents)
                for pay, cents in wages.get(row.member_id, ())
                if isinstance(row, Regularisation) or pay_month(pay) == pay_month(row)
            ),
        )
        for row in still
    ]


def own_debt(*, member_id: int) -> int:
    """Return what a worker still owes of settled months and corrections, in cents."""
    with past_the_lock():
        return sum(debt.cents for debt in debts(members=[member_id]))


def _open_wages(people: Collection[int]) -> dict[int, list[tuple[Pay, int]]]:
    if not people:
        return {}
    slips = standing().filter(member__in=people).defer("lines")
    given = Regularisation.objects.filter(member__in=people, net_cents__gt=0)
    wages: list[Pay] = [*slips, *given]
    owed = books.open_amounts(account=ACCOUNT, items=[each.item for each in wages])
    items = [item for item, cents in owed.items() if cents < 0]
    under_way = bank.live_items(account=ACCOUNT, items=items)
    found: dict[int, list[tuple[Pay, int]]] = defaultdict(list)
    for each in sorted(wages, key=lambda each: (each.due_on, each.item)):
        if owed.get(each.item, 0) < 0 and each.item not in under_way:
            found[each.member_id].append((each, -owed[each.item]))
    return found
