"""
What the bank refused, and then says that it executed after all.

Its first word made the debt live again; the second makes that a claim, as of a report that a person
brought: it is under way again, and nothing pays it until a second person, or a statement, says that
the money did not leave. A refusal that a person confirmed since is not doubted a second time.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from commonweal.banking import queries
from commonweal.banking.actions import _booking
from commonweal.banking.actions._refusals import CLAIM, key_of
from commonweal.banking.models import Payment, PaymentBatch, PaymentStatus
from commonweal.documents.queries import Document
from commonweal.kernel.actor import Actor
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books


def doubt(
    *,
    batch: PaymentBatch,
    payments: Sequence[Payment],
    document: Document,
    by: Actor,
    at: datetime,
) -> list[Payment]:
    """
    Put payments that a report calls executed after all under way again, and return them: not what
    another batch pays already, nor what is not owed any more.
    """
    refused = books.standing_by_key(keys=[key_of(payment) for payment in payments])
    found = [each for each in _owed_still(payments) if key_of(each) in refused]
    if not found:
        return []
    ledger.reverse(
        ids=sorted(refused[key_of(payment)] for payment in found),
        on=max(at.date(), _booking.first_open_day()),
        text=", ".join(payment.end_to_end_id for payment in found)[:200],
        origin=batch.ref,
        by=by,
        at=at,
    )
    PaymentStatus.objects.bulk_create(
        PaymentStatus(
            batch=batch, payment=payment, source=PaymentStatus.Source.PAIN002, code=CLAIM["RJCT"],
            document=document, by=by.id, at=at,
        )
        for payment in found
    )  # fmt: skip
    Payment.objects.filter(pk__in=[payment.pk for payment in found]).update(live=True)
    PaymentBatch.objects.filter(pk=batch.pk).update(
        state=PaymentBatch.State.HANDED, executed_on=None
    )
    batch.refresh_from_db()
    return found


def _owed_still(payments: Sequence[Payment]) -> Iterator[Payment]:
    """Two questions for each account of the books."""
    account = attrgetter("account")
    for name, some in groupby(sorted(payments, key=account), key=account):
        those = list(some)
        items = [payment.item for payment in those]
        owed = books.open_amounts(account=name, items=items)
        live = queries.live_items(account=name, items=items)
        for payment in those:
            if payment.item not in live and payment.cents <= -owed.get(payment.item, 0):
                yield payment
