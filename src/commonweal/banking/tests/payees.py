"""Helpers: a member whose number serves, and the number that is to replace it."""

from datetime import timedelta

from commonweal.banking import actions as banking
from commonweal.banking.tests.conftest import MAKER, NOW

LIAM, OLD, NEW, OTHER = "member:12", "BE68539007547034", "BE47313215646480", "BE48001123456727"
HOLD = timedelta(hours=24)
JUST_BEFORE = HOLD - timedelta(minutes=1)


def note(iban, payee=LIAM, by=MAKER, at=NOW):
    new = banking.NewPayeeAccount(payee, iban, "Liam De Smet")
    (row,) = banking.note_accounts(accounts=[new], by=by, at=at)
    return row
