"""What a reader finds in a bank file, before anything is stored. Amounts are integer cents."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about a file: `code` names a sentence of remarks.py, `values` fill it."""

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadMove:
    """
    One movement: cents > 0 came in, < 0 went out.

    `reference` is the structured reference as digits (or RF…), `order_reference` what the payer
    named the order by: end-to-end id, or the name of our own payment file.
    """

    cents: int
    booked_on: date
    value_on: date
    counterparty: str = ""
    counterparty_account: str = ""
    reference: str = ""
    communication: str = ""
    bank_reference: str = ""
    order_reference: str = ""


@dataclass(slots=True)
class ReadStatement:
    """
    One statement of a file. With any fault it is refused; warnings are only shown.

    Balances are None where the format has none (camt.054) or the file could not be read so far.
    """

    format: str | None = None
    version: str = ""
    account: str | None = None
    currency: str | None = None
    sequence: str = ""
    on: date | None = None
    old_cents: int | None = None
    new_cents: int | None = None
    moves: list[ReadMove] = field(default_factory=list)
    faults: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    def prove(self) -> None:
        """Add a fault unless old balance + moves = new balance, to the cent."""
        if self.old_cents is None or self.new_cents is None:
            return
        moved = sum(move.cents for move in self.moves)
        off = self.old_cents + moved - self.new_cents
        if off:
            values = {
                "old_cents": self.old_cents,
                "moved_cents": moved,
                "new_cents": self.new_cents,
                "off_cents": abs(off),
            }
            # First: it is what a bookkeeper looks at, whatever else is wrong.
            self.faults.insert(0, Remark("unbalanced", values))
