"""What a worker got too much, taken from wages that are not paid yet."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.ledger import actions as ledger
from commonweal.payroll import queries
from commonweal.payroll.actions._entries import JOURNAL
from commonweal.payroll.queries import Debt


def set_off(*, members: Collection[int], by: Actor, at: datetime) -> None:
    """
    Settle what these workers owe from regularisations with wages that no payment is on its way
    for, the first due first. What is left waits for their next wage.
    """
    found = queries.debts(members=members)
    on = at.astimezone(ZONE).date()
    ledger.post(entries=list(_entries(found, on)), by=by, at=at)


def _entries(found: Sequence[Debt], on: date) -> Iterator[ledger.Entry]:
    used: Counter[str] = Counter()
    for debt in found:
        row, left = debt.regularisation, debt.cents
        lines = []
        for item, cents in debt.wages:
            part = min(left, cents - used[item])
            if part > 0:
                used[item] += part
                left -= part
                lines.append(ledger.Line(queries.ACCOUNT, part, item=item))
        if not lines:
            continue
        lines.append(ledger.Line(queries.ACCOUNT, left - debt.cents, item=row.item))
        yield ledger.Entry(
            journal=JOURNAL,
            on=on,
            text=f"{row.name} ({row.month:%Y-%m}, \N{RIGHTWARDS ARROW})",
            key=f"set_off:{row.pk}:{debt.cents}",  # a debt only ever gets smaller
            origin=row.ref,
            lines=lines,
        )
