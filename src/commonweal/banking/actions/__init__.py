"""Verbs of banking: statements in, payments out."""

from commonweal.banking.actions._accounts import AccountExists, NewAccount, open_accounts
from commonweal.banking.actions._building import (
    AlreadyUnderWay,
    ChosenTwice,
    MoreThanOwed,
    NewPayment,
    NoBankAccount,
    NotAnAmount,
    NothingToPay,
    WrongPayeeIban,
    build_batch,
)
from commonweal.banking.actions._importing import import_statements
from commonweal.banking.actions._leaving import (
    AlreadyExported,
    ChangedAfterApproval,
    NoReasonGiven,
    NotApproved,
    NotToApprove,
    SameHands,
    TooLateToCancel,
    approve_batch,
    cancel_batch,
    export_batch,
)
from commonweal.banking.actions._placing import NoSuchClaim, NothingWaits, place_move
from commonweal.banking.actions._verdicts import BOOKED, DUPLICATE, REFUSED, BankFile, Verdict
from commonweal.banking.models import Account, Move, Payment, PaymentBatch, Statement

__all__ = [
    "BOOKED",
    "DUPLICATE",
    "REFUSED",
    "Account",
    "AccountExists",
    "AlreadyExported",
    "AlreadyUnderWay",
    "BankFile",
    "ChangedAfterApproval",
    "ChosenTwice",
    "MoreThanOwed",
    "Move",
    "NewAccount",
    "NewPayment",
    "NoBankAccount",
    "NoReasonGiven",
    "NoSuchClaim",
    "NotAnAmount",
    "NotApproved",
    "NotToApprove",
    "NothingToPay",
    "NothingWaits",
    "Payment",
    "PaymentBatch",
    "SameHands",
    "Statement",
    "TooLateToCancel",
    "Verdict",
    "WrongPayeeIban",
    "approve_batch",
    "build_batch",
    "cancel_batch",
    "export_batch",
    "import_statements",
    "open_accounts",
    "place_move",
]
