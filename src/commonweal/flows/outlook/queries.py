"""What a budget will look like, and what a member can pay themself from it on a day."""

from datetime import date

from commonweal.activities import queries as activities
from commonweal.flows.outlook import _moves, _payable
from commonweal.flows.outlook._facts import Facts
from commonweal.flows.outlook._running import Row, Start
from commonweal.flows.outlook.values import (
    Answer,
    Certainty,
    Forecast,
    Kind,
    Line,
    Move,
    NeededLater,
    NothingToPay,
    Payable,
)
from commonweal.members.queries import Member

__all__ = [
    "Answer",
    "Certainty",
    "Forecast",
    "Kind",
    "Line",
    "Move",
    "NeededLater",
    "NothingToPay",
    "Payable",
    "Row",
    "Start",
    "far",
    "forecast",
    "payable",
    "payable_on",
]


def forecast(*, unit: int, on: date, until: date) -> Forecast:
    """
    Return what will change what can be spent on a unit from a day on, up to and including
    `until`, and what is left after each change. A constant number of queries.
    """
    facts = Facts(unit, on)
    moves = [move for move in _moves.moves(facts, plans_until=until) if move.on <= until]
    moves.sort(key=lambda move: (move.on, move.cents < 0))
    return Forecast(unit, on, until, facts.start, tuple(moves))


def payable_on(*, unit: int, member: Member, on: date, day: date, days: int = 1) -> Payable:
    """
    Return what a member can pay themself from a unit on `day`, asked on the day `on`, for so many
    days of work of eight hours: what is there on that day and not needed by any later move.
    """
    return payable(found=far(unit=unit, on=on), member=member, day=day, days=days)


def far(*, unit: int, on: date) -> Forecast:
    """Return the forecast of a unit as far ahead as anybody may look."""
    return forecast(unit=unit, on=on, until=activities.last_day_expected(on=on))


def payable(*, found: Forecast, member: Member, day: date, days: int = 1) -> Payable:
    """
    Return what a forecast carries as pay on a day of it. Of monthly pay the months count that
    have begun by then; all other moves count however late they are.
    """
    return _payable.payable(found, member, day, days)
