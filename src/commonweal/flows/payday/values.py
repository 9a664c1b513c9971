"""What is to be paid: to whom, on which day, and why it may have to wait."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

# The purpose of the signed link in the letter about a changed account number.
LINK = "payee_account"


@dataclass(frozen=True, slots=True)
class Owed:
    """
    What a room says it owes, in cents: `item` is open on `account` of the books, and due on
    `due_on`. `is_named` by a name alone, which anybody can use.
    """

    kind: str
    item: str
    account: str
    payee: str
    name: str
    iban: str
    cents: int
    reference: str
    due_on: date
    is_named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Due(Owed):
    """
    What is owed, as a thing to pay: executed on `execute_on`, a bank day, when its file is given
    to the bank by `hand_over_by`. `held` says in one sentence why it waits; it is empty when it
    can be paid. `asks` when it waits for its account number and nobody began to ask yet;
    `looks_like` is the supplier with whom a new one may be confused.
    """

    execute_on: date
    hand_over_by: datetime
    held: str = ""
    asks: bool = False
    looks_like: str = ""

    @classmethod
    def of(cls, owed: Owed, **more: Any) -> "Due":
        """Return what is owed with what is known of its payment."""
        return cls(**{each.name: getattr(owed, each.name) for each in fields(Owed)}, **more)

    @property
    def is_late(self) -> bool:
        """Whether even the first file that leaves now arrives after the day it is due."""
        return self.execute_on > self.due_on


@dataclass(frozen=True, slots=True)
class PayDay:
    """What is executed on one day, and what is left on the account after it, in cents."""

    day: date
    hand_over_by: datetime
    dues: tuple[Due, ...]
    left_cents: int

    @property
    def cents(self) -> int:
        """What leaves on this day."""
        return sum(due.cents for due in self.dues)
