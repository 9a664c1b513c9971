"""What advisers wrote down about units, and the units an adviser stands by."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from commonweal.activities.models import Advance, Mandate, MandateRole, Note, Unit
from commonweal.activities.queries._units import open_units, standing_mandates
from commonweal.kernel.names import fold

NOBODY = "none"
LEADING = (MandateRole.MANAGER, MandateRole.CO_MANAGER)


def goals(*, unit: int) -> "QuerySet[Note]":
    """Return the goals that the people of a unit read: the open ones first, by day."""
    found = Note.objects.filter(unit=unit, kind=Note.Kind.GOAL)
    return found.order_by(F("done_on").desc(nulls_first=True), "due_on", "id")


def open_goals(*, units: Collection[int]) -> "QuerySet[Note]":
    """Return the goals of units that are not reached, the first due first."""
    found = Note.objects.filter(unit__in=units, kind=Note.Kind.GOAL, done_on=None)
    return found.select_related("unit").order_by("due_on", "id")


def notes(*, unit: int) -> "QuerySet[Note]":
    """Return what the staff wrote about a unit, the newest first. Never for the unit's people."""
    return Note.objects.filter(unit=unit, kind=Note.Kind.NOTE).order_by("-at", "-id")


def get_note(*, id: int) -> Note:
    """
    Return one note or goal.

    :raises Note.DoesNotExist: if there is none within the scope of the connection
    """
    return Note.objects.select_related("unit").get(id=id)


def watched(
    *, on: date, adviser: int | str | None = None, kind: str = "", text: str = ""
) -> "QuerySet[Unit]":
    """
    Return open units with their advisers, narrowed to those of one adviser (the id of an account,
    `NOBODY` for those without, None for all), of one kind, and with this text in their name or in
    that of somebody who acts for them.
    """
    found = open_units(on=on).select_related("adviser")
    if adviser is not None:
        found = found.filter(adviser=None if adviser == NOBODY else int(adviser))
    if kind:
        found = found.filter(kind=kind)
    if words := fold(text).split():
        found = found.filter(Q(name__icontains=text.strip()) | Exists(_named(words)))
    return found.order_by("name", "id")


def _named(words: list[str]) -> "QuerySet[Mandate]":
    found = standing_mandates().filter(unit=OuterRef("pk"))
    for word in words:
        begins = Q(member__search_key__startswith=word)
        found = found.filter(begins | Q(member__search_key__contains=f" {word}"))
    return found


def leaders(*, units: Collection[int]) -> dict[int, list[str]]:
    """Return the names of those who manage each unit together, in the order they were named."""
    rows = standing_mandates().filter(unit__in=units, role__in=LEADING).select_related("member")
    found: dict[int, list[str]] = {unit: [] for unit in units}
    for mandate in rows.order_by("id"):
        found[mandate.unit_id].append(mandate.member.full_name)
    return found


def standing_advances(*, units: Collection[int]) -> dict[int, Advance]:
    """Return the advance of each unit that was not ended, also one whose day is over, by unit."""
    rows = Advance.objects.filter(unit__in=units, ended_on=None)
    return {advance.unit_id: advance for advance in rows}
