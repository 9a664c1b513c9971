"""Workers with attachments, and the pay these may take from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models.expressions import RawSQL

from commonweal.banking import queries as bank
from commonweal.ledger import queries as books
from commonweal.payroll.models import Attachment, Regularisation
from commonweal.payroll.queries._attachments import CREDITORS, Held, with_taken
from commonweal.payroll.queries._debts import Pay, pay_month
from commonweal.payroll.queries._reads import ACCOUNT, standing


@dataclass(frozen=True, slots=True)
class Attachable:
    """
    A worker with attachments, by rank: all pay in order of its day, what is still open of each
    item, and what of the creditors' items no payment is on its way for, in cents.
    """

    held: tuple[Held, ...]
    pays: tuple[Pay, ...]
    open_cents: dict[str, int]
    owed_cents: dict[str, int]

    @property
    def months(self) -> dict[date, list[Pay]]:
        """The pay of each calendar month, the oldest month first."""
        found: dict[date, list[Pay]] = defaultdict(list)
        for pay in self.pays:
            found[pay_month(pay)].append(pay)
        return dict(sorted(found.items()))


def attachable(*, members: Iterable[int] | None = None) -> list[Attachable]:
    """
    Return the workers (None: of all) with attachments, and the pay these may take from.

    One question when there is none.
    """
    found = Attachment.objects.order_by("-for_alimony", "served_on", "id")
    if members is not None:  # one parameter for any number
        found = found.filter(member__in=RawSQL("select unnest(%s::bigint[])", [list(members)]))
    held: dict[int, list[Held]] = defaultdict(list)
    for each in with_taken(list(found)):
        held[each.attachment.member_id].append(each)
    if not held:
        return []
    pays = _pays(held)
    open_cents = _payable_now(ACCOUNT, [pay.item for some in pays.values() for pay in some])
    items = [each.attachment.item for some in held.values() for each in some]
    owed_cents = _payable_now(CREDITORS, items)
    return [
        Attachable(tuple(some), tuple(pays.get(member, ())), open_cents, owed_cents)
        for member, some in sorted(held.items())
    ]


def _pays(people: Collection[int]) -> dict[int, list[Pay]]:
    slips = standing().filter(member__in=people).defer("lines")
    settled = Regularisation.objects.filter(member__in=people).defer("lines")
    found: dict[int, list[Pay]] = defaultdict(list)
    rows: list[Pay] = [*slips, *settled]
    for each in sorted(rows, key=lambda each: (each.due_on, each.item)):
        found[each.member_id].append(each)
    return found


def _payable_now(account: str, items: Sequence[str]) -> dict[str, int]:
    """What is owed of each item that no payment is on its way for, in cents."""
    amounts = books.open_amounts(account=account, items=items)
    owed = {item: -cents for item, cents in amounts.items() if cents < 0}
    under_way = bank.live_items(account=account, items=list(owed))
    return {item: cents for item, cents in owed.items() if item not in under_way}
