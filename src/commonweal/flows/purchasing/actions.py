"""Take in what suppliers sent, knowing the numbers that this house gives out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from commonweal.documents import queries as files
from commonweal.invoicing import queries as invoicing
from commonweal.kernel.actions import action, unread
from commonweal.kernel.actor import Actor
from commonweal.kernel.scope import past_the_lock
from commonweal.peppol import queries as peppol
from commonweal.peppol.queries import Incoming
from commonweal.purchases import actions as purchases
from commonweal.purchases import queries
from commonweal.purchases.actions import NewPurchase, Received

JOB = "purchasing.take_in"


@action
def take_in(*, documents: Sequence[NewPurchase], by: Actor, at: datetime) -> list[Received]:
    """
    Receive what suppliers sent, in the same order, and bring it where a number of ours says: that
    of a quote, an order of a client, or an invoice.
    """
    words = queries.numbers_named(contents=[new.content for new in documents])
    return purchases.receive(documents=documents, known=_units(words), by=by, at=at)


@action
def take_in_peppol(*, by: Actor, at: datetime) -> list[Received]:
    """Receive what came over Peppol since the last time, each once."""
    refs = [ref for event in unread(job=JOB, verbs=["peppol.receive"]) for ref in event.subjects]
    ids = [int(ref.removeprefix("incoming:")) for ref in refs]
    arrived = list(peppol.incoming().filter(id__in=ids))
    return take_in(documents=from_peppol(arrived), by=by, at=at) if arrived else []


def from_peppol(arrived: Iterable[Incoming]) -> list[NewPurchase]:
    """Return what arrived over Peppol as documents to take in, each once."""
    return [
        NewPurchase(
            name=each.document.name,
            content=files.content(document=each.document),
            way="peppol",
            came_as=each.ref,
            document_id=each.document_id,
        )
        for each in arrived
    ]


def _units(words: Collection[str]) -> Mapping[str, int]:
    """Give each number that is ours, in capitals, to its unit; one of several units to none."""
    found: dict[str, set[int]] = {}
    with past_the_lock():
        for number, unit in _numbered(words) if words else ():
            found.setdefault(number.upper(), set()).add(unit)
    return {number: min(units) for number, units in found.items() if len(units) == 1}


def _numbered(words: Collection[str]) -> list[tuple[str, int]]:
    either = [*words, *(word.upper() for word in words)]
    orders = invoicing.orders().filter(Q(purchase_order__in=either) | Q(quote__number__in=either))
    invoices = invoicing.invoices().filter(number__in=either)
    return [
        *orders.values_list("purchase_order", "unit"),
        *orders.exclude(quote=None).values_list("quote__number", "unit"),
        *((number or "", unit) for number, unit in invoices.values_list("number", "unit")),
    ]
