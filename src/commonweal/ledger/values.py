"""What a posting is made of, and what a reader of the books gets."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from commonweal.kernel.period import next_month
from commonweal.ledger.models import Account, Journal


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
    entry it undoes or mends; `entity` is the legal entity in whose books it stands.
    """

    journal: str
    on: date
    text: str
    key: str
    origin: str
    lines: Sequence[Line]
    corrects: int | None = None
    entity: int = 1


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


class MonthSum(NamedTuple):
    """What a journal moved on an account in a month (its first day): debit less credit."""

    account: str
    month: date
    journal: str
    cents: int


class Mark(NamedTuple):
    """The place of a line on an account's card: by day, then as written."""

    on: date
    entry_id: int
    position: int


class BudgetLine(NamedTuple):
    """One line of a unit: `cents` it added to the budget, and the budget after it where asked."""

    mark: Mark
    journal: str
    number: int
    text: str
    origin: str
    account: str
    item: str | None
    cents: int
    budget_cents: int | None = None

    @property
    def on(self) -> date:
        return self.mark.on

    @property
    def entry_id(self) -> int:
        return self.mark.entry_id


class UnitMonth(NamedTuple):
    """What `lines` lines moved on one account of a unit in one month and journal, in cents."""

    unit: int
    account: str
    journal: str
    month: date
    in_budget: bool
    debit_cents: int
    credit_cents: int
    lines: int

    @property
    def cents(self) -> int:
        """What it added to the unit: a budget grows by credits."""
        return self.credit_cents - self.debit_cents

    @property
    def budget_cents(self) -> int:
        return self.cents if self.in_budget else 0

    @property
    def collected_cents(self) -> int:
        """What clients paid."""
        return self.cents if (self.account, self.journal) == ("400", "bank") else 0


class OriginSum(NamedTuple):
    """What moved on an account in a year for one kind of origin ("bankruptcy"), in cents."""

    year: int
    kind: str
    debit_cents: int
    credit_cents: int


class TrialRow(NamedTuple):
    """One account of the trial balance, in cents."""

    account: Account
    debit_cents: int
    credit_cents: int

    @property
    def balance_cents(self) -> int:
        return self.debit_cents - self.credit_cents


class MonthRow(NamedTuple):
    """One account in one month, in cents: what stood there before, and what moved."""

    account: Account
    opening_cents: int
    debit_cents: int
    credit_cents: int

    @property
    def closing_cents(self) -> int:
        return self.opening_cents + self.debit_cents - self.credit_cents


class Scope(NamedTuple):
    """
    Which lines of an account: of a month (its first day), a unit, an item, the books of a legal
    entity; None is all.
    """

    account: str
    month: date | None = None
    unit: int | None = None
    item: str | None = None
    entity: int | None = None

    @property
    def start(self) -> date:
        return self.month or date.min

    @property
    def end(self) -> date:
        return next_month(self.month) if self.month else date.max


class Totals(NamedTuple):
    """What the lines of a scope make, in cents; `opening` is what stood before its month."""

    opening_cents: int
    debit_cents: int
    credit_cents: int

    @property
    def closing_cents(self) -> int:
        return self.opening_cents + self.debit_cents - self.credit_cents


class CardLine(NamedTuple):
    """One line of an account's card, with what the scope holds after it."""

    mark: Mark
    journal: str
    number: int
    text: str
    origin: str
    unit: int | None
    item: str | None
    reference: str | None
    cents: int
    balance_cents: int
    entity: int = 1

    @property
    def journal_name(self) -> str:
        """What the journal is called among those of all legal entities: "sales", "2-sales"."""
        return self.journal if self.entity == 1 else f"{self.entity}-{self.journal}"


class AgedItem(NamedTuple):
    """An item of a control account that is not settled, and the day it was opened."""

    item: str
    unit: int | None
    reference: str
    opened_on: date
    cents: int


class Book(NamedTuple):
    """A journal with its numbers (1 to `last_number`, without gap) and its chain."""

    journal: Journal
    links: int
    last_posted_at: datetime | None

    @property
    def last_number(self) -> int:
        return self.journal.last_number

    @property
    def head(self) -> str:
        return bytes(self.journal.chain_head).hex()


class Place(NamedTuple):
    """
    The link of the chain that an entry hangs in, and whether both stand today's check.

    The link seals the entries `first_number` to `last_number` of the journal onto `previous`.
    """

    first_number: int
    last_number: int
    previous: str
    seal: str
    entry_intact: bool
    link_intact: bool


class Proven(NamedTuple):
    """What the proofs found, when, and who asked: 0 is intact."""

    found: dict[str, int]
    at: datetime
    by_name: str

    @property
    def faults(self) -> dict[str, int]:
        return {name: figure for name, figure in self.found.items() if figure}
