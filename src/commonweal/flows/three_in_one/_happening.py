"""One step of the story of a job."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Happening:
    """
    One step. `state` is done, now, next (expected at `at`, when known) or refused; `subject` is
    the ref of the thing it is about ("invoice:2026-000012"). When `note` tells something of one
    person that colleagues need not know, `note_of` is the id of that member.
    """

    text: str
    at: datetime | date | None
    who: str = ""
    state: str = "done"
    note: str = ""
    subject: str = ""
    note_of: int | None = None
