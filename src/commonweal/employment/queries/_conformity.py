"""
May this work be planned? The rules of working time and pay, said before anything is stored.

Every refusal carries what a form needs to offer the repair as a button: the least gross, the
hours that fit, the first free time; and where it is wrong: `assignment`, `contract` and `period`
are positions in the batch.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import connection
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy as _

from commonweal.employment import dimona
from commonweal.employment.models import Contract
from commonweal.employment.queries import _messages, _terms
from commonweal.employment.values import NewAssignment, NewContract, NewPeriod
from commonweal.kernel import money
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal
from commonweal.members import queries as members

MINUTES_IN_A_DAY = 24 * 60
QUARTER = timedelta(minutes=15)
ARTIST_1BIS = Contract.WorkerStatus.ARTIST_1BIS


class NobodyWorks(Refusal):
    message = _("Add who works on “%(title)s”: a job needs at least one worker.")
    field = "contracts"


class NoHours(Refusal):
    message = _("Say when the work is done: give at least one day, with its hours.")
    field = "periods"


class EndsBeforeItStarts(Refusal):
    message = _("Let the work of %(day)s end after it starts, and within 24 hours.")
    field = "minutes"


class StartsInThePast(Refusal):
    message = _(
        "Choose a start from %(earliest)s on: work is declared to social security before it "
        "begins, and %(day)s at %(time)s has passed."
    )
    field = "starts_at"


class DayTooShort(Refusal):
    message = _(
        "Plan at least %(minimum)s hours on %(day)s: the law counts no shorter performance, and "
        "this one has %(hours)s."
    )
    field = "minutes"


class DayTooLong(Refusal):
    message = _(
        "Move work to another day: %(hours)s hours on %(day)s, all contracts together, are more "
        "than the %(limit)s that the law allows. %(free)s hours are still free."
    )
    field = "minutes"


class WorksTwiceAtOnce(Refusal):
    message = _(
        "Choose another time on %(day)s: this person already works from %(start)s to %(end)s."
    )
    field = "starts_at"


class GrossBelowMinimum(Refusal):
    message = _(
        "Raise the gross to %(minimum)s euro or plan at most %(fitting)s hours: "
        "%(gross)s euro for %(hours)s hours is less than the minimum wage of "
        "%(hourly)s euro an hour."
    )
    field = "gross_cents"


class NoArtworkCertificate(Refusal):
    message = _(
        "Choose another status for %(name)s, or ask the office to note the artwork certificate: "
        "on %(day)s nothing is known of one, and work under article 1bis asks for it."
    )
    field = "worker_status"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the batch something stands; becomes the values of a refusal."""

    assignment: int
    contract: int

    def values(self, period: int | None = None) -> dict[str, Any]:
        return {"assignment": self.assignment, "contract": self.contract, "period": period}


@dataclass(frozen=True, slots=True)
class _Work:
    """A stretch of work, planned now (`place` is known) or before."""

    member_id: int
    on: date
    begins: datetime
    ends: datetime
    place: _Place | None = None
    period: int | None = None

    @property
    def minutes(self) -> int:
        return int((self.ends - self.begins).total_seconds()) // 60


def check(*, assignments: Sequence[NewAssignment], at: datetime) -> list[Refusal]:
    """
    Return all that stands in the way of planning this work; nothing means it may be planned.

    Looks at the hours of these people in every unit. One query, whatever the size of the batch,
    and a second one for artists under article 1bis.
    """
    contracts = [
        (_Place(a, c), contract)
        for a, assignment in enumerate(assignments)
        for c, contract in enumerate(assignment.contracts)
    ]
    shapes = [*_empty(assignments), *_misshapen(contracts)]
    if shapes:
        return shapes
    work = _planned(contracts)
    return [
        *_past(contracts, at),
        *_short_days(contracts),
        *_underpaid(contracts),
        *_not_announceable(contracts),
        *_uncertified(contracts),
        *_clashes(work + _standing(work)),
    ]


def _empty(assignments: Sequence[NewAssignment]) -> Iterator[Refusal]:
    for a, assignment in enumerate(assignments):
        if not assignment.contracts:
            yield NobodyWorks(title=assignment.title, assignment=a)
        for c, contract in enumerate(assignment.contracts):
            if not contract.periods:
                yield NoHours(**_Place(a, c).values())


def _misshapen(contracts: Iterable[tuple[_Place, NewContract]]) -> Iterator[Refusal]:
    for place, contract in contracts:
        for p, period in enumerate(contract.periods):
            if not 0 < period.minutes <= MINUTES_IN_A_DAY:
                yield EndsBeforeItStarts(day=_day(period.on), on=period.on, **place.values(p))


def _past(contracts: Iterable[tuple[_Place, NewContract]], at: datetime) -> Iterator[Refusal]:
    earliest = _next_quarter(at)
    for place, contract in contracts:
        for p, period in enumerate(contract.periods):
            if period.begins <= at:
                yield StartsInThePast(
                    day=_day(period.on),
                    time=_time(period.begins),
                    earliest=f"{_day(earliest.date())} {_time(earliest)}",
                    earliest_at=earliest,
                    **place.values(p),
                )


def _short_days(contracts: Iterable[tuple[_Place, NewContract]]) -> Iterator[Refusal]:
    for place, contract in contracts:
        for on, minutes in _minutes_by_day(contract.periods).items():
            minimum = _terms.least_minutes_of_a_day(on)
            if minutes < minimum:
                yield DayTooShort(
                    day=_day(on),
                    on=on,
                    hours=_hours(minutes),
                    minimum=_hours(minimum),
                    minutes=minutes,
                    minimum_minutes=minimum,
                    **place.values(_first_period(contract, on)),
                )


def _underpaid(contracts: Iterable[tuple[_Place, NewContract]]) -> Iterator[Refusal]:
    for place, contract in contracts:
        minimum = _terms.minimum_gross(contract.periods)
        if contract.gross_cents < minimum:
            fitting = _terms.fitting_minutes(contract.gross_cents, contract.periods)
            yield GrossBelowMinimum(
                minimum=money.show(minimum),
                gross=money.show(contract.gross_cents),
                hours=_hours(contract.minutes),
                fitting=_hours(fitting),
                hourly=money.show(_terms.minimum_of_an_hour(contract.periods[-1].on)),
                minimum_cents=minimum,
                gross_cents=contract.gross_cents,
                fitting_minutes=fitting,
                **place.values(),
            )


def _not_announceable(contracts: Iterable[tuple[_Place, NewContract]]) -> Iterator[Refusal]:
    """What social security would refuse is not planned."""
    for place, contract in contracts:
        yield from dimona.wrong_work(_messages.to_announce(contract), **place.values())


def _uncertified(contracts: Iterable[tuple[_Place, NewContract]]) -> Iterator[Refusal]:
    artists = [(place, new) for place, new in contracts if new.worker_status == ARTIST_1BIS]
    people = members.many(ids=[new.member_id for _place, new in artists]) if artists else {}
    for place, new in artists:
        first = min(period.on for period in new.periods)
        since = people[new.member_id].artwork_certificate_since
        if since is None or since > first:
            name = people[new.member_id].full_name
            yield NoArtworkCertificate(name=name, day=_day(first), **place.values())


def _clashes(work: Iterable[_Work]) -> Iterator[Refusal]:
    by_member = sorted(work, key=lambda each: (each.member_id, each.begins, each.ends))
    for _member, own in groupby(by_member, key=lambda each: each.member_id):
        hours = list(own)
        yield from _overlaps(hours)
        yield from _long_days(hours)


def _overlaps(hours: Sequence[_Work]) -> Iterator[Refusal]:
    """`hours` are one person's, in order of begin; the latest end so far is what may clash."""
    latest = hours[0]
    for work in hours[1:]:
        if work.begins < latest.ends and (mine := work if work.place else latest).place:
            other = latest if mine is work else work
            yield WorksTwiceAtOnce(
                day=_day(mine.on),
                start=_time(other.begins),
                end=_time(other.ends),
                free_from=other.ends,
                member_id=mine.member_id,
                **mine.place.values(mine.period),
            )
        latest = max(latest, work, key=lambda each: each.ends)


def _long_days(hours: Sequence[_Work]) -> Iterator[Refusal]:
    days: dict[date, list[_Work]] = defaultdict(list)
    for work in hours:
        days[work.on].append(work)
    for on, works in days.items():
        planned = [work for work in works if work.place]
        limit = _terms.most_minutes_of_a_day(on)
        total = sum(work.minutes for work in works)
        if planned and total > limit:
            before = total - sum(work.minutes for work in planned)
            yield _too_long(planned[-1], total, limit, max(limit - before, 0))


def _too_long(work: _Work, total: int, limit: int, free: int) -> Refusal:
    return DayTooLong(
        day=_day(work.on),
        on=work.on,
        hours=_hours(total),
        limit=_hours(limit),
        free=_hours(free),
        limit_minutes=limit,
        free_minutes=free,
        member_id=work.member_id,
        **(work.place.values(work.period) if work.place else {}),
    )


def _planned(contracts: Iterable[tuple[_Place, NewContract]]) -> list[_Work]:
    return [
        _Work(contract.member_id, period.on, period.begins, period.ends, place, p)
        for place, contract in contracts
        for p, period in enumerate(contract.periods)
    ]


def _standing(work: Sequence[_Work]) -> list[_Work]:
    """What these people are already planned to do, from the day before to the day after."""
    if not work:
        return []
    members = sorted({each.member_id for each in work})
    days = [each.on for each in work]
    around = (min(days) - timedelta(days=1), max(days) + timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("select * from hours_of_members(%s, %s, %s)", [members, *around])
        return [_Work(*row) for row in cursor.fetchall()]


def _minutes_by_day(periods: Iterable[NewPeriod]) -> dict[date, int]:
    days: dict[date, int] = defaultdict(int)
    for period in periods:
        days[period.on] += period.minutes
    return days


def _first_period(contract: NewContract, on: date) -> int:
    return next(p for p, period in enumerate(contract.periods) if period.on == on)


def _next_quarter(at: datetime) -> datetime:
    local = at.astimezone(ZONE).replace(second=0, microsecond=0)
    return local + QUARTER - timedelta(minutes=local.minute % 15)


def _day(on: date) -> str:
    return date_format(on, "SHORT_DATE_FORMAT")


def _time(instant: datetime) -> str:
    return time_format(instant.astimezone(ZONE), "H:i")


def _hours(minutes: int) -> str:
    """7:30 for 450 minutes: hours as people write them."""
    return f"{minutes // 60}:{minutes % 60:02}"
