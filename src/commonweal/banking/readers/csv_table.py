"""
CSV of a bank, read as a mapping of its columns says: every bank writes its own.

The file is known by its first line, wherever it stands under what some banks write above it. Each
day of an account becomes one statement, so that files which overlap meet their days again and book
none twice. Balances beside the movements prove them; without, the file says that nothing does.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice, pairwise

from commonweal.banking.readers import csv_states, references
from commonweal.banking.values import CsvLayout, ReadMove, ReadStatement, Remark
from commonweal.kernel import identifiers
from commonweal.kernel.refusals import Refusal

FORMAT = "csv"
PREAMBLE = 60  # lines a bank may write above the first line of its table
# Ten million million euro: what is larger is a mistake, and its sums would not fit.
LARGEST_CENTS = 10**15
LONGEST_AMOUNT = 40
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
MARKS = {",": ".", ".": ","}
# How banks say beside an amount without a sign whether it went out or came in.
OUT = frozenset(
    ["af", "d", "s", "dr", "db", "debit", "débit", "debet", "dbit", "soll", "uit", "out", "-"]
)
INTO = frozenset(["bij", "c", "h", "cr", "credit", "crédit", "crdt", "haben", "in", "+"])
SPACES = dict.fromkeys(map(ord, " \u00a0\u202f'’"))
MINUS = str.maketrans({"−": "-", "–": "-"})  # what banks type for a minus


class Unreadable(Exception):
    """A cell holds no value of its kind."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.remark = Remark(code, values)


@dataclass(frozen=True, slots=True)
class _Row:
    """One movement of the table, and what stands beside it."""

    account: str
    currency: str
    sequence: str
    move: ReadMove
    balance_cents: int | None


@dataclass(slots=True)
class _Read:
    """The rows of a table that moved money, what was left out, and where it ends."""

    rows: list[_Row] = field(default_factory=list)
    ends_at: int | None = None
    not_done: int = 0


def decode(content: bytes, encoding: str = "utf-8") -> str:
    """Return the text of a file without NUL, which no database holds."""
    return _letters(content, encoding).replace("\x00", " ")


def _letters(content: bytes, encoding: str) -> str:
    """Read it in UTF-16 if it says so, as told, in UTF-8, or as Windows does."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for name in (encoding, "utf-8"):
        try:
            return content.removeprefix(b"\xef\xbb\xbf").decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", "replace")


def find(content: bytes, layouts: Sequence[CsvLayout]) -> CsvLayout | None:
    """Return the layout whose first line is among the first lines of this file."""
    texts: dict[str, list[str]] = {}
    for layout in layouts:
        if layout.encoding not in texts:
            texts[layout.encoding] = first_lines(decode(content, layout.encoding))
        if layout.header in texts[layout.encoding]:
            return layout
    return None


def first_lines(text: str) -> list[str]:
    """Return the lines among which the first of the table is looked for."""
    return [line.strip() for line in islice(io.StringIO(text, newline=""), PREAMBLE)]


def read(content: bytes, layout: CsvLayout) -> list[ReadStatement]:
    """Return a statement for every day of every account in the file, or one with its fault."""
    try:
        found = _rows(decode(content, layout.encoding), layout)
        statements = _statements(found.rows, layout)
        if not statements:
            return [_refused(layout, Remark("csv_no_rows"))]
        if found.not_done:
            statements[0].warnings.append(Remark("not_final", {"count": found.not_done}))
        if found.ends_at:
            statements[-1].warnings.append(Remark("trailing", {"line": found.ends_at}))
        return statements
    except Unreadable as fault:
        return [_refused(layout, fault.remark)]
    except csv.Error:
        return [_refused(layout, Remark("csv_broken"))]


def _refused(layout: CsvLayout, fault: Remark) -> ReadStatement:
    return ReadStatement(FORMAT, layout.name, layout.account or None, faults=[fault])


def _rows(text: str, layout: CsvLayout) -> _Read:
    lines = io.StringIO(text.rstrip("\x1a\x00"), newline="")
    above = first_lines(text)
    if layout.header not in above:
        raise Unreadable("unknown_columns")
    start = above.index(layout.header)
    _check_account(above[:start], layout)
    reader = csv.reader(islice(lines, start, None), delimiter=layout.delimiter)
    names = [name.strip() for name in next(reader)]
    places = {field: _place(name, names) for field, name in layout.columns.items()}
    table = [(start + reader.line_num, cells) for cells in reader if any(map(str.strip, cells))]
    last = _last_day(table, places["booked_on"])
    _check_sides([cells for _line, cells in table[:last]], places, names, layout)
    others = set(range(len(names))) - set(places.values())
    moved, not_done = csv_states.split(table[:last], others)
    rows = [_row(line, cells, places, layout) for line, cells in moved]
    return _Read(rows, table[last][0] if last < len(table) else None, not_done)


def _last_day(table: Sequence[tuple[int, Sequence[str]]], place: int) -> int:
    """Return how many lines there are before the totals that some banks write under a table."""
    last = len(table)
    while last and not any(
        char.isdigit() for char in "".join(table[last - 1][1][place : place + 1])
    ):
        last -= 1
    return last


def _check_sides(
    table: Sequence[Sequence[str]],
    places: Mapping[str, int],
    names: Sequence[str],
    layout: CsvLayout,
) -> None:
    """Amounts without a sign beside a column that says “out” are never taken for receipts."""
    if "amount" not in places or "side" in places:
        return
    if any(_is_negative(cells[places["amount"]]) for cells in table if _has(cells, places)):
        return
    sides = dict.fromkeys(range(len(names)), False)
    for cells in table:
        sides = _sides(sides, cells)
    if telling := [place for place, says_out in sides.items() if says_out]:
        raise Unreadable("csv_side", column=names[telling[0]])


def _has(cells: Sequence[str], places: Mapping[str, int]) -> bool:
    return len(cells) > places["amount"]


def _is_negative(text: str) -> bool:
    plain = text.translate(SPACES).translate(MINUS)
    return "-" in plain or plain.startswith("(")


def _sides(sides: Mapping[int, bool], cells: Sequence[str]) -> dict[int, bool]:
    """Keep the columns that only ever say “out” or “in”, and whether one said “out”."""
    words = {place: cells[place].strip().lower() for place in sides if place < len(cells)}
    return {
        place: sides[place] or word in OUT
        for place, word in words.items()
        if word in OUT or word in INTO
    }


def _check_account(above: Sequence[str], layout: CsvLayout) -> None:
    """Two accounts at one bank write the same first line: what stands above it may tell them."""
    if not layout.account or "account" in layout.columns:
        return
    found = [iban for line in above for one in IBAN.findall(line) if (iban := _iban(one))]
    if found and layout.account not in found:
        raise Unreadable("csv_other_account", found=found[0], told=layout.account)


def _iban(text: str) -> str:
    """Return an account number as one word; nothing if its check digits do not fit."""
    try:
        return identifiers.iban(text)
    except Refusal:
        return ""


def _place(name: str, names: Sequence[str]) -> int:
    if name not in names:
        raise Unreadable("csv_column", column=name)
    return names.index(name)


def _row(line: int, cells: Sequence[str], places: Mapping[str, int], layout: CsvLayout) -> _Row:
    if len(cells) <= max(places.values()):
        raise Unreadable("csv_cells", line=line)
    found = {field: " ".join(cells[place].split()) for field, place in places.items()}
    booked_on = _day(line, found["booked_on"], layout.date_format)
    words = found.get("communication", "")
    balance = found.get("balance", "")
    account = found.get("account", "").replace(" ", "").upper() or layout.account
    if not account:
        raise Unreadable("no_account")
    return _Row(
        account=account,
        currency=found.get("currency", "").upper() or "EUR",
        sequence=found.get("sequence", ""),
        balance_cents=_cents(line, balance, layout.decimal_mark) if balance else None,
        move=ReadMove(
            cents=_amount(line, found, layout.decimal_mark),
            booked_on=booked_on,
            value_on=_day(line, found.get("value_on") or found["booked_on"], layout.date_format),
            counterparty=found.get("counterparty", ""),
            counterparty_account=found.get("iban", "").replace(" ", "").upper(),
            reference=references.structured(found.get("reference", "")) or references.typed(words),
            communication=words or found.get("reference", ""),
        ),
    )


def _amount(line: int, found: Mapping[str, str], mark: str) -> int:
    """Return what came in, or went out below zero; a debit column may be written either way."""
    if "side" in found:
        return _sided(line, found, mark)
    if "amount" in found:
        return _cents(line, found["amount"], mark)
    if not (found["debit"] or found["credit"]):
        raise Unreadable("csv_amount", line=line, text="")
    out, into = (_cents(line, found[side] or "0", mark) for side in ("debit", "credit"))
    return into - abs(out)


def _sided(line: int, found: Mapping[str, str], mark: str) -> int:
    """Return an amount whose side stands in a column of its own."""
    cents, side = _cents(line, found["amount"], mark), found["side"].lower().rstrip(".")
    if side in INTO:
        return cents
    if side not in OUT:
        raise Unreadable("csv_side_word", line=line, text=found["side"][:40])
    return -abs(cents)


def _cents(line: int, text: str, mark: str) -> int:
    """Read an amount: a sign before or after, thousands in groups of three, two decimals."""
    plain = re.sub(r"EUR|€", "", text.upper()).translate(SPACES).translate(MINUS)
    if plain.startswith("(") and plain.endswith(")"):  # how accountants write what went out
        plain = f"-{plain[1:-1]}"
    sign = -1 if plain.startswith("-") or plain.endswith("-") else 1
    digits = plain.removeprefix("-").removeprefix("+").removesuffix("-").removesuffix("+")
    other = re.escape(MARKS.get(mark, ","))
    form = rf"(\d+|\d{{1,3}}(?:{other}\d{{3}})+)(?:{re.escape(mark)}(\d{{1,2}})0*)?"
    found = re.fullmatch(form, digits, re.ASCII)
    if found is None or len(digits) > LONGEST_AMOUNT:
        raise Unreadable("csv_amount", line=line, text=text[:40])
    cents = int(re.sub(r"\D", "", found[1])) * 100 + int((found[2] or "0").ljust(2, "0"))
    if cents > LARGEST_CENTS:
        raise Unreadable("csv_amount", line=line, text=text[:40])
    return sign * cents


def _day(line: int, text: str, form: str) -> date:
    """Read a day; an hour behind it is left out."""
    try:
        return datetime.strptime(re.split(r"[T ]", text)[0], form).date()  # noqa: DTZ007
    except ValueError:
        raise Unreadable("csv_day", line=line, text=text[:40]) from None


def _statements(rows: Sequence[_Row], layout: CsvLayout) -> list[ReadStatement]:
    """Prove each account over the whole file, then cut it into its days."""
    found: list[ReadStatement] = []
    for account, currency in dict.fromkeys((row.account, row.currency) for row in rows):
        mine = [row for row in rows if (row.account, row.currency) == (account, currency)]
        ordered = _in_order(mine)
        opening = _opening(ordered)
        if opening is None:
            raise Unreadable("csv_running", account=account)
        found += _days(ordered, opening if _has_balances(mine) else None, layout)
    return found


def _in_order(rows: list[_Row]) -> list[_Row]:
    """Return the rows oldest first; many banks write the newest first."""
    ways = [rows, rows[::-1]]
    if rows[0].move.booked_on > rows[-1].move.booked_on:
        ways.reverse()
    # What is still out of order is put by its day; balances then say whether that was right.
    ordered = [sorted(way, key=lambda row: row.move.booked_on) for way in ways]
    return next((way for way in ordered if _opening(way) is not None), ordered[0])


def _has_balances(rows: Sequence[_Row]) -> bool:
    return any(row.balance_cents is not None for row in rows)


def _opening(rows: Sequence[_Row]) -> int | None:
    """Return the balance before the first row; None if a balance does not follow from another."""
    moved, openings = 0, set()
    for row in rows:
        moved += row.move.cents
        if row.balance_cents is not None:
            openings.add(row.balance_cents - moved)
    return None if len(openings) > 1 else openings.pop() if openings else 0


def _days(rows: Sequence[_Row], opening: int | None, layout: CsvLayout) -> Iterator[ReadStatement]:
    """Cut rows that are in order where the day or the number of the statement changes."""
    keys = [(row.move.booked_on, row.sequence) for row in rows]
    cuts = [0, *(n for n, (a, b) in enumerate(pairwise(keys), start=1) if a != b), len(rows)]
    for start, end in pairwise(cuts):
        part = rows[start:end]
        statement = _statement(part, layout)
        if opening is None:
            statement.warnings.append(Remark("csv_unproved"))
        else:
            statement.old_cents = opening
            opening += sum(row.move.cents for row in part)
            statement.new_cents = opening
            statement.prove()
        yield statement


def _statement(rows: Sequence[_Row], layout: CsvLayout) -> ReadStatement:
    first = rows[0]
    number = re.sub(r"^\d{4}[-/]", "", first.sequence)
    return ReadStatement(
        FORMAT,
        layout.name,
        first.account,
        first.currency,
        sequence=first.sequence or first.move.booked_on.isoformat(),
        number=int(number) if re.fullmatch(r"0*[1-9]\d{0,8}", number, re.ASCII) else None,
        on=first.move.booked_on,
        moves=[row.move for row in rows],
    )
