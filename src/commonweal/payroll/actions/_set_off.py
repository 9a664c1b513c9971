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


def set_off(*, members: Collection[int] | None, by: Actor, at: datetime) -> None:
    """
    Settle what these workers (None: all) owe with wages that no payment is on its way for, the
    first due first. What is left waits for their next wage.
    """
    found = queries.debts(members=members)
    on = at.astimezone(ZONE).date()
    ledger.post(entries=list(_entries(found, on, at)), by=by, at=at)


def _entries(found: Sequence[Debt], on: date, at: datetime) -> Iterator[ledger.Entry]:
    used: Counter[str] = Counter()
    for debt in found:
        pay, left = debt.pay, debt.cents
        lines = []
        for item, cents in debt.wages:
            part = min(left, cents - used[item])
            if part > 0:
                used[item] += part
                left -= part
                lines.append(ledger.Line(queries.ACCOUNT, part, item=item))
        if not lines:
            continue
        lines.append(ledger.Line(queries.ACCOUNT, left - debt.cents, item=pay.item))
        yield ledger.Entry(
            journal=JOURNAL,
            on=on,
            text=f"{pay.name} ({debt.month:%Y-%m}, \N{RIGHTWARDS ARROW})",
            # Not the amount alone: who takes a set-off back has the same debt once more.
            key=f"set_off:{pay.ref}:{debt.cents}:{at.isoformat()}",
            origin=pay.ref,
            lines=lines,
        )
