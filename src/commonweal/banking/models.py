"""Our accounts, what the bank tells of them, what waits and why, and what we ask it to pay."""

from commonweal.banking._authorities import Authority
from commonweal.banking._matches import MatchProposal, MatchRule, Settling, SuspenseOwner
from commonweal.banking._payments import (
    LEFT,
    NOT_PAID,
    Handover,
    PayeeAccount,
    Payment,
    PaymentBatch,
    PaymentStatus,
)
from commonweal.banking._refunds import SOURCES, Refund
from commonweal.banking._statements import (
    Account,
    CsvMapping,
    DismissedGap,
    Move,
    MoveDetail,
    Statement,
)

__all__ = [
    "LEFT", "NOT_PAID", "SOURCES", "Account", "Authority", "CsvMapping", "DismissedGap",
    "Handover", "MatchProposal", "MatchRule", "Move", "MoveDetail", "PayeeAccount", "Payment",
    "PaymentBatch", "PaymentStatus", "Refund", "Settling", "Statement", "SuspenseOwner",
]  # fmt: skip
