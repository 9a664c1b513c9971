"""`commonweal identifiers check`: judge a file of numbers, and compare with what was expected."""

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from commonweal.kernel.proofs import UnknownKind, judge, kinds

HELP = "judge national numbers, enterprise and VAT numbers, IBANs, references from a CSV file"
DISAGREES, WRONG = 1, 2
DELIMITERS = ",;\t|"
EXAMPLE = "be-iban,BE68539007547034,valid,"
NAMES = {
    "type": ("type", "kind", "soort"),
    "value": ("value", "number", "identifier", "nummer", "waarde", "valeur", "numero"),
    "expected": ("expected", "verdict", "verwacht", "attendu"),
    "note": ("note", "notes", "remark", "comment", "nota"),
}
VALID = ("valid", "ok", "yes", "true", "1", "good", "geldig", "valide", "gültig")
INVALID = ("invalid", "nok", "no", "false", "0", "bad", "wrong", "ongeldig", "invalide", "ungültig")


class Unusable(Exception):
    """A sentence that says what to give instead of this file."""


@dataclass(frozen=True, slots=True)
class Row:
    """One number with its verdict. `agrees` is None where nothing was expected."""

    line: int
    type: str
    value: str
    verdict: str
    expected: str
    agrees: bool | None
    reason: str
    form: str
    note: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`check` is the only thing to do with a file for now."""
    check = parser.add_subparsers(dest="deed", required=True, metavar="check").add_parser(
        "check",
        help="one line per number: verdict, and whether it is the one expected",
        description="A CSV file with columns type,value and, if you like, expected,note. Types: "
        f"{', '.join(kinds())}, and a country before vat or iban (be-iban, fr-vat). "
        "Exit 0 if all agree, 1 on any disagreement, 2 if the file cannot be used.",
    )
    check.add_argument("file", metavar="FILE", help="- for what comes in by the pipe")
    check.add_argument(
        "--json",
        action="store_true",
        help="[{line, type, value, verdict, expected, agrees, reason, form, note}]",
    )


def needs_database(options: argparse.Namespace) -> bool:
    """A verdict is made from the number alone."""
    return False


def run(options: argparse.Namespace) -> int:
    """Print the verdicts and return 0 only if each agrees with what was expected."""
    try:
        rows = list(_judged(_text(options.file), options.file, _today()))
    except Unusable as unusable:
        print(unusable, file=sys.stderr)
        return WRONG
    if all(row.verdict == "unknown" for row in rows):
        print(f"Name types that are known: {', '.join(kinds())}.", file=sys.stderr)
        return WRONG
    if options.json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
    else:
        _print_table(rows)
    return DISAGREES if any(row.agrees is False for row in rows) else 0


def _today() -> date:
    """The day of the computer: a birth date lies ahead or not, whatever the house plays."""
    return datetime.now(ZoneInfo("Europe/Brussels")).date()


def _text(path: str) -> str:
    try:
        content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise Unusable(f"Name a file that can be read: {path}: {error.strerror}.") from None
    except ValueError:
        raise Unusable(f"Name a file that can be read: {path!r} is no name.") from None
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unusable(f"Save {path} as a CSV file: it is no text.")


def _encodings(content: bytes) -> Sequence[str]:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ("utf-16",)
    return ("utf-8-sig", "cp1252")


def _judged(text: str, path: str, on: date) -> Iterator[Row]:
    lines = re.split(r"\r\n|\r|\n", text)
    filled = (number for number, line in enumerate(lines) if line.strip(DELIMITERS + " "))
    first = next(filled, None)
    if first is None:
        raise Unusable(f"Give a file with lines such as “{EXAMPLE}”: {path} is empty.")
    if lines[first].lower().startswith("sep="):
        first += 1
    rows = _records(lines[first:])
    places = _places(next(rows)[1] if len(lines) > first else [], path)
    found = 0
    for number, record in rows:
        cells = _cells(record, places)
        if any(cells.values()):
            found += 1
            yield _row(first + number, cells, on)
    if not found:
        raise Unusable(f"Add lines such as “{EXAMPLE}” under the first of {path}.")


def _records(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Cells with the number of their line, separated as the first line is."""
    delimiter = max(DELIMITERS, key=lambda sign: lines[0].count(sign) if lines else 0)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    try:
        for record in reader:
            yield reader.line_num, record
    except csv.Error as error:
        raise Unusable(f"Correct line {reader.line_num}: it is no CSV ({error}).") from None


def _places(header: Sequence[str], path: str) -> dict[str, int]:
    """Where each column stands, by its name."""
    titles = [title.strip().strip("\ufeff").lower() for title in header]
    places = {
        name: next(titles.index(word) for word in words if word in titles)
        for name, words in NAMES.items()
        if any(word in titles for word in words)
    }
    if lacking := [name for name in ("type", "value") if name not in places]:
        raise Unusable(
            f"Begin {path} with a line of column names, type,value,expected,note: "
            f"there is no column {' and no column '.join(lacking)}."
        )
    return places


def _cells(record: Sequence[str], places: dict[str, int]) -> dict[str, str]:
    """What is short is empty; what is too much belongs to the last column, a comma in a note."""
    cells = {name: record[at].strip() if at < len(record) else "" for name, at in places.items()}
    if places.get("note") == max(places.values()):
        cells["note"] = ", ".join(cell.strip() for cell in record[places["note"] :] if cell.strip())
    return cells


def _row(line: int, cells: dict[str, str], on: date) -> Row:
    kind, value, expected = cells["type"], cells["value"], cells.get("expected", "")
    try:
        verdict = judge(kind=kind, value=value, on=on)
        word, reason, form = _word(verdict.is_valid), verdict.reason, verdict.form
    except UnknownKind:
        word, reason, form = "unknown", f"no such type; known are {', '.join(kinds())}", ""
    agrees = None if word != "unknown" and not expected else word == _meant(expected)
    if expected and not _meant(expected):
        reason = f"{reason}; write valid or invalid as expected".removeprefix("; ")
    return Row(
        line, kind, value, word, _meant(expected) or expected, agrees, reason, form,
        cells.get("note", ""),
    )  # fmt: skip


def _meant(expected: str) -> str:
    word = expected.lower()
    return "valid" if word in VALID else "invalid" if word in INVALID else ""


def _word(is_valid: bool) -> str:
    return "valid" if is_valid else "invalid"


def _print_table(rows: Sequence[Row]) -> None:
    table = [("line", "type", "value", "verdict", "expected", "", "why")]
    table += [
        (f"{row.line}", _one_line(row.type), _one_line(row.value), row.verdict, row.expected or "–",
         _agreement(row), row.reason)
        for row in rows
    ]  # fmt: skip
    widths = [min(40, max(len(row[column]) for row in table)) for column in range(6)]
    for row in table:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        print("  ".join([*cells, row[6]]).rstrip())
    print(_sum(rows))


def _agreement(row: Row) -> str:
    return {True: "agrees", False: "DISAGREES", None: ""}[row.agrees]


def _sum(rows: Sequence[Row]) -> str:
    counts = {
        word: sum(row.verdict == word for row in rows) for word in ("valid", "invalid", "unknown")
    }
    known = f"{counts['valid']} valid, {counts['invalid']} invalid"
    unknown = f", {counts['unknown']} of an unknown type" if counts["unknown"] else ""
    wrong = sum(row.agrees is False for row in rows)
    agreed = sum(row.agrees is True for row in rows)
    return (
        f"\n{len(rows)} numbers: {known}{unknown}. {agreed} agree with what was expected, "
        f"{wrong} {'disagrees' if wrong == 1 else 'disagree'}."
    )


def _one_line(text: str) -> str:
    return "".join(sign if sign.isprintable() else "·" for sign in text)
