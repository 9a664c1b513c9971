"""Verbs on documents that travel over Peppol: queue them, send them, hear of them, take them in."""

from commonweal.peppol.actions._receive import receive
from commonweal.peppol.actions._send import (
    AlreadyOnItsWay,
    NotAnInvoice,
    WrongParticipant,
    begin_sending,
    record_not_taken,
    record_taken,
    send,
)
from commonweal.peppol.actions._status import NotRefused, Said, record_status, settle
from commonweal.peppol.values import Arrived, NewOutgoing, Participant

__all__ = [
    "AlreadyOnItsWay",
    "Arrived",
    "NewOutgoing",
    "NotAnInvoice",
    "NotRefused",
    "Participant",
    "Said",
    "WrongParticipant",
    "begin_sending",
    "receive",
    "record_not_taken",
    "record_status",
    "record_taken",
    "send",
    "settle",
]
