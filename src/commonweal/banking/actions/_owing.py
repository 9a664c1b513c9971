"""
What left our account without a name of ours: a debt that somebody paid at the bank's own site, or a
batch that the bank booked in words of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from commonweal.banking import queries
from commonweal.banking.queries import ORDERS
from commonweal.banking.scoring import Part
from commonweal.kernel.refusals import Refusal

# Accounts of what we paid out, whose debt lives again when the money comes back.
PAID_OUT = ("455", "4551", "4891", "4401", "440")
# Items of ours on other accounts: what goes back to a payer, what the state is paid.
OURS = ("refund:", "vat:", "withholding:", "social_security:")


class BatchPaysIt(Refusal):
    message = _("Look at batch %(batch)s first: it pays %(item)s, and nothing is paid twice.")


def is_debt(part: Part) -> bool:
    """Whether what goes out may settle it: something we owe, or a batch that is under way."""
    if part.account == ORDERS:
        return part.item.startswith("batch:")
    return bool(part.item) and (part.account in PAID_OUT or part.item.startswith(OURS))


def batches_in(left: Iterable[tuple[Part, date]]) -> dict[str, date]:
    """Return the batches among these places, by item, with the last day something of each left."""
    days: dict[str, date] = {}
    for part, on in left:
        if part.account == ORDERS:
            days[part.item] = max(on, days.get(part.item, on))
    return days


def paid_by_batches(parts: Sequence[Part]) -> Iterator[Refusal]:
    """
    Refuse to settle by hand what a batch pays. If it was paid twice at the bank indeed, the batch
    is cancelled first, or the payee gives one of the two back.
    """
    debts = [part for part in parts if part.cents < 0 and is_debt(part) and part.account != ORDERS]
    for account in sorted({part.account for part in debts}):
        items = [part.item for part in debts if part.account == account]
        for item, payment in queries.live_items(account=account, items=items).items():
            yield BatchPaysIt(batch=payment.batch_id, item=item.partition(":")[2])
