"""Verbs of the guarantee: decide, cap, write off, recover."""

from commonweal.guarantee.actions._bankruptcy import (
    AlreadyBankrupt,
    AlreadyClosed,
    ClosedTooEarly,
    JudgmentToCome,
    NewBankruptcy,
    TrusteeNeeded,
    WrongTrusteeEmail,
    close_bankruptcy,
    keep_claim,
    mark_bankrupt,
    write_off,
)
from commonweal.guarantee.actions._caps import (
    CapInThePast,
    CapNotPossible,
    NewCap,
    NoReasonForCap,
    set_cap,
)
from commonweal.guarantee.actions._decide import AlreadyDecided, bind, decide
from commonweal.guarantee.actions._fund import MonthNotOver, NothingToFeed, feed_fund, hold_fund
from commonweal.guarantee.actions._recover import (
    MoreThanLost,
    NoAmount,
    NotWaiting,
    RecordedBefore,
    recover,
)
from commonweal.guarantee.models import Bankruptcy

__all__ = [
    "AlreadyBankrupt", "AlreadyClosed", "AlreadyDecided", "Bankruptcy", "CapInThePast",
    "CapNotPossible", "ClosedTooEarly", "JudgmentToCome", "MonthNotOver", "MoreThanLost",
    "NewBankruptcy", "NewCap", "NoAmount", "NoReasonForCap", "NotWaiting", "NothingToFeed",
    "RecordedBefore", "TrusteeNeeded", "WrongTrusteeEmail", "bind", "close_bankruptcy",
    "decide", "feed_fund", "hold_fund", "keep_claim", "mark_bankrupt", "recover", "set_cap",
    "write_off",
]  # fmt: skip
