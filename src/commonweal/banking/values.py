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
class ReadDetail:
    """
    One transfer behind a movement that the file tells as a total. It proves nothing and is never
    booked; `cents` is 0 where the bank tells no amount, or none in the currency of the account.
    """

    cents: int
    counterparty: str = ""
    counterparty_account: str = ""
    reference: str = ""
    communication: str = ""
    order_reference: str = ""
    return_reason: str = ""


@dataclass(frozen=True, slots=True)
class ReadMove:
    """
    One movement: cents > 0 came in, < 0 went out.

    `reference` is the structured reference as digits (or RF…), `order_reference` what the payer
    named the order by: end-to-end id, or the name of our own payment file. `code` is the kind of
    transaction in the bank's words: eight digits in CODA, PMNT-RCDT-ESCT in camt. Of a transfer
    that came back, `return_reason` says why (AC04; MS03 if the bank gives no reason) and
    `original_reference` what it was called.
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
    code: str = ""
    return_reason: str = ""
    original_reference: str = ""
    details: tuple[ReadDetail, ...] = ()

    def as_detail(self, cents: int) -> ReadDetail:
        """Return it as one of the transfers behind another movement."""
        return ReadDetail(
            cents=cents,
            counterparty=self.counterparty,
            counterparty_account=self.counterparty_account,
            reference=self.reference,
            communication=self.communication,
            order_reference=self.order_reference,
            return_reason=self.return_reason,
        )


@dataclass(frozen=True, slots=True)
class CsvLayout:
    """
    How a bank's CSV is read. `columns` maps booked_on, amount (or debit and credit), side (out or
    in, beside an amount without sign), value_on, counterparty, iban, communication, reference,
    balance, sequence, account and currency to names in `header`, the first line of the table.
    `account` is whose file it is if no column says it.
    """

    name: str
    header: str
    delimiter: str
    columns: Mapping[str, str]
    encoding: str = "utf-8"
    decimal_mark: str = ","
    date_format: str = "%d/%m/%Y"
    account: str = ""


@dataclass(slots=True)
class ReadStatement:
    """
    One statement of a file. With any fault it is refused; warnings are only shown.

    Balances are None where the format has none (camt.054) or the file could not be read so far.
    `number` counts the statements of an account, so that one that is missing shows; None if the
    bank does not count.
    """

    format: str | None = None
    version: str = ""
    account: str | None = None
    currency: str | None = None
    sequence: str = ""
    number: int | None = None
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


class NotSent(Exception):
    """The bank certainly did not receive the file."""


class Unsure(Exception):
    """The bank may have received the file, or not: nobody knows."""
