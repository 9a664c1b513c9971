"""From the story of a job to what a page draws, for the member and for the desk alike."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from commonweal.flows.three_in_one.queries import Happening
from commonweal.sites.shell import kit
from commonweal.sites.shell.kit import Step, TimelineEntry

STATIONS = [
    _("Sent"), _("Confirmed"), _("Declared"), _("Worked"), _("Invoiced"), _("Wage paid"),
    _("Client paid"),
]  # fmt: skip


def steps(station: int) -> list[Step]:
    """Return the status bar: what is reached is done, the next station is where it stands."""
    return kit.steps(STATIONS, now=station + 1)


def timeline(story: Iterable[Happening]) -> list[TimelineEntry]:
    """Return the timeline; the first step that is still expected stands out."""
    found, waiting = [], True
    for each in story:
        state = each.state
        if state == "next" and waiting:
            state, waiting = "now", False
        found.append(
            TimelineEntry(each.text, each.who, each.at, state, each.note)  # type: ignore[arg-type]
        )
    return found
