"""Verbs on clients."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TypedDict

from django.utils.translation import gettext_lazy as _

from commonweal.clients._details import MissingName, UnusableEmail, tidy
from commonweal.clients.models import Client
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all

__all__ = [
    "Client",
    "ClientExists",
    "Details",
    "MissingName",
    "MissingReason",
    "NewClient",
    "UnusableEmail",
    "block",
    "correct",
    "register",
    "unblock",
]


class ClientExists(Refusal):
    """`values` has the `id` of the client that is already there, so that a form can offer it."""

    message = _("Choose “%(name)s” from the list: it already has number %(number)s.")
    field = "enterprise_number"


class MissingReason(Refusal):
    message = _("Say why, in a few words: colleagues and members will ask.")
    field = "blocked_because"


@dataclass(frozen=True, slots=True)
class NewClient:
    """An organisation or person to work for. What is not known yet can be completed later."""

    name: str
    kind: str = "company"
    enterprise_number: str | None = None
    vat_number: str = ""
    country: str = "BE"
    street: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""
    language: str = "nl"
    purchase_order_required: bool = False


class Details(TypedDict, total=False):
    """What can be corrected of a client; what is not named stays as it is."""

    name: str
    kind: str
    enterprise_number: str | None
    vat_number: str
    country: str
    street: str
    postcode: str
    city: str
    email: str
    language: str
    purchase_order_required: bool


@action
def register(*, clients: Sequence[NewClient], by: Actor, at: datetime) -> list[Client]:
    """
    Enter clients in the base shared by all members, in the same order.

    :raises ClientExists: if the enterprise number is already there; `values["id"]` says whose
    :raises MissingName, UnusableEmail, WrongEnterpriseNumber, WrongVatNumber: with the remedy
    """
    drafts = [Client(**asdict(new)) for new in clients]
    check_all(_refusals(drafts))
    return Client.objects.bulk_create(drafts)


@action
def correct(*, client: Client, details: Details, by: Actor, at: datetime) -> Client:
    """
    Correct what is known of a client, for all members at once.

    :raises ClientExists: if another client has this enterprise number
    :raises MissingName, UnusableEmail, WrongEnterpriseNumber, WrongVatNumber: with the remedy
    """
    corrected = Client.objects.select_for_update().get(pk=client.pk)
    for name, value in details.items():
        setattr(corrected, name, value)
    check_all(_refusals([corrected]))
    corrected.save()
    return corrected


@action
def block(*, clients: Sequence[Client], reason: str, by: Actor, at: datetime) -> list[Client]:
    """
    Take no new work for these clients until they are unblocked.

    :raises MissingReason: if there is no reason
    """
    if not reason.strip():
        raise MissingReason
    chosen = Client.objects.filter(pk__in=[client.pk for client in clients])
    chosen.update(blocked_on=at.date(), blocked_because=reason.strip())
    return list(chosen.order_by("pk"))


@action
def unblock(*, clients: Sequence[Client], by: Actor, at: datetime) -> list[Client]:
    """Take work for these clients again."""
    chosen = Client.objects.filter(pk__in=[client.pk for client in clients])
    chosen.update(blocked_on=None, blocked_because="")
    return list(chosen.order_by("pk"))


def _refusals(drafts: Sequence[Client]) -> Iterator[Refusal]:
    for draft in drafts:
        yield from tidy(draft)
    yield from _existing(drafts)


def _existing(drafts: Sequence[Client]) -> Iterator[Refusal]:
    numbers = [draft.enterprise_number for draft in drafts if draft.enterprise_number]
    if not numbers:
        return
    others = Client.objects.filter(enterprise_number__in=numbers)
    for other in others.exclude(pk__in=[draft.pk for draft in drafts if draft.pk]):
        yield ClientExists(name=other.name, number=other.enterprise_number, id=other.pk)
    for draft in _repeated(drafts):
        yield ClientExists(name=draft.name, number=draft.enterprise_number, id=None)


def _repeated(drafts: Sequence[Client]) -> Iterator[Client]:
    """The same number twice in one batch."""
    seen: set[str] = set()
    for draft in drafts:
        if draft.enterprise_number in seen:
            yield draft
        seen.add(draft.enterprise_number or "")
        seen.discard("")
