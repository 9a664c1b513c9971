"""
The same days twice: daily statements and one of the week, CODA beside camt. What came first counts.

Days are compared by what they moved, from the balance they opened at to the one they closed at. A
statement all of whose days are booked changes nothing; one that holds more than them is refused,
because a part of it would be booked twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from commonweal.banking import queries
from commonweal.banking.models import Statement
from commonweal.banking.values import Remark

if TYPE_CHECKING:
    from commonweal.banking.actions._verdicts import Verdict

Days = dict[date, int]
NAMED_ANEW = "camt.053"


@dataclass(frozen=True, slots=True)
class _Told:
    """What a statement tells: its balances, and how much each day moved."""

    format: str
    on: date
    old_cents: int
    new_cents: int
    days: Days
    number: int | None
    fingerprint: str

    @property
    def is_long(self) -> bool:
        """Whether it tells of several days."""
        return len(self.days) > 1


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of a statement, with the balances before and after it."""

    on: date
    old_cents: int
    new_cents: int


def find_days_told(ours: "Sequence[Verdict]", history: Sequence[Statement]) -> None:
    """Drop statements whose days are booked by others, and refuse those that share some."""
    known = _known(ours, history)
    for verdict in sorted(ours, key=_order):
        told = _told(verdict)
        lines = known[_account(verdict)]
        others = [one for one in lines if _may_tell_the_same(told, one)]
        if again := _opens_alike(told, lines):
            _judge_again(verdict, told, again)
        elif told.days and others and (shared := _shared(told, others)):
            _judge(verdict, told, shared)
        elif any(_is_same(told, one) for one in others):
            verdict.drop("other_format")
        if not verdict.faults:
            lines.append(told)


def _known(
    ours: "Sequence[Verdict]", history: Sequence[Statement]
) -> defaultdict[int, list[_Told]]:
    """What is booked of these accounts; its days are read only where they may matter."""
    formats = defaultdict(set)
    for row in history:
        formats[row.account_id].add(row.format)
    for verdict in ours:
        formats[_account(verdict)].add(str(verdict.read.format))
    since = min((_first_day(verdict) for verdict in ours), default=date.max)
    mixed = [
        row for row in history if row.on and row.on >= since and _may_mix(formats[row.account_id])
    ]
    moved = queries.moved_by_day(statements=[row.pk for row in mixed])
    known: defaultdict[int, list[_Told]] = defaultdict(list)
    for row in mixed:
        if row.account_id and row.on and row.old_cents is not None and row.new_cents is not None:
            days = moved.get(row.pk, {})
            balances = row.old_cents, row.new_cents
            known[row.account_id].append(
                _Told(row.format, row.on, *balances, days, row.number, row.fingerprint)
            )
    return known


def _first_day(verdict: "Verdict") -> date:
    assert verdict.read.on is not None
    return min([move.booked_on for move in verdict.read.moves], default=verdict.read.on)


def _may_mix(formats: set[str]) -> bool:
    """Daily CODA alone, the usual case, never tells a day twice."""
    return len(formats) > 1 or "camt.053" in formats


def _told(verdict: "Verdict") -> _Told:
    read = verdict.read
    assert read.on is not None and read.old_cents is not None and read.new_cents is not None
    days: Days = defaultdict(int)
    for move in read.moves:
        days[move.booked_on] += move.cents
    told = read.old_cents, read.new_cents, dict(days), read.number, verdict.fingerprint
    return _Told(str(read.format), read.on, *told)


def _may_tell_the_same(told: _Told, one: _Told) -> bool:
    return told.format != one.format or told.is_long or one.is_long


def _opens_alike(told: _Told, lines: Sequence[_Told]) -> _Told | None:
    """
    Return the statement of its day that tells the same, or opens at the same balance though the
    account did not come back to it. Some banks name a camt.053 anew each time somebody asks.
    """
    if told.format != NAMED_ANEW:
        return None
    of_day = [one for one in lines if (one.format, one.on) == (told.format, told.on)]
    same = [one for one in of_day if one.fingerprint == told.fingerprint]
    alike = [one for one in of_day if one.old_cents == told.old_cents]
    if _stands_at(told.old_cents, of_day):
        same, alike = [one for one in same if one.number == told.number], []
    return next(iter([*same, *alike]), None)


def _stands_at(cents: int, of_day: Iterable[_Told]) -> bool:
    """Whether what a day tells so far leaves the account there: each opens where one closed."""
    left: Counter[int] = Counter()
    for one in of_day:
        left[one.old_cents] -= 1
        left[one.new_cents] += 1
    return left[cents] > 0 or not any(left.values())


def _judge_again(verdict: "Verdict", told: _Told, again: _Told) -> None:
    if again.fingerprint == told.fingerprint:
        verdict.drop("duplicate")
    else:
        verdict.refuse(Remark("other_content", {"sequence": verdict.read.sequence}))


def _is_same(told: _Told, one: _Told) -> bool:
    balances = (one.on, one.old_cents, one.new_cents)
    return told.format != one.format and balances == (told.on, told.old_cents, told.new_cents)


def _shared(told: _Told, others: Iterable[_Told]) -> list[_Day]:
    """Return the days of others within the days it tells, in order; nothing if one differs."""
    first, last = min(told.days), max(told.days)
    days: list[_Day] = []
    for one in sorted(others, key=lambda one: one.on):
        cents = one.old_cents
        for on in sorted(one.days):
            if first <= on <= last:
                days.append(_Day(on, cents, cents + one.days[on]))
            cents += one.days[on]
    moved: Days = defaultdict(int)
    for day in days:
        moved[day.on] += day.new_cents - day.old_cents
    is_same = all(told.days.get(on) == cents for on, cents in moved.items())
    return days if is_same else []


def _judge(verdict: "Verdict", told: _Told, shared: Sequence[_Day]) -> None:
    """It opens and closes with the days that are booked, or only with one end of them."""
    opens = shared[0].old_cents == told.old_cents
    closes = shared[-1].new_cents == told.new_cents
    if opens and closes and {day.on for day in shared} == told.days.keys():
        verdict.drop("other_format")
    elif opens or closes:
        days = {"first": shared[0].on.isoformat(), "last": shared[-1].on.isoformat()}
        verdict.refuse(Remark("days_booked", days))


def _account(verdict: "Verdict") -> int:
    assert verdict.account is not None
    return verdict.account.pk


def _order(verdict: "Verdict") -> tuple[date, str]:
    assert verdict.read.on is not None
    return verdict.read.on, verdict.read.sequence
