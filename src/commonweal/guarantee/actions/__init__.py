"""Verbs of the guarantee: decide, cap, write off, recover."""

from commonweal.guarantee.actions._bankruptcy import (
    AlreadyBankrupt,
    AlreadyClosed,
    ClosedTooEarly,
    JudgmentToCome,
    NewBankruptcy,
    NotClosed,
    TrusteeNeeded,
    WrongTrusteeEmail,
    close_bankruptcy,
    keep_claim,
    mark_bankrupt,
    reopen_bankruptcy,
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
    NothingLostThere,
    NotWaiting,
    RecordedBefore,
    RecoveryTakenBack,
    WhyRecoveryBack,
    recover,
    take_back_recovery,
)
from commonweal.guarantee.actions._withdraw import (
    AlreadyWithdrawn,
    DividendsFirst,
    WhyWithdrawn,
    withdraw_bankruptcy,
)
from commonweal.guarantee.models import Bankruptcy

__all__ = [
    "AlreadyBankrupt", "AlreadyClosed", "AlreadyDecided", "AlreadyWithdrawn", "Bankruptcy",
    "CapInThePast", "CapNotPossible", "ClosedTooEarly", "DividendsFirst", "JudgmentToCome",
    "MonthNotOver", "MoreThanLost", "NewBankruptcy", "NewCap", "NoAmount", "NoReasonForCap",
    "NotClosed", "NotWaiting", "NothingLostThere", "NothingToFeed", "RecordedBefore",
    "RecoveryTakenBack", "TrusteeNeeded", "WhyRecoveryBack", "WhyWithdrawn",
    "WrongTrusteeEmail", "bind", "close_bankruptcy", "decide", "feed_fund", "hold_fund",
    "keep_claim", "mark_bankrupt", "recover", "reopen_bankruptcy", "set_cap",
    "take_back_recovery", "withdraw_bankruptcy", "write_off",
]  # fmt: skip
