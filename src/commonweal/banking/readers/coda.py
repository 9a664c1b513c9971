"""
CODA 1 and 2: records of 128 characters, from record 0 (header) to record 9 (trailer).

Our own reader: why not the library, docs/decisions says. Positions are those of the standard of
Febelfin, counted from 0. Moves of type 0 to 3 make the balance; types 5 to 9 detail one of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from commonweal.banking.readers import references
from commonweal.banking.readers.coda_fields import (
    DIRECT_DEBIT,
    KINDS_OF_RETURN,
    NO_REASON,
    NOT_SPECIFIED,
    NotARecord,
    communication,
    direct_debit,
    read_as,
)
from commonweal.banking.readers.coda_fields import cents as _cents
from commonweal.banking.readers.coda_fields import day as _date
from commonweal.banking.readers.coda_fields import number as _number
from commonweal.banking.values import ReadDetail, ReadMove, ReadStatement, Remark

LENGTH = 128
OLD, USUAL = "1", "2"
VERSIONS = (OLD, USUAL)
# How the account is written: where its number ends and where its currency stands (of 37 signs).
ACCOUNT_FORMS = {
    "0": (slice(0, 12), slice(13, 16)),
    "1": (slice(0, 34), slice(34, 37)),
    "2": (slice(0, 31), slice(34, 37)),
    "3": (slice(0, 34), slice(34, 37)),
}
MAIN_TYPES, DETAIL_TYPES = "0123", "56789"
TOTALISED_BY_BANK, DETAIL_OF_BANK_TOTAL = "2", "67"
# Structured words that tell who is on the other side, after a movement.
NAMED_AFTER = "1001"


def looks_like(content: bytes) -> bool:
    """Whether it begins as a header record does: zeros, then a date."""
    return re.match(rb"\s*0{5}\d{6}", content.removeprefix(b"\xef\xbb\xbf")) is not None


def read(content: bytes) -> list[ReadStatement]:
    """Return the statements of a CODA file, each with its own faults."""
    drafts: list[_Draft] = []
    stray: Remark | None = None
    for number, record in _records(_text(content)):
        if not drafts or looks_like(record[:11].encode()):
            drafts.append(_Draft())
        draft = drafts[-1]
        if draft.closed:
            stray = stray or Remark("trailing", {"line": number})
        else:
            draft.take(number, record)
    if stray:
        drafts[-1].statement.warnings.append(stray)
    return [draft.finish() for draft in drafts]


def _text(content: bytes) -> str:
    """Banks write Latin characters in one byte; who edits a file may leave it as UTF-8."""
    content = content.replace(b"\x00", b" ")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _records(text: str) -> Iterator[tuple[int, str]]:
    """Number the lines from 1 and give them their blanks back; a file without line ends is cut."""
    lines = re.split(r"\r\n|\r|\n", text.rstrip("\x1a\x00"))
    if len(lines) == 1 and len(text) > LENGTH:
        lines = [text[start : start + LENGTH] for start in range(0, len(text), LENGTH)]
    for number, line in enumerate(lines, start=1):
        if line.strip("\x00\x1a \t"):
            yield number, line.ljust(LENGTH)


@dataclass(slots=True)
class _Transaction:
    """A movement while its records 21, 22 and 23 come in."""

    sequence: str
    kind: str
    move: ReadMove
    text: str
    is_counted_in: bool = False
    information: str = ""
    details: "list[_Transaction]" = field(default_factory=list)

    @property
    def parts(self) -> list[ReadMove]:
        """The movement, or what the bank totalised in it, when that adds up to it."""
        parts = [one for one in self.details if one.kind in DETAIL_OF_BANK_TOTAL]
        if self.kind == TOTALISED_BY_BANK and sum(p.move.cents for p in parts) == self.move.cents:
            return self._unfolded() or [self.finished]
        return [replace(self.finished, details=tuple(one.detail for one in self.details))]

    def _unfolded(self) -> list[ReadMove]:
        """Return the parts of a bank total, each with the details that follow it."""
        parts: list[ReadMove] = []
        for one in self.details:
            if one.kind in DETAIL_OF_BANK_TOTAL:
                parts.append(one.finished)
            elif parts:
                parts[-1] = replace(parts[-1], details=(*parts[-1].details, one.detail))
        return parts

    @property
    def detail(self) -> ReadDetail:
        """What it tells as one of the details of another."""
        return self.finished.as_detail(self.move.cents)

    @property
    def finished(self) -> ReadMove:
        """The movement with what its communication, or else the information after it, says."""
        reference, words = communication(self.text)
        told = " ".join(self.information.split())
        # Some banks tell there who is on the other side, behind a number.
        adds = told not in words and told.lstrip("0123456789") not in self.move.counterparty
        move = replace(
            self.move,
            reference=reference or references.typed(told),
            communication=f"{words} {told}".strip() if adds else words,
        )
        return direct_debit(move, self.text) if self.text[:4] == DIRECT_DEBIT else move


@dataclass(slots=True)
class _Draft:
    """A statement while its records come in."""

    statement: ReadStatement = field(default_factory=lambda: ReadStatement("coda", USUAL))
    transactions: list[_Transaction] = field(default_factory=list)
    current: _Transaction | None = None
    account_field: str = ""
    counted: int = 0
    last: int = 0
    closed: bool = False
    _informs: bool = False
    broken: bool = False

    def take(self, number: int, record: str) -> None:
        """Read one record; after one that cannot be read the rest proves nothing."""
        self.last = number
        self.closed = record[0] == "9"
        if self.broken:
            return
        try:
            self._read(record)
        except NotARecord:
            self._break(Remark("record", {"line": number}))

    def finish(self) -> ReadStatement:
        """Say what is missing and prove the balance."""
        statement = self.statement
        statement.moves = [part for one in self.transactions for part in one.parts]
        if self.broken:
            return statement
        if not self.closed or (statement.new_cents is None and self.transactions):
            statement.faults.append(Remark("truncated", {"line": self.last}))
        elif statement.new_cents is None:
            # A day without moves may come without record 8: the balance stays what it was.
            statement.new_cents = statement.old_cents
        statement.prove()
        return statement

    def _break(self, fault: Remark) -> None:
        self.broken = True
        self.statement.faults.append(fault)

    def _read(self, record: str) -> None:
        kind = record[0]
        if record[LENGTH:].strip() or self._is_out_of_place(kind):
            raise NotARecord
        self.counted += kind in "1238"
        match kind:
            case "0":
                self._header(record)
            case "1":
                self._opening(record)
            case "2":
                self._movement(record)
            case "8":
                self._closing(record)
            case "9":
                self._trailer(record)
            case "3":
                self._information(record)
            case "4":
                pass
            case _:
                raise NotARecord

    def _is_out_of_place(self, kind: str) -> bool:
        """A statement opens once, then moves, then closes once: else two accounts run together."""
        has_closed = self.statement.new_cents is not None
        if kind == "1":
            return bool(self.account_field)
        return kind in "289" and (not self.account_field or (has_closed and kind in "28"))

    def _header(self, record: str) -> None:
        # The version is the last sign; one blank too few before it must not hide it.
        version = record.rstrip()[-1]
        self.statement.version = version
        if version not in VERSIONS:
            self._break(Remark("coda_version", {"version": version}))

    def _opening(self, record: str) -> None:
        form = "0" if self._is_old else record[1]
        number, currency = ACCOUNT_FORMS.get(form, ACCOUNT_FORMS["1"])
        self.account_field = record[5:42].upper()
        statement = self.statement
        statement.account = self.account_field[number].strip()
        statement.currency = self.account_field[currency]
        if not statement.account or not re.fullmatch(r"[A-Z]{3}", statement.currency):
            raise NotARecord
        statement.old_cents = _cents(record[42:58])
        statement.on = _date(record[58:64])
        statement.sequence = f"{record[2:5]}/{record[125:128]}".strip().rstrip("/")
        statement.number = _number(record[125:128])

    def _closing(self, record: str) -> None:
        # What followed the currency before IBAN is told by the opening alone.
        width = 16 if self._is_old else 37
        if record[4:41].upper()[:width].strip() != self.account_field[:width].strip():
            opening, closing = (
                " ".join(text.split()) for text in (self.account_field, record[4:41])
            )
            self.statement.faults.append(
                Remark("account_differs", {"opening": opening, "closing": closing})
            )
        self.statement.new_cents = _cents(record[41:57])
        self.statement.on = _date(record[57:63])

    def _movement(self, record: str) -> None:
        if record[1] == "1":
            self._transaction(record)
        elif self.current is None or record[2:6] != self.current.sequence:
            raise NotARecord
        elif record[1] == "2":
            self._named(self.current, record)
        elif record[1] == "3":
            self._other_side(self.current, record)
        else:
            raise NotARecord

    @property
    def _is_old(self) -> bool:
        return self.statement.version == OLD

    def _other_side(self, transaction: _Transaction, record: str) -> None:
        """Read record 23: who is on the other side; before IBAN twelve digits, then a currency."""
        is_short = self._is_old or record[22] == " "
        name = record[47:73] if self._is_old else record[47:82]
        if not self._is_old:
            transaction.text += record[82:125]
        transaction.move = replace(
            transaction.move,
            counterparty_account=record[10:22].strip() if is_short else record[10:44].strip(),
            counterparty=" ".join(name.split()),
        )

    def _information(self, record: str) -> None:
        """Read what a bank tells of a movement after it: who is on the other side, or words."""
        found = self.current
        if found is None or record[2:6] != found.sequence:
            return
        if record[1] == "1" and record[39:43] == NAMED_AFTER:
            if not found.move.counterparty:
                name = " ".join(record[43:113].split())
                found.move = replace(found.move, counterparty=name)
        elif record[1] == "1":
            self._informs = record[39] == "0"
            found.information += f" {record[40:113]}" if self._informs else ""
        elif self._informs:
            found.information += record[10:115] if record[1] == "2" else record[10:100]

    def _named(self, transaction: _Transaction, record: str) -> None:
        """Read record 22: what the order was called, and why it came back if it did."""
        transaction.text += record[10:63]
        if self._is_old:
            return
        name = " ".join(record[63:98].split())
        # A kind of return stands before its reason.
        is_return = record[112] in KINDS_OF_RETURN
        reason = record[113:117].strip()
        transaction.move = replace(
            transaction.move,
            order_reference=name,
            return_reason=(NOT_SPECIFIED if reason in NO_REASON else reason) if is_return else "",
            original_reference=name if is_return else "",
        )

    def _transaction(self, record: str) -> None:
        booked_on = _date(record[115:121])
        kind = record[53]
        move = ReadMove(
            cents=_cents(record[31:47]),
            booked_on=booked_on,
            value_on=_date(record[47:53], booked_on),
            bank_reference=record[10:31].strip(),
            code=record[53:61].strip(),
        )
        transaction = _Transaction(record[2:6], kind, move, record[61:115])
        # The same number, and not the first of it: the standard would write type 5 and not 0.
        transaction.is_counted_in = record[6:10] > "0000" and self._last_is(record[2:6])
        if kind in MAIN_TYPES:
            self.transactions.append(transaction)
        elif kind in DETAIL_TYPES and self._last_is(record[2:6]):
            self.transactions[-1].details.append(transaction)
        else:
            raise NotARecord
        self.current = transaction

    def _last_is(self, sequence: str) -> bool:
        return bool(self.transactions) and self.transactions[-1].sequence == sequence

    def _fold(self) -> None:
        """Take movements within a total as its details, when only that makes the new balance."""
        statement = self.statement
        alone = [one for one in self.transactions if not one.is_counted_in]
        moved = (statement.new_cents or 0) - (statement.old_cents or 0)
        proves = [sum(one.move.cents for one in way) == moved for way in (self.transactions, alone)]
        if proves != [False, True]:
            return
        for one in self.transactions:
            if one.is_counted_in:
                total = next(other for other in alone if other.sequence == one.sequence)
                total.details += [one, *one.details]
        self.transactions = alone

    def _trailer(self, record: str) -> None:
        """The bank's own count and totals: they show a record lost on the way."""
        self._fold()
        count = read_as(int, record[16:22])
        debit, credit = _cents("0" + record[22:37]), _cents("0" + record[37:52])
        moved = [one.move.cents for one in self.transactions]
        out, into = -sum(c for c in moved if c < 0), sum(c for c in moved if c > 0)
        if (debit, credit) != (out, into):
            values = {"debit_cents": debit, "credit_cents": credit}
            self.statement.faults.append(
                Remark("totals_differ", {**values, "out_cents": out, "in_cents": into})
            )
        if count != self.counted:
            self.statement.faults.append(
                Remark("count_differs", {"announced": count, "found": self.counted})
            )
