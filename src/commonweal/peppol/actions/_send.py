"""
Queueing documents, and keeping account of them while they go out. Each step is its own
transaction, so that a worker that dies leaves a message where everybody can see it.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import uuid4

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from commonweal.documents import queries as documents
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.queue import defer
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.peppol.models import PARTICIPANT, Outgoing
from commonweal.peppol.values import NewOutgoing, write

State = Outgoing.State
XML = "application/xml"


class AlreadyOnItsWay(Refusal):
    message = _("Wait for the answer of the receiver: %(about)s is on its way over Peppol already.")


class WrongParticipant(Refusal):
    message = _(
        "Write the Peppol number with its scheme, as in 0208:0403019261: “%(number)s” does not fit."
    )
    field = "peppol_id"


class NotAnInvoice(Refusal):
    message = _("Choose the electronic invoice: “%(name)s” is not an XML document.")


@action
def send(*, documents: Sequence[NewOutgoing], by: Actor, at: datetime) -> list[Outgoing]:
    """
    Queue electronic invoices and credit notes for their receivers, in the same order.

    The job `peppol.deliver` hands them over once this transaction stands.

    :raises AlreadyOnItsWay: if one was sent and not refused
    :raises WrongParticipant: if a sender or receiver is not written as the network does
    :raises NotAnInvoice: if a document is no XML
    """
    check_all(_refusals(documents))
    rows = Outgoing.objects.bulk_create([_queued(new, at) for new in documents])
    if rows:
        defer("peppol.deliver")
    return rows


def _refusals(new: Sequence[NewOutgoing]) -> Iterator[Refusal]:
    files = documents.many(ids=[each.document for each in new])
    live = Outgoing.objects.filter(
        about__in=[each.about for each in new],
        state__in=[State.QUEUED, State.SENDING, State.SENT, State.ACCEPTED],
    )
    taken = set(live.values_list("about", flat=True))
    for each in new:
        if each.about in taken:
            yield AlreadyOnItsWay(about=each.about.rpartition(":")[2])
        taken.add(each.about)
        for party in (each.sender, each.receiver):
            if not re.fullmatch(PARTICIPANT, write(party)):
                yield WrongParticipant(number=write(party))
        file = files[each.document]
        if file.media_type != XML:
            yield NotAnInvoice(name=file.name)


def _queued(new: NewOutgoing, at: datetime) -> Outgoing:
    return Outgoing(
        about=new.about,
        kind=new.kind,
        document_id=new.document,
        sender=write(new.sender),
        receiver=write(new.receiver),
        message_id=uuid4(),
        queued_at=at,
    )


@action
def begin_sending(*, outgoing: Sequence[Outgoing], by: Actor, at: datetime) -> int:
    """
    Claim queued messages that one is about to hand over, and say how many were claimed: what
    somebody else has claimed is left out.

    From here until a `record_` verb, a message counts as perhaps taken. Whoever really sends
    claims one at a time.
    """
    free = Outgoing.objects.select_for_update(skip_locked=True).filter(
        pk__in=[each.pk for each in outgoing], state=State.QUEUED
    )
    claimed = list(free.values_list("pk", flat=True))
    return Outgoing.objects.filter(pk__in=claimed).update(
        state=State.SENDING, sent_at=at, attempts=F("attempts") + 1
    )


@action
def record_taken(*, outgoing: Sequence[Outgoing], by: Actor, at: datetime) -> list[Outgoing]:
    """The access point took these messages; the receivers' answers are still to come."""
    return _move(outgoing, state=State.SENT)


@action
def record_not_taken(*, outgoing: Sequence[Outgoing], by: Actor, at: datetime) -> None:
    """The access point certainly does not have these messages: they go back in the queue."""
    _move(outgoing, state=State.QUEUED, sent_at=None)


def _move(outgoing: Sequence[Outgoing], **values: object) -> list[Outgoing]:
    """Only what is being handed over; others may have heard of it meanwhile."""
    held = list(
        Outgoing.objects.select_for_update()
        .filter(pk__in=[each.pk for each in outgoing], state=State.SENDING)
        .order_by("pk")
    )
    Outgoing.objects.filter(pk__in=[each.pk for each in held]).update(**values)
    return held
