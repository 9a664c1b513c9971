"""From the story of a job to what a page draws, for the member and for the desk alike."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.flows.three_in_one.queries import LOST, Happening
from commonweal.sites.shell import kit
from commonweal.sites.shell.kit import Step, TimelineEntry

STATIONS = [
    _("Sent"), _("Confirmed"), _("Declared"), _("Worked"), _("Invoiced"), _("Wage paid"),
    _("Client paid"),
]  # fmt: skip


OF_WORKERS = (2, 5)  # what a job without workers never reaches


def steps(station: int, *, has_workers: bool = True) -> list[Step]:
    """Return the status bar: what is reached is done, the next station is where it stands."""
    stations = STATIONS
    if station == LOST:  # the last station says so, and is never reached
        stations, station = [*STATIONS[:-1], _("Written off")], len(STATIONS) - 2
    if has_workers:
        return kit.steps(stations, now=station + 1)
    reached = sum(place <= station for place in range(len(stations)) if place not in OF_WORKERS)
    labels = [label for place, label in enumerate(stations) if place not in OF_WORKERS]
    return kit.steps(labels, now=reached)


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


def told_to(member_id: int, story: Iterable[Happening]) -> list[Happening]:
    """What social security objects to in somebody's details is between it and that person."""
    theirs = gettext("The person concerned reads why and what to do; payroll helps.")
    return [
        each if each.note_of in (None, member_id) else replace(each, note=theirs) for each in story
    ]
