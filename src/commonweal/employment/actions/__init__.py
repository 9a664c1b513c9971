"""The verbs of work: plan it, clear it, declare it, take it back, close it."""

from commonweal.employment.actions._answers import (
    Answered,
    NotLost,
    NumberMissing,
    NumberTaken,
    record_answers,
    record_found,
    send_again,
)
from commonweal.employment.actions._declare import (
    AlreadyDeclared,
    IdentityIncomplete,
    NotLate,
    NotRefused,
    ReasonMissing,
    cancel,
    declare,
    declare_late,
    redeclare,
    repeat,
)
from commonweal.employment.actions._end_early import (
    EndsAsAnnounced,
    NobodyWorkedYet,
    NotBegun,
    end_early,
)
from commonweal.employment.actions._moves import WorkHasBegun, WrongState
from commonweal.employment.actions._plan import NotYetOver, clear_for_work, mark_worked, plan
from commonweal.employment.actions._reschedule import reschedule
from commonweal.employment.actions._send import (
    Outgoing,
    Taken,
    begin_sending,
    park,
    record_lost,
    record_not_taken,
    record_taken,
)
from commonweal.employment.dimona import PeriodNumberWrong, StudentStartMoved
from commonweal.employment.values import Change, EarlyEnd, NewAssignment, NewContract, NewPeriod

__all__ = [
    "AlreadyDeclared",
    "Answered",
    "Change",
    "EarlyEnd",
    "EndsAsAnnounced",
    "IdentityIncomplete",
    "NewAssignment",
    "NewContract",
    "NewPeriod",
    "NobodyWorkedYet",
    "NotBegun",
    "NotLate",
    "NotLost",
    "NotRefused",
    "NotYetOver",
    "NumberMissing",
    "NumberTaken",
    "Outgoing",
    "PeriodNumberWrong",
    "ReasonMissing",
    "StudentStartMoved",
    "Taken",
    "WorkHasBegun",
    "WrongState",
    "begin_sending",
    "cancel",
    "clear_for_work",
    "declare",
    "declare_late",
    "end_early",
    "mark_worked",
    "park",
    "plan",
    "record_answers",
    "record_found",
    "record_lost",
    "record_not_taken",
    "record_taken",
    "redeclare",
    "repeat",
    "reschedule",
    "send_again",
]
