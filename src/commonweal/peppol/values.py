"""
What travels on the network, and who sends it to whom. No database.

A message that went out may have been taken although no answer came back. So a failure says which
of the two it is: `NotReceived` (send it again) or `AnswerLost` (ask by its id before anything
else).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Participant = tuple[str, str]
"""Scheme and number: ("0208", "0403019261")."""

Kind = Literal["invoice", "credit_note"]


class NotReceived(Exception):
    """The access point did not take the message, or gave no answer to a question."""


class AnswerLost(Exception):
    """The access point may have taken the message: ask before sending it again."""


class UnknownParticipant(Exception):
    """Nobody on the network receives documents of this type under this number."""


class TurnedDown(Exception):
    """The access point read the message and will not send it; the text says why."""


def write(participant: Participant) -> str:
    """Write a participant as the network does: 0208:0403019261."""
    return ":".join(participant)


def read(written: str) -> Participant:
    """Read what `write` wrote."""
    scheme, _, number = written.partition(":")
    return scheme, number


@dataclass(frozen=True, slots=True)
class NewOutgoing:
    """
    A stored electronic invoice or credit note to deliver. `about` is the ref of what it is
    ("invoice:2026-000012"), `document` the id of the stored UBL file.
    """

    about: str
    document: int
    sender: Participant
    receiver: Participant
    kind: Kind


@dataclass(frozen=True, slots=True)
class Message:
    """One envelope to hand over. Its id is the key by which it is known and never taken twice."""

    id: str
    sender: Participant
    receiver: Participant
    content: bytes


@dataclass(frozen=True, slots=True)
class Told:
    """
    What an access point says of a message that we asked about. `known` is false when it never got
    it; `answer` is a Message Level Status or an Invoice Response, empty while there is none.
    """

    message_id: str
    known: bool = True
    answer: bytes = b""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Something in our inbox. `id` is the access point's own handle, to acknowledge it by."""

    id: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message taken out of its envelope: the header, and the document inside."""

    id: str
    sender: Participant
    receiver: Participant
    document_type: str
    process: str
    country: str
    created_at: datetime
    content: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """
    What a receiver answers. `message_id` names our message in a Message Level Status, `number` our
    invoice in an Invoice Response; `code` is that of UNCL4343: AB, AP, RE, IP, UQ, CA, PD.
    """

    sender: Participant
    code: str
    reason: str
    message_id: str = ""
    number: str = ""
