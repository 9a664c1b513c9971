"""Who decides about something, and whether an adviser looks at it first."""

from dataclasses import dataclass
from datetime import date, datetime

from commonweal.activities import queries as activities
from commonweal.activities.queries import MandateRole, Validation
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.members import queries as members


def decider(*, unit: int, by: Actor) -> int:
    """
    Return the id of the member whose trust counts: who does it, else (a member of the staff, the
    house itself) the manager of the unit.
    """
    kind, _, number = by.id.partition(":")
    if kind == "user" and number.isdigit():
        member = members.find_for_user(user_id=int(number))
        if member is not None:
            return member.pk
    acting = list(activities.mandates(unit=unit))
    managing = (each.member_id for each in acting if each.role == MandateRole.MANAGER)
    return next(managing, acting[0].member_id)


@dataclass(frozen=True, slots=True)
class Held:
    """What waits for an adviser, and up to which amount in cents its member decides alone."""

    validation: Validation
    limit: int


def held(*, origin: str, on: date) -> Held | None:
    """Return what an adviser is asked about ("order:7"), None if nobody waits."""
    asked = activities.find_validation(origin=origin)
    if asked is None or asked.state != Validation.State.WAITING:
        return None
    limits = activities.limit_of(members=[asked.member_id], on=on)
    return Held(asked, limits[asked.member_id])


def is_free(*, unit: int, cents: int, by: Actor, at: datetime) -> bool:
    """Whether who does this for a unit decides alone about so many cents."""
    member = decider(unit=unit, by=by)
    return activities.decides_alone(member=member, cents=cents, on=at.astimezone(ZONE).date())
