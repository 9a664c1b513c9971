"""Reads of the kernel."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from commonweal.kernel.actor import SHELL
from commonweal.kernel.models import Event, LegalEntity


def entity() -> LegalEntity:
    """Return the cooperative this database belongs to."""
    return LegalEntity.objects.get(id=1)


def entities() -> "QuerySet[LegalEntity]":
    """Return the legal entities under this roof, the house itself first."""
    return LegalEntity.objects.order_by("id")


def events(*, of: Collection[str]) -> "QuerySet[Event]":
    """Return the events that touched any of these refs, oldest first."""
    return Event.objects.filter(subjects__overlap=list(of)).order_by("at", "id")


def by_shell(*, of: str) -> set[tuple[str, datetime]]:
    """
    Return the verbs that came by the shell of the house, and when, of those that touched this ref:
    behind the name of their doer stands no password.
    """
    return set(events(of=[of]).filter(data__door=SHELL).values_list("verb", "at"))
