"""What a member can pay themself on a day: from what is free to the net pay."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from fractions import Fraction

from django.utils.formats import date_format

from commonweal.employment import queries as work
from commonweal.flows.outlook import _running
from commonweal.flows.outlook._running import Row
from commonweal.flows.outlook.values import (
    Answer,
    Forecast,
    Move,
    NeededLater,
    NothingToPay,
    Payable,
)
from commonweal.kernel.clock import ZONE
from commonweal.kernel.period import next_month
from commonweal.kernel.refusals import Refusal
from commonweal.members import queries as members
from commonweal.members.queries import Member, WorkerStatus
from commonweal.rules import simulate
from commonweal.rules.cases import Case
from commonweal.rules.errors import RuleError
from commonweal.rules.parameters import figure

PLAN = "pay_plan:"
BASIS_POINTS = 10_000
MINUTES_OF_A_DAY = 8 * 60
MINUTES_IN_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who is paid when, for how many days of eight hours; a student's minutes are left."""

    member: Member
    day: date
    days: int
    minutes_left: int | None

    @property
    def case(self) -> Case:
        """The pay as the rules ask it; its gross does not count."""
        member = self.member
        return Case(
            gross_cents=1,
            on=self.day,
            status=_status(member),
            minutes=self.days * MINUTES_OF_A_DAY,
            withholding_rate=Fraction(member.extra_withholding_bp or 0, BASIS_POINTS),
            student_minutes_left=self.minutes_left,
            **members.household(member=member),
        )


def payable(found: Forecast, member: Member, day: date, days: int) -> Payable:
    """Return what both scenarios of a forecast carry, as pay of a member on a day."""
    asked = _Asked(member, day, days, _minutes_left(member, day))
    begun = tuple(each for each in found.moves if not _is_later_month(each, day))
    found = replace(found, moves=begun)
    return Payable(day, _answer(found, found.sure, asked), _answer(found, found.everything, asked))


def _answer(found: Forecast, rows: Sequence[Row], asked: _Asked) -> Answer:
    day = asked.day
    there = _running.left(found.start, rows, day)
    free, limit = _running.free(found.start, rows, day)
    more = _running.more(rows, limit.on if limit else day)
    pay: simulate.Answer | None = None
    refusal: Refusal | RuleError | None = None
    if free > 0:
        try:
            pay = simulate.from_budget(asked.case, free)
        except RuleError as unknown:
            refusal = unknown
    elif there > 0 and limit:
        refusal = NeededLater(text=limit.text, day=_written(day), later=_written(limit.on))
    else:
        refusal = NothingToPay(day=_written(day))
    return Answer(there, free, limit, more, pay, refusal)


def _is_later_month(move: Move, day: date) -> bool:
    """Monthly pay is owed once its month has begun, and leaves the budget after its end."""
    return move.origin.startswith(PLAN) and move.on > next_month(day)


def _status(member: Member) -> str:
    """Staff are paid by the month; on a budget they work as white collar."""
    staff = member.worker_status == WorkerStatus.STAFF
    return WorkerStatus.WHITE_COLLAR if staff else member.worker_status


def _minutes_left(member: Member, day: date) -> int | None:
    """What earlier work leaves of a student's quota of the year."""
    if member.worker_status != WorkerStatus.STUDENT:
        return None
    begin = datetime.combine(day, time(9), ZONE)
    quota = figure("nsso.student.quota", day).value * MINUTES_IN_AN_HOUR
    used = work.student_hours(members=[member.pk], year=day.year, before=begin)
    return max(int(quota) - used.get(member.pk, 0), 0)


def _written(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
