"""
A bank that writes CODA 2 statements, for demo and tests. Pure; the reader reads it back exactly.

A real bank is never simulated: the file goes through the same import as the bank's own.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.banking.values import ReadMove

BANK_CODE, APPLICATION = "000", "05"
IBAN_OF_BELGIUM = "2"
CREDIT_TRANSFER_IN, CREDIT_TRANSFER_OUT = "00150000", "00101000"
WORDS_21, WORDS_22, WORDS_23 = 53, 53, 43


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a statement says. `sequence` counts the statements of a year, from 1."""

    iban: str
    bic: str
    holder: str
    sequence: int
    on: date
    old_cents: int
    moves: Sequence[ReadMove]
    currency: str = "EUR"

    @property
    def new_cents(self) -> int:
        """The balance the moves leave."""
        return self.old_cents + sum(move.cents for move in self.moves)


def write_coda(sketch: Sketch) -> bytes:
    """Return the statement as a bank sends it: lines of 128 signs, Latin characters."""
    body = [_opening(sketch)]
    for number, move in enumerate(sketch.moves, start=1):
        body += _movement(sketch, number, move)
    body.append(_closing(sketch))
    lines = [_header(sketch), *body, _trailer(sketch, len(body))]
    return "".join(f"{line}\r\n" for line in lines).encode("latin-1")


def _header(sketch: Sketch) -> str:
    return _line(
        f"00000{_date(sketch.on)}{BANK_CODE}{APPLICATION}{' ' * 18}"
        f"{_text(sketch.holder, 26)}{_text(sketch.bic, 11)}{'0' * 11} 00000",
        last="2",
    )


def _opening(sketch: Sketch) -> str:
    number = f"{sketch.sequence % 1000:03d}"
    return _line(
        f"1{IBAN_OF_BELGIUM}{number}{_account(sketch)}{_amount(sketch.old_cents)}"
        f"{_date(sketch.on)}{_text(sketch.holder, 26)}{_text('', 35)}",
        last=number,
    )


def _closing(sketch: Sketch) -> str:
    number = f"{sketch.sequence % 1000:03d}"
    return _line(
        f"8{number}{_account(sketch)}{_amount(sketch.new_cents)}{_date(sketch.on)}", last="0"
    )


def _trailer(sketch: Sketch, count: int) -> str:
    out = -sum(move.cents for move in sketch.moves if move.cents < 0)
    into = sum(move.cents for move in sketch.moves if move.cents > 0)
    return _line(f"9{' ' * 15}{count:06d}{_amount(out)[1:]}{_amount(into)[1:]}", last="2")


def _movement(sketch: Sketch, number: int, move: ReadMove) -> Iterator[str]:
    """Write records 21, 22 and 23: the second says that the third follows."""
    key = f"{number:04d}0000"
    usual = CREDIT_TRANSFER_IN if move.cents >= 0 else CREDIT_TRANSFER_OUT
    code = _text(move.code or usual, len(usual))
    words = _communication(move)
    yield _line(
        f"21{key}{_text(move.bank_reference, 21)}{_amount(move.cents)}{_date(move.value_on)}{code}"
        f"{words[:54]}{_date(move.booked_on)}{sketch.sequence % 1000:03d}01 ",
        last="0",
    )
    yield _line(
        f"22{key}{words[54:107]}{_text(move.order_reference, 35)}{_text('', 14)}"
        f"{_returned(move)}{_text('', 8)}1 ",
        last="0",
    )
    yield _line(
        f"23{key}{_text(move.counterparty_account, 34)}{sketch.currency}"
        f"{_text(move.counterparty, 35)}{words[107:]}0 ",
        last="0",
    )


def _returned(move: ReadMove) -> str:
    """Write that it came back (2: returned) and why, or blanks."""
    return _text(f"2{move.return_reason}" if move.return_reason else "", 5)


def _communication(move: ReadMove) -> str:
    """Write the kind of communication and its words, over the room of three records."""
    room = 1 + WORDS_21 + WORDS_22 + WORDS_23
    if move.reference.isdigit():
        return _text(f"1101{move.reference}", room)
    if move.reference:
        return _text(f"1100{move.reference}", room)
    return _text(f"0{move.communication}", room)


def _account(sketch: Sketch) -> str:
    return f"{_text(sketch.iban, 34)}{sketch.currency}"


def _amount(cents: int) -> str:
    """Write a sign and fifteen digits, the last three thousandths."""
    return f"{int(cents < 0)}{abs(cents) * 10:015d}"


def _date(day: date) -> str:
    return f"{day:%d%m%y}"


def _text(text: str, width: int) -> str:
    """Fit a text to its field; what Latin-1 cannot write loses its accent or becomes a mark."""
    plain = "".join(char if char.isprintable() else " " for char in text)
    latin = plain.encode("latin-1", "ignore").decode("latin-1")
    if latin != plain:
        plain = unicodedata.normalize("NFKD", plain)
        latin = plain.encode("latin-1", "ignore").decode("latin-1")
    return latin[:width].ljust(width)


def _line(text: str, *, last: str) -> str:
    """Fill a record to 128 signs, with its last field at the end."""
    return text.ljust(128 - len(last)) + last
