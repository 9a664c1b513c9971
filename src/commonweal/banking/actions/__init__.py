"""Verbs of banking: statements in, payments out."""

from commonweal.banking.actions._accounts import AccountExists, NewAccount, open_accounts
from commonweal.banking.actions._importing import import_statements
from commonweal.banking.actions._verdicts import BOOKED, DUPLICATE, REFUSED, BankFile, Verdict
from commonweal.banking.models import Account, Move, Payment, PaymentBatch, Statement

__all__ = [
    "BOOKED",
    "DUPLICATE",
    "REFUSED",
    "Account",
    "AccountExists",
    "BankFile",
    "Move",
    "NewAccount",
    "Payment",
    "PaymentBatch",
    "Statement",
    "Verdict",
    "import_statements",
    "open_accounts",
]
