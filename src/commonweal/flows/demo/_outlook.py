"""What Amina expects: the second half of a website, and the paper for it."""

from collections.abc import Mapping
from datetime import date, datetime

from commonweal.activities import actions as activities
from commonweal.activities.actions import NewForecastLine, Unit
from commonweal.kernel.actor import Actor
from commonweal.members.queries import Member

WRITTEN_ON = date(2026, 4, 30)
EXPECTED = [
    (date(2026, 6, 12), "income", "Website, tweede deel", 1400_00),
    (date(2026, 6, 30), "expense", "Papier en drukproeven", 180_00),
]


def live(day: date, members: Mapping[str, Member], units: Mapping[str, Unit], at: datetime) -> None:
    """What Amina wrote down on a day."""
    if day != WRITTEN_ON:
        return
    amina, unit = members["amina"], units["amina"]
    lines = [NewForecastLine(unit.pk, on, kind, text, cents) for on, kind, text, cents in EXPECTED]
    by = Actor(f"user:{amina.user_id}", amina.full_name)
    activities.expect(lines=lines, by=by, at=at)
