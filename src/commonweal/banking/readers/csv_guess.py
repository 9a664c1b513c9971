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
DATE_FORMATS = (
    "%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%Y%m%d", "%d/%m/%y", "%d.%m.%y", "%d-%m-%y",
    "%Y/%m/%d", "%m/%d/%Y",
)  # fmt: skip
SHOWN, SAMPLES = 8, 3
OTHER = "tegenpartij|contrepartie|partie adverse|counterpart|partner|b[ée]n[ée]fici|begunst"
# Words in the names of columns, in the languages of our banks, the surest first. The fields are
# taken in this order, and a column serves once.
WORDS: dict[str, tuple[str, ...]] = {
    "iban": (
        rf"(rekening|compte|account|konto|iban).*({OTHER})",
        rf"({OTHER}).*(rekening|compte|account number|konto|iban)",
        "tegenrekening|gegenkonto|kontonummer|payee account",
    ),
    "counterparty": (
        rf"(naam|name|nom\b).*({OTHER})|({OTHER}).*name",
        rf"{OTHER}|beg.{{1,2}}nstigt|auftraggeber|empf.{{1,2}}nger|^payer|^payee",
        "^(naam|name|nom)(?!.*(rekening|compte|account))",
    ),
    "value_on": ("value date|valutad|date.?valeur|wertstellung|rentedatum", "^valuta$|^wert$"),
    "booked_on": (
        "book|boek|comptabili|buchung|completed",
        "execution|ex[ée]cution|uitvoering",
        "^date|^datum",
    ),
    "balance": ("balance|saldo|solde",),
    "side": (
        "af.?(/|of)?.?bij|^sens$|^c/?d$|^d/?c$|d[ée]b[ei]t.?/.?cr[ée]dit|cdt ?dbt|dr.?/.?cr",
        "^sign|^teken|soll.?/.?haben",
    ),
    "debit": ("debit|d[ée]bit|^debet$|^af$|uit$|soll",),
    "credit": ("credit|cr[ée]dit|^bij$|haben",),
    "amount": (
        "^(amount|bedrag|montant|betrag)",
        "^(?!.*(orig|ursprung|individual)).*(amount|bedrag|montant|betrag)",
    ),
    "reference": ("structured|gestructureerd|structur[ée]e",),
    "communication": (
        "communic|mededeling|verwendung|payment reference|^bericht$|^message$",
        "description|omschrijving|libell|details?$",
    ),
    "sequence": ("statement|afschrift|extrait|auszug",),
    "currency": ("^(?!.*orig).*(currency|munt|devi[se]|w[äa]e?hrung|valuta rekening)",),
    "account": (
        "^account (number|iban)|^account$|^rekening(nummer)?$|num[ée]ro de compte|auftragskonto",
        "^account|^rekening|^compte|^iban|^konto",
    ),
}
NUMBER = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}|\d{8,16}")


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
    columns = _columns(names, body)
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


def _columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return which column each field could be, by its name and by what stands in it."""
    found: dict[str, str] = {}
    kinds = {name: _holds_accounts(_cells(names, rows, {"x": name}, ("x",))) for name in names}
    for field, choices in WORDS.items():
        free = [name for name in names if name and name not in found.values()]
        free = [name for name in free if _may_be(field, kinds[name])]
        named = (name for words in choices for name in free if re.search(words, name.lower()))
        if name := next(named, ""):
            found[field] = name
    if "iban" not in found:
        others = (name for name in names if kinds[name] and re.search(OTHER, name.lower()))
        found |= {"iban": name} if (name := next(others, "")) else {}
    if "amount" in found or not {"debit", "credit"} <= found.keys():
        found.pop("debit", None)
        found.pop("credit", None)
    if "amount" not in found:
        found.pop("side", None)
    return {field: found[field] for field in WORDS if field in found}


def _may_be(field: str, holds_accounts: bool | None) -> bool:
    """A name is no account number, and ours is one; nothing is known of a column without rows."""
    if field == "counterparty":
        return not holds_accounts
    return field != "account" or holds_accounts is not False


def _holds_accounts(cells: Sequence[str]) -> bool | None:
    """Whether account numbers stand in a column; None if nothing does."""
    plain = [re.sub(r"[\s.-]", "", cell).upper() for cell in cells]
    return all(NUMBER.fullmatch(cell) for cell in plain) if plain else None


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
    """Return the form that most of them have: a total under the table has none."""
    return max(DATE_FORMATS, key=lambda form: sum(_fits(cell, form) for cell in cells))


def _fits(cell: str, form: str) -> bool:
    try:
        datetime.strptime(re.split(r"[T ]", cell)[0], form)  # noqa: DTZ007
    except ValueError:
        return False
    return True
