"""What a posting is made of."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from commonweal.ledger.models import Account


class Line(NamedTuple):
    """
    One side of an entry: `cents` > 0 debits, < 0 credits the account.

    `unit` is the production unit it belongs to. `item` names the open item it makes or settles
    ("invoice:2026-000012"), compulsory on a control account; `reference` (digits of an OGM) is
    given once, on the line that opens the item.
    """

    account: str
    cents: int
    unit: int | None = None
    item: str | None = None
    reference: str | None = None


class Entry(NamedTuple):
    """
    A balanced fact. `key` makes it happen once: the same key with the same lines is answered,
    not posted again. `origin` says where it comes from ("order:7"), `corrects` the id of the
    entry it undoes or mends.
    """

    journal: str
    on: date
    text: str
    key: str
    origin: str
    lines: Sequence[Line]
    corrects: int | None = None


class Posted(NamedTuple):
    """A posted entry: `id` names its place in the books; `replayed` if it stood there already."""

    id: int
    key: str
    replayed: bool = False

    @property
    def ref(self) -> str:
        return f"entry:{self.id}"


class OpenItem(NamedTuple):
    """An item of a control account that is not settled: `cents` still open, with its unit."""

    reference: str
    account: str
    item: str
    unit: int | None
    cents: int


class StatementRow(NamedTuple):
    """One line of a unit's statement: `cents` added to the budget and the budget after it."""

    entry_id: int
    journal: str
    number: int
    on: date
    text: str
    origin: str
    account: str
    item: str | None
    cents: int
    budget_cents: int


class TrialRow(NamedTuple):
    """One account of the trial balance, in cents."""

    account: Account
    debit_cents: int
    credit_cents: int

    @property
    def balance_cents(self) -> int:
        return self.debit_cents - self.credit_cents
