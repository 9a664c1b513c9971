"""
What social security wants in the fields of a message (Dimona), said before it goes out.

Facts in, refusals out; no database. Which types of worker and which joint committees exist on a
day stands in the rules (`dimona.worker_types`, `dimona.joint_committees`). The rules of the
fields are those of the zones of Dimona 2023/3; the words are ours.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy as _

from commonweal.kernel.refusals import Refusal
from commonweal.rules import parameters

OTHER, STUDENT = "OTH", "STU"
TYPE_OF_STATUS: Mapping[str, str] = {
    "white_collar": OTHER,
    "blue_collar": OTHER,
    "artist": OTHER,
    "artist_1bis": OTHER,
    "student": STUDENT,
    "staff": OTHER,
}
NO_JOINT_COMMITTEE = "999"
WITH_PLANNED_HOURS = frozenset({"STU", "O17", "S17"})
WITHIN_A_QUARTER = frozenset({"STU", "O17", "S17"})
WITH_LAST_DAY = frozenset({"EXT", "STU", "IVT", "TRI", "STG", "O17", "S17", "T17"})
COMMITTEES_WITH_LAST_DAY = frozenset({"322"})
WITH_START_HOUR = frozenset({"EXT", "FLX"})
WITH_NATIONAL_NUMBER = frozenset({"EXT"})
PERIOD_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Work:
    """The work that a message announces. `planned_hours` are whole hours."""

    first: date
    last: date | None
    worker_type: str = OTHER
    joint_committee: str = NO_JOINT_COMMITTEE
    planned_hours: int | None = None
    start_hour: time | None = None
    end_hour: time | None = None


class UnknownWorkerType(Refusal):
    message = _(
        "Choose another type of worker: Dimona takes %(known)s on %(day)s, and “%(given)s” is "
        "closed or unknown."
    )
    field = "worker_status"


class UnknownJointCommittee(Refusal):
    message = _(
        "Choose a joint committee that Dimona knows on %(day)s (%(known)s, where 999 stands for "
        "all others): “%(given)s” is not among them."
    )
    field = "joint_committee"


class PlannedHoursMissing(Refusal):
    message = _(
        "Fill in how many hours are planned: for the worker type %(type)s social security counts "
        "them before the work begins."
    )
    field = "minutes"


class LastDayMissing(Refusal):
    message = _(
        "Fill in the last day of the work: for the worker type %(type)s in joint committee "
        "%(committee)s social security wants it beforehand."
    )
    field = "ends_on"


class LastDayBeforeFirst(Refusal):
    message = _("Choose a last day from %(first)s on: the work begins on that day.")
    field = "ends_on"


class OverTheQuarter(Refusal):
    message = _(
        "Plan the days from %(next)s on in a second contract: for the worker type %(type)s a "
        "contract ends in the quarter in which it begins."
    )
    field = "periods"


class NationalNumberMissing(Refusal):
    message = _(
        "Fill in the national number of %(name)s: for the worker type %(type)s social security "
        "takes no announcement without it."
    )
    field = "national_number"


class IdentityIncomplete(Refusal):
    message = _(
        "Fill in the national number of %(name)s, or else the birth date, the nationality and the "
        "whole address: without it social security does not know who works."
    )
    field = "national_number"


class StartHourMissing(Refusal):
    message = _(
        "Fill in the hour at which the work begins: for the worker type %(type)s social security "
        "wants it beforehand."
    )
    field = "starts_at"


class StudentStartMoved(Refusal):
    message = _(
        "Cancel this contract and plan a new one for %(wanted)s: the first day of a student that "
        "was announced for %(announced)s cannot be moved."
    )
    field = "starts_on"


class PeriodNumberWrong(Refusal):
    message = _(
        "Look this work up at social security and correct its period number: it has twelve "
        "digits, of which the last two are a check, and “%(given)s” does not fit."
    )
    field = "period_number"


class WorkHasBegun(Refusal):
    message = _(
        "Move the work to a later start, or ask payroll to declare it late with the reason: it "
        "was to begin on %(day)s at %(time)s, and a declaration comes before the work."
    )
    field = "starts_at"


def wrong_work(work: Work, **place: Any) -> Iterator[Refusal]:
    """
    What is wrong in announcing this work, whoever does it. `place` comes back in the values of
    each refusal.
    """
    facts = {**place, "type": work.worker_type, "committee": work.joint_committee}
    yield from _unlisted(work, facts)
    if work.worker_type in WITH_PLANNED_HOURS and not work.planned_hours:
        yield PlannedHoursMissing(**facts)
    if work.worker_type in WITH_START_HOUR and work.start_hour is None:
        yield StartHourMissing(**facts)
    if work.last is None:
        if wants_last_day(work):
            yield LastDayMissing(**facts)
    elif work.last < work.first:
        yield LastDayBeforeFirst(first=_day(work.first), **facts)
    elif work.worker_type in WITHIN_A_QUARTER and _quarter(work.first) != _quarter(work.last):
        yield OverTheQuarter(next=_day(_next_quarter(work.first)), **facts)


def wants_last_day(work: Work) -> bool:
    """Whether social security must know beforehand when this work ends."""
    return work.worker_type in WITH_LAST_DAY or work.joint_committee in COMMITTEES_WITH_LAST_DAY


def wrong_person(
    worker_type: str, *, national_number: str, is_identified: bool, name: str, **facts: Any
) -> Iterator[Refusal]:
    """What is missing to know who works; `is_identified` says that all but the number is known."""
    if not national_number and worker_type in WITH_NATIONAL_NUMBER:
        yield NationalNumberMissing(name=name, type=worker_type, **facts)
    elif not national_number and not is_identified:
        yield IdentityIncomplete(name=name, **facts)


def wrong_moment(starts_at: datetime, at: datetime, **facts: Any) -> Iterator[Refusal]:
    """Work is announced before its first instant, here on the clock of the house."""
    if starts_at <= at:
        yield WorkHasBegun(day=_day(starts_at.date()), time=time_format(starts_at, "H:i"), **facts)


def wrong_change(worker_type: str, announced: date, wanted: date) -> Iterator[Refusal]:
    """What is wrong in giving announced work another first day."""
    if worker_type == STUDENT and announced != wanted:
        yield StudentStartMoved(announced=_day(announced), wanted=_day(wanted))


def wrong_period(number: str) -> Iterator[Refusal]:
    """What is wrong with the number by which a later message names announced work."""
    if not is_period_number(number):
        yield PeriodNumberWrong(given=number)


def is_period_number(number: str) -> bool:
    """
    Whether this may be the number of announced work: ten digits and two of check.

    That the last two check the others is written in the zones, not how. Both ways in which
    Belgian numbers do it are taken: the rest of dividing by 97, or what it lacks to 97.
    """
    if len(number) != PERIOD_DIGITS or not (number.isascii() and number.isdigit()):
        return False
    rest, check = int(number[:-2]) % 97, int(number[-2:])
    return check in (rest or 97, 97 - rest)


def period_number(serial: int) -> str:
    """Return a well-formed number for announced work, made from a serial of ten digits."""
    return f"{serial:010}{serial % 97 or 97:02}"


def _unlisted(work: Work, facts: Mapping[str, Any]) -> Iterator[Refusal]:
    for parameter, given, refusal in (
        ("dimona.worker_types", work.worker_type, UnknownWorkerType),
        ("dimona.joint_committees", work.joint_committee, UnknownJointCommittee),
    ):
        known = parameters.figure(parameter, work.first).value
        if given not in known:
            yield refusal(given=given, known=", ".join(known), day=_day(work.first), **facts)


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3


def _next_quarter(day: date) -> date:
    month = day.month - (day.month - 1) % 3 + 3
    return date(day.year + month // 13, month % 12, 1)


def _day(on: date) -> str:
    return date_format(on, "SHORT_DATE_FORMAT")
