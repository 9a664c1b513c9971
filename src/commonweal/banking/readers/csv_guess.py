"""What an unknown CSV looks like, and what its columns could mean: a beginning for a person."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from commonweal.banking.readers.csv_table import decode, first_lines

DELIMITERS = (";", ",", "\t", "|")
DATE_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%Y%m%d", "%d/%m/%y", "%m/%d/%Y")
SHOWN, SAMPLES = 8, 3
# Words in the names of columns, in the languages of our banks; the first field that fits takes it.
WORDS = {
    "iban": "counterparty account|rekening.*tegenpartij|tegenrekening|compte.*contrepartie"
    "|compte b[ée]n[ée]ficiaire|gegenkonto",
    "counterparty": "counterparty|tegenpartij|contrepartie|^naam|^name|^nom|beneficiary|begunst",
    "value_on": "value date|valuta|date.?valeur|wertstellung",
    "booked_on": "book|boek|comptabili|^date|^datum|execution|uitvoering|buchung",
    "balance": "balance|saldo|solde",
    "side": "af.?(/|of)?.?bij|^sens$|^c/?d$|^d/?c$|debit.?/.?credit|d[ée]bit.?/.?cr[ée]dit"
    "|cdt ?dbt|^sign|^teken|soll.?/.?haben|debet.?/.?credit|dr.?/.?cr",
    "debit": "debit|d[ée]bit|^af$|uit$|soll",
    "credit": "credit|cr[ée]dit|^bij$|haben",
    "amount": "amount|bedrag|montant|betrag",
    "reference": "structured|gestructureerd|structur[ée]e",
    "communication": "communic|mededeling|description|omschrijving|libell|details?$|verwendung",
    "sequence": "statement|afschrift|extrait|auszug|volgnummer",
    "currency": "currency|munt|devise|w[äa]hrung|deviezen",
    "account": "^account|^rekening|^compte|^iban|^konto",
}


@dataclass(frozen=True, slots=True)
class CsvGuess:
    """An unknown CSV: its first line and names, some rows, and what each field could be."""

    header: str
    delimiter: str
    encoding: str
    cells: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    columns: dict[str, str]
    decimal_mark: str
    date_format: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, each once."""
        return tuple(name for name in dict.fromkeys(self.cells) if name)

    @property
    def samples(self) -> list[tuple[str, list[str]]]:
        """Each column with what stands in its first rows."""
        return [
            (name, [row[place] if place < len(row) else "" for row in self.rows[:SAMPLES]])
            for place, name in enumerate(self.cells)
        ]


def looks_like(content: bytes) -> bool:
    """Whether it is a text with a table in it."""
    return guess(content) is not None


def guess(content: bytes) -> CsvGuess | None:
    """Return what a file without a mapping could be, or nothing if it is no table."""
    # Two bytes a sign, as some programs save it, is no binary file.
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_wide and b"\x00" in content.rstrip(b"\x00\x1a"):
        return None
    text = decode(content)
    try:
        found = _header(first_lines(text))
        if found is None:
            return None
        place, line, delimiter = found
        rows = _rows(text, place, delimiter)
    except csv.Error:
        return None
    names, body = tuple(rows[0]), tuple(row for row in rows[1:] if any(row))
    if len(set(names)) < 2 or not any(len(row) > 1 for row in body):
        return None
    columns = _columns(names)
    return CsvGuess(
        header=line,
        delimiter=delimiter,
        encoding=_encoding(content, is_wide=is_wide),
        cells=names,
        rows=body,
        columns=columns,
        decimal_mark=_mark(_cells(names, body, columns, ("amount", "credit", "debit", "balance"))),
        date_format=_date_format(_cells(names, body, columns, ("booked_on", "value_on"))),
    )


def _header(lines: Sequence[str]) -> tuple[int, str, str] | None:
    """Return place, line and delimiter of the first line with as many cells as any has."""
    counts = [
        (len(next(csv.reader([line], delimiter=mark), [])), -n, mark)
        for n, line in enumerate(lines)
        for mark in DELIMITERS
    ]
    most, place, mark = max(counts, default=(0, 0, ""))
    return (-place, lines[-place], mark) if most > 1 else None


def _rows(text: str, place: int, delimiter: str) -> list[tuple[str, ...]]:
    lines = islice(io.StringIO(text.rstrip("\x1a"), newline=""), place, None)
    reader = csv.reader(lines, delimiter=delimiter)
    return [tuple(cell.strip() for cell in row) for row in islice(reader, SHOWN + 1)]


def _encoding(content: bytes, *, is_wide: bool) -> str:
    if is_wide:
        return "utf-16"
    try:
        content.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _columns(names: Sequence[str]) -> dict[str, str]:
    """Return which column each field could be; a column serves once."""
    found: dict[str, str] = {}
    for field, words in WORDS.items():
        free = (name for name in names if name and name not in found.values())
        if name := next((name for name in free if re.search(words, name.lower())), ""):
            found[field] = name
    if "amount" in found or not {"debit", "credit"} <= found.keys():
        found.pop("debit", None)
        found.pop("credit", None)
    if "amount" not in found:
        found.pop("side", None)
    return found


def _cells(
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    columns: dict[str, str],
    fields: Sequence[str],
) -> list[str]:
    places = [names.index(columns[field]) for field in fields if field in columns]
    return [row[place] for row in rows for place in places if place < len(row) and row[place]]


def _mark(cells: Sequence[str]) -> str:
    """Return the mark that stands last in the amounts; cents are written with a comma here."""
    points = sum(re.search(r"\.\d{1,2}\D*$", cell) is not None for cell in cells)
    return "." if points * 2 > len(cells) else ","


def _date_format(cells: Sequence[str]) -> str:
    return next((form for form in DATE_FORMATS if cells and _fits(cells, form)), DATE_FORMATS[0])


def _fits(cells: Sequence[str], form: str) -> bool:
    try:
        for cell in cells:
            datetime.strptime(re.split(r"[T ]", cell)[0], form)  # noqa: DTZ007
    except ValueError:
        return False
    return True
