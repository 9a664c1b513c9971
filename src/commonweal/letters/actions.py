"""Verbs on letters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.queries import entity
from commonweal.kernel.queue import defer
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.letters import gateways, queries
from commonweal.letters._render import render
from commonweal.letters.models import Letter

__all__ = ["Letter", "NewLetter", "UnusableAddress", "bounce", "post", "send"]


class UnusableAddress(Refusal):
    message = _("Correct the e-mail address of %(name)s: “%(address)s” cannot receive mail.")
    field = "email"


@dataclass(frozen=True, slots=True)
class NewLetter:
    """
    A letter to write. `context` is plain JSON with the words that letters.kinds asks for;
    `attachments` are ids of stored documents; `about` is the ref of what it is about.
    """

    to: str
    name: str
    language: str
    kind: str
    context: Mapping[str, Any]
    attachments: Sequence[int] = field(default_factory=tuple)
    about: str = ""


@action
def post(*, letters: Sequence[NewLetter], by: Actor, at: datetime) -> list[Letter]:
    """
    Write letters in their readers' languages and put them in the outbox, in the same order.

    The job `letters.send` carries them away once this transaction stands.

    :raises UnusableAddress: if an address cannot receive mail
    """
    check_all(_refusals(letters))
    seals = _seals(letters)
    sender = entity().name
    posted = Letter.objects.bulk_create([_written(new, seals, sender, at) for new in letters])
    if posted:
        defer("letters.send")
    return posted


@action
def send(*, limit: int, by: Actor, at: datetime) -> list[Letter]:
    """
    Carry away at most `limit` letters of the outbox, oldest first, and return them.

    A letter that can never arrive is marked failed with the reason. Two senders never take the
    same letter.

    :raises OSError: if the way is closed for now: nothing of this batch counts as sent
    """
    letters = list(queries.waiting().select_for_update(skip_locked=True)[:limit])
    carrier = gateways.carrier()
    for letter in letters:
        _carry(letter, carrier, at)
    Letter.objects.bulk_update(letters, ["sent_at", "failed_at", "failed"])
    return letters


@action
def bounce(*, letters: Sequence[Letter], reason: str, by: Actor, at: datetime) -> list[Letter]:
    """Note that letters came back, with the reason the mail server gave."""
    reason = " ".join(reason.split()) or str(_("The mail server gave no reason."))
    Letter.objects.filter(id__in=[letter.pk for letter in letters]).update(
        failed_at=at, failed=reason
    )
    return list(Letter.objects.filter(id__in=[letter.pk for letter in letters]).order_by("id"))


def _refusals(letters: Sequence[NewLetter]) -> Iterator[Refusal]:
    for letter in letters:
        try:
            validate_email(letter.to)
        except ValidationError:
            yield UnusableAddress(name=letter.name, address=letter.to)


def _seals(letters: Sequence[NewLetter]) -> dict[int, gateways.Sealed]:
    ids = list(dict.fromkeys(chain.from_iterable(letter.attachments for letter in letters)))
    return {seal["id"]: seal for seal in gateways.cabinet().seals(ids=ids)} if ids else {}


def _written(
    new: NewLetter, seals: Mapping[int, gateways.Sealed], sender: str, at: datetime
) -> Letter:
    name = " ".join(new.name.split())
    text = render(
        kind=new.kind, name=name, language=new.language, context=new.context, sender=sender
    )
    return Letter(
        to=new.to,
        name=name,
        language=new.language,
        kind=new.kind,
        context=dict(new.context),
        subject=text.subject,
        body=text.body,
        html=text.html,
        attachments=[seals[id] for id in new.attachments],
        about=new.about,
        posted_at=at,
    )


def _carry(letter: Letter, carrier: gateways.Carrier, at: datetime) -> None:
    try:
        carrier.carry(letter)
        letter.sent_at = at
    except gateways.Undeliverable as error:
        letter.failed_at, letter.failed = at, str(error)
