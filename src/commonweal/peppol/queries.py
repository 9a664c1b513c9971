"""Reads of what goes out over Peppol and what came in, and of who is on it."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import QuerySet

from commonweal.documents import queries as documents
from commonweal.kernel.clock import ZONE
from commonweal.kernel.models import LegalEntity
from commonweal.peppol import gateways
from commonweal.peppol.envelope import wrap
from commonweal.peppol.models import Incoming, Outgoing
from commonweal.peppol.simulator import Simulator
from commonweal.peppol.values import Message, NotReceived, Participant, read

__all__ = [
    "REFUSED",
    "UNDER_WAY",
    "Incoming",
    "NotReceived",
    "Outgoing",
    "history",
    "incoming",
    "is_connected",
    "last_to",
    "messages",
    "outgoing",
    "refused",
    "registered",
    "sent_under",
    "silent",
    "simulation",
    "under_way",
    "wrap",
]

State = Outgoing.State
HOME = "BE"  # of a sender who goes by another number than that of its enterprise
# Others write what they want in an identifier: what is no UUID is none of ours.
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
UNDER_WAY = (State.QUEUED, State.SENDING, State.SENT)
REFUSED = (State.REJECTED, State.UNKNOWN_PARTICIPANT, State.FAILED)


def is_connected() -> bool:
    """Say whether this house has an access point at all."""
    return gateways.is_connected()


def registered(participants: Collection[Participant]) -> set[Participant]:
    """
    Return those of these who receive invoices over Peppol. This asks the network.

    :raises NotReceived: if it gives no answer, or this house has no access point
    """
    return gateways.access_point().lookup(participants) if participants else set()


def outgoing(*, about: Collection[str]) -> dict[str, Outgoing]:
    """Return what was last sent about each of these things, by its ref."""
    return {each.about: each for each in history(about=about)}


def simulation() -> Simulator:
    """
    Return the simulated network of a demo or a test, to arrange who is on it and what arrives.

    :raises LookupError: if this house talks to a real one
    """
    network = gateways.access_point()
    if not isinstance(network, Simulator):
        raise LookupError("This house is on the real network.")
    return network


def history(*, about: Collection[str]) -> "QuerySet[Outgoing]":
    """Return everything that was sent about any of these things, oldest first."""
    return Outgoing.objects.filter(about__in=about).order_by("id")


def under_way(*, states: Collection[str] = UNDER_WAY) -> "QuerySet[Outgoing]":
    """Return what is queued, being handed over or waiting for its answer, oldest first."""
    return Outgoing.objects.filter(state__in=states).order_by("id")


def silent(*, before: datetime) -> "QuerySet[Outgoing]":
    """Return what was sent before this instant and never answered, oldest first."""
    return under_way(states=[State.SENT]).filter(sent_at__lt=before)


def refused() -> "QuerySet[Outgoing]":
    """Return what did not reach its receiver, and of which nobody decided yet what becomes."""
    return Outgoing.objects.filter(state__in=REFUSED, settled_at=None).order_by("id")


def sent_under(*, message_ids: Collection[str]) -> dict[str, Outgoing]:
    """Return our messages that bear these identifiers, by identifier."""
    ids = [id for id in message_ids if re.fullmatch(UUID, id)]
    return {str(each.message_id): each for each in Outgoing.objects.filter(message_id__in=ids)}


def last_to(*, receiver: str, number: str) -> Outgoing | None:
    """Return the last we sent to a participant about the invoice with this number."""
    sent = Outgoing.objects.filter(receiver=receiver, about__endswith=f":{number}")
    return sent.order_by("id").last()


def messages(*, outgoing: Sequence[Outgoing]) -> dict[int, Message]:
    """
    Return the envelopes of these, by id. The same row always gives the same bytes.

    :raises envelope.Unreadable: if a document is no UBL
    """
    files = documents.many(ids=[each.document_id for each in outgoing])
    countries = dict(LegalEntity.objects.values_list("enterprise_number", "country"))
    return {
        each.pk: wrap(
            documents.content(document=files[each.document_id]),
            id=str(each.message_id),
            sender=read(each.sender),
            receiver=read(each.receiver),
            country=countries.get(read(each.sender)[1], HOME),
            at=each.queued_at.astimezone(ZONE),
        )
        for each in outgoing
    }


def incoming(*, after: int = 0) -> "QuerySet[Incoming]":
    """Return what came in after the one with this id, oldest first, with its document."""
    found = Incoming.objects.filter(id__gt=after).select_related("document")
    return found.order_by("id")
