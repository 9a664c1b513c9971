"""Verbs on purchases."""

from commonweal.purchases.actions._booking import (
    NeedsConsent,
    NotACost,
    NotCovered,
    approve,
    book,
)
from commonweal.purchases.actions._receive import NewPurchase, Received, receive
from commonweal.purchases.actions._routing import (
    AlreadySettled,
    Moved,
    NoReason,
    NotForUs,
    NotSound,
    NotWaiting,
    OtherCurrency,
    OtherEntity,
    SameNumber,
    UnitClosed,
    assign,
    hand_back,
    obstacles,
    refuse,
)

__all__ = [
    "AlreadySettled", "Moved", "NeedsConsent", "NewPurchase", "NoReason", "NotACost",
    "NotCovered", "NotForUs", "NotSound", "NotWaiting", "OtherCurrency", "OtherEntity",
    "Received", "SameNumber", "UnitClosed", "approve", "assign", "book", "hand_back",
    "obstacles", "receive", "refuse",
]  # fmt: skip
