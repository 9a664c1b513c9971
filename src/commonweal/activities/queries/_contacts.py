"""Whom a unit knows at its clients."""

from collections.abc import Collection

from django.db.models import QuerySet

from commonweal.activities.models import Contact


def contacts(*, unit: int, clients: Collection[int] | None = None) -> "QuerySet[Contact]":
    """Return the contacts of a unit (at these clients) by name, within the scope."""
    found = Contact.objects.filter(unit=unit).select_related("unit").order_by("name", "id")
    return found if clients is None else found.filter(client__in=clients)


def find_contact(*, unit: int, id: int) -> Contact | None:
    """Return a contact of a unit by its id, if there is one within the scope."""
    return contacts(unit=unit).filter(id=id).first()
