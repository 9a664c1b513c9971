"""What the books keep for the state, by period: paid when it is due, never typed."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from commonweal.banking import actions as banking
from commonweal.flows.payday.values import Due
from commonweal.guarantee.queries import still_due
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.period import next_month
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books
from commonweal.rules import due_days

TAX = "tax"
# The accounts of each office, and the one on which a payment settles what a period leaves.
ACCOUNTS = {
    due_days.WITHHOLDING: ("453",),
    due_days.SOCIAL_SECURITY: ("454", "4541"),
    due_days.VAT: ("4512", "411", "4110", "451", "4510", "4511", "4513"),
}
PAYING = ("bank", "orders")
WORDS = {
    due_days.WITHHOLDING: gettext_lazy("Withholding tax of %(month)s"),
    due_days.SOCIAL_SECURITY: gettext_lazy("Social security up to %(month)s"),
    due_days.VAT: gettext_lazy("VAT up to %(month)s"),
}


class OwedChanged(Refusal):
    message = gettext_lazy("Read the page again: what is owed for %(name)s changed.")


@dataclass(frozen=True, slots=True)
class StateDue:
    """What is kept for an office of the state for one period, in cents, and until when."""

    kind: str
    ends_on: date
    due_on: date
    cents: int

    @property
    def item(self) -> str:
        return f"{self.kind}:{self.ends_on:%Y-%m}"

    @property
    def account(self) -> str:
        return ACCOUNTS[self.kind][0]

    @property
    def words(self) -> str:
        """Which period it is of, in the active language."""
        month = date_format(self.ends_on, "YEAR_MONTH_FORMAT")
        return str(WORDS[self.kind]) % {"month": month}


def owed(*, until: date, on: date) -> list[StateDue]:
    """
    Return what the books of the house owe the state for periods that are over on a day and due up
    to another, the first due first. Two statements, however old the books are.
    """
    accounts = [account for some in ACCOUNTS.values() for account in some]
    moved = books.moved_by_month(accounts=accounts)
    paid = books.moved_of_items(accounts=accounts, journals=PAYING)
    found = [due for kind in ACCOUNTS for due in _of_kind(kind, moved, paid)]
    ready = [due for due in found if due.ends_on < on and due.due_on <= until]
    return sorted(ready, key=lambda due: (due.due_on, due.kind))


def _of_kind(
    kind: str, moved: Sequence[books.MonthSum], paid: dict[str, int]
) -> Iterator[StateDue]:
    """
    What accrued in a period less what was paid for it; a payment that names no period, as one
    that a person placed, goes to the oldest.
    """
    left: dict[date, int] = defaultdict(int)
    settled = 0
    for row in moved:
        if row.account not in ACCOUNTS[kind]:
            continue
        if row.journal in PAYING:
            settled += row.cents
        else:
            left[due_days.ends_on(kind, row.month)] -= row.cents
    for ends_on in left:
        of_period = paid.get(f"{kind}:{ends_on:%Y-%m}", 0)
        left[ends_on] -= of_period
        settled -= of_period
    for ends_on, cents in still_due(left, settled).items():
        yield StateDue(kind, ends_on, due_days.due_on(kind, ends_on), cents)


def open_items(*, dues: Collection[Due], by: Actor, at: datetime) -> None:
    """
    Let the books name what each period owes, so that a payment settles it; the balance of no
    account changes. Whoever settles waits for whoever does meanwhile.

    :raises OwedChanged: if it is not what was read
    """
    wanted = {due.item: due for due in dues if due.kind == TAX}
    if not wanted:
        return
    banking.hold_bank()
    check_all(changed(cents={item: due.cents for item, due in wanted.items()}, at=at))
    _name({item: (due.account, due.cents, due.name) for item, due in wanted.items()}, by, at)


def name(*, items: Collection[str], by: Actor, at: datetime) -> None:
    """Let the books name what they owe of the periods among these items, as `open_items` does."""
    if not any(item.startswith(tuple(f"{kind}:" for kind in ACCOUNTS)) for item in items):
        return
    found = owed(until=date.max, on=at.astimezone(ZONE).date())
    wanted = {due.item: (due.account, due.cents, due.words) for due in found if due.item in items}
    _name(wanted, by, at)


def _name(wanted: Mapping[str, tuple[str, int, str]], by: Actor, at: datetime) -> None:
    """Account, cents and words of each item: what is not named of it yet moves to its name."""
    entries = []
    for account in sorted({account for account, _cents, _words in wanted.values()}):
        items = [item for item, row in wanted.items() if row[0] == account]
        named = books.open_amounts(account=account, items=items)
        turns = books.turns(account=account, items=items)
        for item in items:
            _account, cents, words = wanted[item]
            if more := cents + named.get(item, 0):
                nth = turns.get(item, (0, None))[0]
                entries.append(_entry(account, item, words, more, nth, at))
    ledger.post(entries=entries, by=by, at=at)


def changed(*, cents: dict[str, int], at: datetime) -> Iterator[Refusal]:
    """Refuse each period of which the books owe another amount than this, by item."""
    on = at.astimezone(ZONE).date()
    now = {due.item: due for due in owed(until=date.max, on=on)}
    for item, wanted in cents.items():
        due = now.get(item)
        if due is None or due.cents != wanted:
            yield OwedChanged(name=due.words if due else item)


def _entry(account: str, item: str, words: str, more: int, nth: int, at: datetime) -> ledger.Entry:
    return ledger.Entry(
        journal="misc",
        on=max(at.astimezone(ZONE).date(), _first_open_day()),
        text=f"{words}: {item}",
        key=f"{item}:{nth}",
        origin=item,
        lines=(ledger.Line(account, more), ledger.Line(account, -more, None, item)),
    )


def _first_open_day() -> date:
    closed = books.closed_up_to()
    return next_month(closed) if closed else date.min
