"""The world outside the outbox: who carries a letter, and the cabinet its enclosures lie in."""

import smtplib
from collections.abc import Sequence
from email.utils import formataddr
from importlib import import_module
from typing import Protocol, TypedDict, cast

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from commonweal.letters.models import Letter


class Sealed(TypedDict):
    """An enclosure as a letter remembers it: the hash says which bytes were meant."""

    id: int
    sha256: str
    name: str
    media_type: str


class Cabinet(Protocol):
    """Where enclosures lie. Settings name the room that keeps them."""

    def seals(self, *, ids: Sequence[int]) -> list[Sealed]:
        """Describe documents, in the order of `ids`."""

    def sealed_bytes(self, *, sha256: str) -> bytes:
        """Return the bytes that have this hash."""


def cabinet() -> Cabinet:
    """Return the cabinet of this house."""
    return cast(Cabinet, import_module(settings.LETTERS_CABINET))


class Undeliverable(Exception):
    """The letter will never arrive as it is: the reason says why."""


class Carrier(Protocol):
    """Who takes a letter to its reader."""

    def carry(self, letter: Letter) -> None:
        """
        Deliver one letter.

        :raises Undeliverable: if this letter can never arrive
        :raises OSError: if the way is closed for now
        """


class Tray:
    """Carries nothing: in a demo and in tests the letter itself, on /mail/, is the delivery."""

    def carry(self, letter: Letter) -> None:
        for seal in letter.attachments:
            cabinet().sealed_bytes(sha256=seal["sha256"])


class Smtp:
    """Hands letters to a mail server, over one connection."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def carry(self, letter: Letter) -> None:
        try:
            self._connection.send_messages([message(letter)])
        except smtplib.SMTPRecipientsRefused as error:
            raise Undeliverable(_reason(error)) from error


def carrier() -> Carrier:
    """Return the carrier of this house: mail leaves a live house only."""
    return Smtp() if settings.MODE == "live" else Tray()


def message(letter: Letter) -> EmailMultiAlternatives:
    """Build the mail. The same letter always has the same Message-ID, so a repeat is known."""
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.body,
        to=[formataddr((letter.name, letter.to))],
        headers={
            "Message-ID": f"<letter-{letter.pk}@{settings.MAIL_DOMAIN}>",
            "Content-Language": letter.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(letter.html, "text/html")
    for seal in letter.attachments:
        content = cabinet().sealed_bytes(sha256=seal["sha256"])
        mail.attach(seal["name"], content, seal["media_type"])
    return mail


def _reason(error: smtplib.SMTPRecipientsRefused) -> str:
    code, answer = next(iter(error.recipients.values()))
    return f"{code} {answer.decode(errors='replace')}"
