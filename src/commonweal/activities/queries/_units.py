"""Who acts for units, and what their role lets them do."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import connection
from django.db.models import Count, QuerySet

from commonweal.activities._powers import POWERS, Deed
from commonweal.activities.models import Mandate, MandateRole, Unit
from commonweal.kernel.scope import past_the_lock
from commonweal.rules.labour import DAYS_AFTER

# Few entities pay otherwise than the house is used to: only their units are read.
OTHER_TERMS = """
select unit.id, entity.pay_terms
from activities_unit unit join kernel_legalentity entity on entity.id = unit.entity_id
where entity.pay_terms <> %(usual)s and unit.id = any(%(units)s)
union all
select null, pay_terms from kernel_legalentity where id = 1 and pay_terms <> %(usual)s
"""


def get(*, id: int) -> Unit:
    """
    Return one unit.

    :raises Unit.DoesNotExist: if there is none within the scope of the connection
    """
    return Unit.objects.get(id=id)


def many(*, ids: Sequence[int]) -> dict[int, Unit]:
    """Return the units of these ids, by id."""
    return Unit.objects.in_bulk(ids)


def units_of(*, member_id: int) -> list[int]:
    """Return the ids of the units a member acts for, whatever the scope of the connection."""
    with connection.cursor() as cursor:
        cursor.execute("select mandated_units(%s)", [member_id])
        (units,) = cursor.fetchone()
    return list(units)


def managed(*, member_id: int, kind: str) -> Unit | None:
    """Return the first unit of a kind that a member manages, within the scope; None without."""
    own = standing_mandates().filter(member=member_id, role=MandateRole.MANAGER, unit__kind=kind)
    first = own.select_related("unit").order_by("unit").first()
    return first.unit if first else None


def mandates(*, unit: int) -> "QuerySet[Mandate]":
    """Return who may act for a unit today, with the members and the unit."""
    found = standing_mandates().filter(unit=unit)
    return found.select_related("member", "unit").order_by("id")


def standing_mandates() -> "QuerySet[Mandate]":
    """Return the mandates that have not ended."""
    return Mandate.objects.filter(ended_on=None)


def managers(*, units: Sequence[int]) -> dict[int, str]:
    """Return the name of the manager of each unit; of several, the first that was named."""
    rows = standing_mandates().filter(unit__in=units, role=MandateRole.MANAGER)
    found = rows.select_related("member").order_by("-id")
    return {mandate.unit_id: mandate.member.full_name for mandate in found}


def may(*, mandate: Mandate, deed: Deed) -> bool:
    """Whether this role lets a member do that for the unit."""
    return mandate.role in POWERS[deed]


def names(*, units: Collection[int]) -> Mapping[int, str]:
    """
    Return the names of units by id, whatever the scope: who deals with another budget reads what
    it is called, and nothing else of it.
    """
    with past_the_lock():
        return dict(Unit.objects.filter(id__in=units).values_list("id", "name"))


def units_by_entity() -> dict[int, int]:
    """Return how many units invoice from each legal entity, by its id."""
    counts = Unit.objects.values_list("entity").annotate(Count("id"))
    return {entity or 0: count for entity, count in counts}


def pay_terms(*, units: Collection[int | None]) -> Mapping[int | None, str]:
    """
    Return on which terms the wages of units are due, as `rules.labour` takes them: those of their
    legal entity. No unit (None) is paid on the terms of the house. One statement, however many.
    """
    found: dict[int | None, str] = dict.fromkeys(units, DAYS_AFTER)
    with connection.cursor() as cursor:
        cursor.execute(
            OTHER_TERMS, {"units": [unit for unit in found if unit], "usual": DAYS_AFTER}
        )
        found.update((unit, terms) for unit, terms in cursor.fetchall() if unit in found)
    return found


def open_units(*, on: date) -> "QuerySet[Unit]":
    """Return the units that are not closed on a day."""
    return Unit.objects.exclude(closed_on__lte=on)


def units_to(*, member_id: int, deed: Deed, on: date) -> list[Unit]:
    """Return the open units for which a member may do that, the 3in1 account first, by name."""
    own = standing_mandates().filter(member=member_id, role__in=POWERS[deed])
    return list(open_units(on=on).filter(id__in=own.values("unit")).order_by("-kind", "name", "id"))
