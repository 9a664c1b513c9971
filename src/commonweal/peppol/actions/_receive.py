"""What suppliers send us."""

from collections.abc import Sequence
from datetime import datetime

from commonweal.documents import actions as documents
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.peppol.envelope import Unreadable, unwrap
from commonweal.peppol.models import Incoming
from commonweal.peppol.values import Arrived, Envelope, write

KIND, ENVELOPE = "peppol_incoming", "peppol_envelope"
XML = "application/xml"
LONGEST_ID = 255
"""Signs of an identifier; the standard counts 35, and what names a message must fit an index."""


@action
def receive(*, arrived: Sequence[Arrived], by: Actor, at: datetime) -> list[Incoming]:
    """
    Keep what came in, each message once, and return what is new.

    A message is known by the identifier of its envelope, whatever handle the access point gives
    it. What has no readable envelope is kept with the problem, so that a person can look.
    """
    opened: dict[str, tuple[Arrived, Envelope | None, str]] = {}
    for each in arrived:
        envelope, problem = _open(each.content)
        opened.setdefault(envelope.id if envelope else each.id, (each, envelope, problem))
    known = Incoming.objects.filter(message_id__in=opened).values_list("message_id", flat=True)
    for id in known:
        del opened[id]
    files = [file for id, kept in opened.items() for file in _files(id, *kept[:2])]
    stored = iter(documents.store(files=files, by=by, at=at) if files else [])
    rows = []
    for id, (_arrived, envelope, problem) in opened.items():
        document = next(stored)
        rows.append(
            Incoming(
                message_id=id,
                sender=write(envelope.sender) if envelope else "",
                receiver=write(envelope.receiver) if envelope else "",
                document_type=envelope.document_type if envelope else "",
                document=document,
                envelope=next(stored) if envelope else document,
                problem=problem,
                received_at=at,
            )
        )
    return Incoming.objects.bulk_create(rows)


def _open(content: bytes) -> tuple[Envelope | None, str]:
    try:
        envelope = unwrap(content)
    except Unreadable as error:
        return None, str(error)
    if len(envelope.id) > LONGEST_ID:
        return None, f"The identifier of the message is longer than {LONGEST_ID} signs."
    return envelope, ""


def _files(id: str, arrived: Arrived, envelope: Envelope | None) -> list[documents.NewFile]:
    """An empty message is kept as a line break: one odd message never holds up the others."""
    if envelope is None:
        return [documents.NewFile(f"{id}.xml", XML, arrived.content or b"\n", KIND)]
    return [
        documents.NewFile(f"{id}.xml", XML, envelope.content, KIND),
        documents.NewFile(f"{id}-envelope.xml", XML, arrived.content, ENVELOPE),
    ]
