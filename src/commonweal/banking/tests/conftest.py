"""Our own account, and claims on clients in the books."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from commonweal.banking import actions as banking
from commonweal.banking.simulator import Sketch, write_coda
from commonweal.banking.values import ReadMove
from commonweal.kernel.actor import Actor
from commonweal.kernel.identifiers import make_ogm
from commonweal.ledger import actions as ledger

NOW = datetime(2026, 5, 4, 9, tzinfo=ZoneInfo("Europe/Brussels"))
TODAY = NOW.date()
MAKER = Actor("user:1", "Fatima Maes")
CHECKER = Actor("user:2", "Chris Peeters")
IBAN = "BE48001123456727"


@pytest.fixture
def account(db):
    new = banking.NewAccount(IBAN, "GEBABEBB", "Samen cv")
    (account,) = banking.open_accounts(accounts=[new], by=MAKER, at=NOW)
    return account


def claim(number, cents, unit=7):
    """A client owes this: the entry an invoice makes, without its VAT. Returns its reference."""
    reference = make_ogm(number)
    item = f"invoice:2026-{number:06d}"
    entry = ledger.Entry(
        "sales", TODAY, f"Invoice {number}", item, item,
        (ledger.Line("400", cents, unit, item, reference), ledger.Line("7000", -cents, unit)),
    )  # fmt: skip
    ledger.post(entries=[entry], by=MAKER, at=NOW)
    return reference


def debt(number, cents, account="455", kind="payslip"):
    """We owe this: what a payslip or a note leaves. Returns its item."""
    item = f"{kind}:{number}"
    cost = ledger.Line("6203", cents, 7)
    entry = ledger.Entry(
        "pay", TODAY, item, f"{account}:{item}", item, (cost, ledger.Line(account, -cents, 7, item))
    )
    ledger.post(entries=[entry], by=MAKER, at=NOW)
    return item


def came_in(cents, reference="", name="Festival vzw", communication=""):
    words = communication or reference
    return ReadMove(
        cents, TODAY, TODAY, name, "BE22313215646432", reference, words, f"BANK{abs(cents)}"
    )


def coda(*moves, old_cents=0, sequence=1, on=TODAY, iban=IBAN):
    return write_coda(Sketch(iban, "GEBABEBB", "Samen cv", sequence, on, old_cents, moves))


def bring(*contents, at=NOW):
    files = [banking.BankFile(f"file{n}.cod", content) for n, content in enumerate(contents, 1)]
    return banking.import_statements(files=files, by=MAKER, at=at)


def day(number):
    return date(2026, 5, number)
