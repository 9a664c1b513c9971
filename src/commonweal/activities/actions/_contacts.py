"""Whom a unit knows at its clients."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.activities.models import Contact, Unit
from commonweal.clients import queries as clients
from commonweal.clients.queries import Client
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all

PHONE = re.compile(r"\+?[0-9][0-9 ./()-]{4,30}")


class ContactUnnamed(Refusal):
    message = _("Fill in the name of the person, or of the service, that you know there.")
    field = "name"


class WrongPhone(Refusal):
    message = _("Write the phone number in digits, as in +32 2 123 45 67: “%(phone)s” is none.")
    field = "phone"


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Somebody at a client: a name, and what else is known."""

    name: str
    role: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""


@action
def add_contact(
    *, unit: Unit, client: Client, facts: ContactFacts, by: Actor, at: datetime
) -> Contact:
    """
    Note whom the people of a unit know at a client. It is theirs alone.

    :raises ContactUnnamed, WrongPhone: with the remedy
    :raises Refusal: if mail cannot reach the address; `values["repair"]` is what was meant
    """
    contact = Contact(unit=unit, client=client, by=by.id, at=at)
    check_all(_written(contact, facts))
    contact.save()
    return contact


@action
def change_contact(*, contact: Contact, facts: ContactFacts, by: Actor, at: datetime) -> Contact:
    """
    Write down anew who a contact is.

    :raises Refusal: what `add_contact` refuses
    """
    held = Contact.objects.select_for_update().get(pk=contact.pk)
    check_all(_written(held, facts))
    held.by, held.at = by.id, at
    held.save()
    return held


@action
def remove_contact(*, contact: Contact, by: Actor, at: datetime) -> Unit:
    """Forget a contact: nothing of the person stays."""
    Contact.objects.filter(pk=contact.pk).delete()
    return contact.unit


def _written(contact: Contact, facts: ContactFacts) -> Iterator[Refusal]:
    contact.name = " ".join(facts.name.split())
    contact.role = " ".join(facts.role.split())
    contact.email, contact.note = facts.email.strip(), facts.note.strip()
    contact.phone = " ".join(facts.phone.split())
    if not contact.name:
        yield ContactUnnamed()
    if contact.phone and not PHONE.fullmatch(contact.phone):
        yield WrongPhone(phone=contact.phone)
    if contact.email:
        yield from clients.email_faults(address=contact.email)
