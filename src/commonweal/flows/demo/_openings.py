"""Who wants an activity: a request that waits for an adviser when the demonstration begins."""

from collections.abc import Mapping
from datetime import date, datetime

from commonweal.activities.actions import NewOpening
from commonweal.flows.shareholders import actions as shareholders
from commonweal.kernel.actor import Actor
from commonweal.members.queries import Member

ASKED_ON = date(2026, 4, 30)


def live(day: date, members: Mapping[str, Member], at: datetime) -> None:
    """What members asked for on a day."""
    if day == ASKED_ON:
        hanne = members["hanne"]
        wish = NewOpening(
            member=hanne,
            name="Goossens ondertitelt",
            trade="translator",
            description="Ik ondertitel films en vertaal websites, thuis en bij de klant.",
            key="demo:opening",
        )
        by = Actor(f"user:{hanne.user_id}", hanne.full_name)
        shareholders.request_opening(request=wish, by=by, at=at)
