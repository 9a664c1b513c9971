"""A budget of several people: Lucie opens a collective, Mehdi joins, somebody still thinks."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.actions import NewInvitation, NewUnit, Unit
from commonweal.kernel.actor import Actor
from commonweal.members.queries import Member

NAME = "Collectif Brume d’avril"
TRADE = "musician"
OPENED_ON, JOINED_ON, ASKED_ON = date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 28)


def live(day: date, members: Mapping[str, Member], units: dict[str, Unit], at: datetime) -> None:
    """What happened to the collective on a day."""
    lucie, mehdi = members["lucie"], members["mehdi"]
    if day == OPENED_ON:
        units["collective"] = _open(lucie, at)
        _invite(units["collective"], lucie, mehdi.email, "co_manager", 1, at + timedelta(hours=1))
    if day == JOINED_ON:
        (asked,) = queries.invitations(unit=units["collective"].pk)
        activities.accept_invitation(invitation=asked, member=mehdi, by=_actor(mehdi), at=at)
    if day == ASKED_ON:
        _invite(units["collective"], lucie, members["elise"].email, "contributor", 0, at)


def _open(lucie: Member, at: datetime) -> Unit:
    """Two parts of three are Lucie's."""
    by = _actor(lucie)
    new = NewUnit("activity", NAME, lucie, OPENED_ON, TRADE)
    (unit,) = activities.open_unit(units=[new], by=by, at=at)
    (own,) = queries.mandates(unit=unit.pk)
    activities.change_mandate(mandate=own, role=own.role, weight=2, by=by, at=at)
    return unit


def _invite(unit: Unit, by: Member, email: str, role: str, weight: int, at: datetime) -> None:
    new = NewInvitation(unit, email, role, weight)
    activities.invite(invitations=[new], by=_actor(by), at=at)


def _actor(member: Member) -> Actor:
    return Actor(f"user:{member.user_id}", member.full_name)
