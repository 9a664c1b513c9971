"""Telling clients that their money went back, in their own language."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from commonweal.banking import queries as bank
from commonweal.banking.queries import Refund
from commonweal.clients import queries as clients
from commonweal.clients.queries import Client
from commonweal.flows.payday._refunds import owners
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.letters import actions as letters
from commonweal.letters import queries as outbox
from commonweal.letters.queries import Letter
from commonweal.members import queries as members

KIND = "money_back"
# What left longer ago is no news: an address that is entered late brings no old letters.
NEWS = timedelta(days=60)


@action
def tell_refunds(*, by: Actor, at: datetime) -> list[Letter]:
    """
    Write to the client of every refund that left, once, when the bank or a person said that it
    did. Of a payer whom the books do not know there is nobody to write to.
    """
    paid = _paid(at)
    owner = owners({refund.source for refund in paid})
    known = clients.many(ids=list(set(owner.values())))
    new = [
        _letter(refund, client)
        for refund in paid
        if (client := known.get(owner.get(refund.source, 0))) and _address(client)
    ]
    return letters.post(letters=new, by=by, at=at) if new else []


def _paid(at: datetime) -> Sequence[Refund]:
    recent = list(bank.refunds().filter(undone_at=None, at__gte=at - NEWS))
    if not recent:
        return []
    told = outbox.about(refs=[refund.ref for refund in recent]).filter(kind=KIND)
    refs = set(told.values_list("about", flat=True))
    fresh = [refund for refund in recent if refund.ref not in refs]
    return list(_left(fresh))


def _left(refunds: Sequence[Refund]) -> Iterator[Refund]:
    states = bank.refund_states(refunds=refunds)
    return (refund for refund in refunds if states[refund.pk] == "paid")


def _address(client: Client) -> str:
    return client.invoice_email or client.email


def _letter(refund: Refund, client: Client) -> letters.NewLetter:
    return letters.NewLetter(
        to=_address(client),
        name=client.name,
        language=client.language,
        kind=KIND,
        context={
            "cents": refund.cents,
            "what": refund.about,
            "iban": members.masked_iban(refund.iban),
        },
        about=refund.ref,
    )
