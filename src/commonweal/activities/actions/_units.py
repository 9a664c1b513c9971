"""Opening units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from commonweal.activities.models import Mandate, MandateRole, Unit
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.models import LegalEntity
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.members.queries import Member


class MissingName(Refusal):
    message = _("Give the activity a name that clients will recognise on the invoice.")
    field = "name"


@dataclass(frozen=True, slots=True)
class NewUnit:
    """
    A unit to open, and the member who will manage it. `trade` is a code of `trades.yaml` and
    `adviser_id` the account of who stands by; a 3in1 account has neither.
    """

    kind: str
    name: str
    manager: Member
    opened_on: date
    trade: str = ""
    adviser_id: int | None = None


@action
def open_unit(*, units: Sequence[NewUnit], by: Actor, at: datetime) -> list[Unit]:
    """
    Open units with their managers, in the same order.

    :raises MissingName: if a unit has no name
    """
    check_all(MissingName() for new in units if not new.name.strip())
    ids = _new_ids(len(units))
    see(ids)
    opened = [
        Unit(
            pk=id,
            kind=new.kind,
            name=" ".join(new.name.split()),
            opened_on=new.opened_on,
            trade=new.trade,
            adviser_id=new.adviser_id,
        )
        for id, new in zip(ids, units, strict=True)
    ]
    Unit.objects.bulk_create(opened)
    Mandate.objects.bulk_create(
        Mandate(unit=unit, member=new.manager, role=MandateRole.MANAGER, since=new.opened_on)
        for unit, new in zip(opened, units, strict=True)
    )
    return opened


@action
def move_to_entity(*, unit: Unit, entity: LegalEntity, by: Actor, at: datetime) -> Unit:
    """Let a unit invoice from a legal entity from now on; what is issued stays where it is."""
    moved = Unit.objects.select_for_update().get(pk=unit.pk)
    moved.entity = entity
    moved.save(update_fields=["entity"])
    return moved


def see(ids: Sequence[int]) -> None:
    """Widen the scope of this transaction to units that are being opened or joined."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('commonweal.scope',"
            " concat_ws(',', nullif(current_setting('commonweal.scope', true), ''), %s), true)"
            " where current_setting('commonweal.scope', true) is distinct from '*'",
            [",".join(map(str, ids)) or None],
        )


def _new_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence('activities_unit', 'id'))"
            " from generate_series(1, %s)",
            [count],
        )
        return [id for (id,) in cursor.fetchall()]
