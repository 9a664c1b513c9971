"""Checking a list of transfers that somebody brings, and writing the file of the accepted ones."""

from collections.abc import Sequence
from datetime import date, datetime

from commonweal.banking import payment_check, sepa
from commonweal.banking.payment_check import Calendar, Checked, CheckedRow, Unreadable, said
from commonweal.banking.sepa import InvalidFile, Payer
from commonweal.rules import bank_days
from commonweal.rules.parameters import figure

__all__ = [
    "SPECIMEN",
    "Checked",
    "CheckedRow",
    "InvalidFile",
    "Payer",
    "Unreadable",
    "check_payments",
    "said",
    "write_checked",
]

# Who pays in a file that is only made to be looked at.
SPECIMEN = Payer("Specimen, not to be paid", "BE69068765432178", "GKCCBEBB")


def check_payments(*, content: bytes, today: date) -> Checked:
    """
    Judge each row of a CSV file of transfers as if it were given to the bank on `today`.

    It asks no database.

    :raises Unreadable: if it is no list of transfers
    """
    countries = frozenset(figure("sepa.countries", today).value)
    return payment_check.check(content, Calendar(today, bank_days.next_bank_day, countries))


def write_checked(
    *, transfers: Sequence[sepa.Transfer], payer: Payer, name: str, made_at: datetime
) -> bytes:
    """
    Return the file for the bank (pain.001.001.09) of transfers that were accepted.

    `name` becomes the identifier of the message and, with the day, of each of its blocks.

    :raises Unreadable: if no bank can read the name of the payer
    :raises sepa.InvalidFile: if it does not follow the schema of the standard
    """
    if not payment_check.is_readable(payer.name):
        raise Unreadable(payer.name)
    return sepa.write(
        payer=payer, transfers=transfers, message_id=name, block=name[:26], made_at=made_at
    )
