"""The verbs of 3in1: place a job, confirm it, bill it, pay it, tell everyone."""

from commonweal.flows.three_in_one._estimate import (
    FixedPayTooHigh,
    NothingForOthers,
    NothingLeftForWork,
)
from commonweal.flows.three_in_one._terms import ShareNeeded, VatChoice
from commonweal.flows.three_in_one.actions._bill import bill
from commonweal.flows.three_in_one.actions._check import let_go
from commonweal.flows.three_in_one.actions._collect import release_held, release_paid
from commonweal.flows.three_in_one.actions._confirm import (
    StartHasPassed,
    confirm,
    send_link,
    warn_refused,
)
from commonweal.flows.three_in_one.actions._contract import (
    cancel_contract,
    end_contract_early,
)
from commonweal.flows.three_in_one.actions._credit import credit
from commonweal.flows.three_in_one.actions._pay import announce_wages, correct, pay
from commonweal.flows.three_in_one.actions._place import (
    Placed,
    place,
    placed_before,
    withdraw,
)
from commonweal.flows.three_in_one.values import Estimate, Expense, Job
from commonweal.flows.wages import NotForStaff, Part, Worker
from commonweal.guarantee.queries import (
    ClientBlocked,
    NotConfirmed,
    NotGuaranteed,
    OutsideEu,
    OverCap,
)

__all__ = [
    "ClientBlocked",
    "Estimate",
    "Expense",
    "FixedPayTooHigh",
    "Job",
    "NotConfirmed",
    "NotForStaff",
    "NotGuaranteed",
    "NothingForOthers",
    "NothingLeftForWork",
    "OutsideEu",
    "OverCap",
    "Part",
    "Placed",
    "ShareNeeded",
    "StartHasPassed",
    "VatChoice",
    "Worker",
    "announce_wages",
    "bill",
    "cancel_contract",
    "confirm",
    "correct",
    "credit",
    "end_contract_early",
    "let_go",
    "pay",
    "place",
    "placed_before",
    "release_held",
    "release_paid",
    "send_link",
    "warn_refused",
    "withdraw",
]
