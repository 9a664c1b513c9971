"""
Reading the rows of a list of transfers, whatever wrote it. Pure: bytes to cells.

A fault stays with its row: one lonely quotation mark, or one sign of an older code page, never
takes the other rows with it.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from unicodedata import category

from django.utils.translation import gettext_lazy as _

from commonweal.banking.values import Remark

COLUMNS = ("end_to_end_id", "name", "iban", "amount_cents", "execution_date")
DELIMITERS = ",;\t|"
LARGEST_FILE = 50_000_000
# A cell may hold line breaks; a quotation mark that is open for longer was never closed.
LONGEST_ROW = 20
LETTERS = {name.replace("_", ""): name for name in COLUMNS}
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
# What a spreadsheet writes above its table, to say how it parts the cells.
SPREADSHEET = re.compile(r'"?sep=."?\s*$', re.IGNORECASE)
WIDE = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(Exception):
    """The file is no list of transfers; the sentence says what to give instead."""


@dataclass(frozen=True, slots=True)
class Row:
    """
    The cells of a row by the names of the heading, or why it has none. `row` counts from 1 below
    the heading, `line` from 1 at the top of the file.
    """

    row: int
    line: int
    cells: Mapping[str, str] = field(default_factory=dict)
    fault: Remark | None = None


def rows(content: bytes) -> Iterator[Row]:
    """
    Yield every row below the heading, in order; lines without anything are none.

    :raises Unreadable: if it is no text, has no heading, or is too large
    """
    if len(content) > LARGEST_FILE:
        raise Unreadable(str(_("Split the file: it is larger than 50 MB.")))
    heading: list[str] = []
    delimiter, number = "", 0
    for line, text in _records(_text(content)):
        if not heading and SPREADSHEET.match(text):
            continue
        if not heading:
            _check_text(text)
            delimiter = _delimiter(text)
        cells = _split(text, delimiter)
        if cells is not None and len(cells) < 2 and not "".join(cells).strip():
            continue
        if not heading:
            heading = _heading(cells)
            continue
        number += 1
        yield _row(number, line, cells, heading)
    if not heading:
        raise Unreadable(str(_("Choose a file with the transfers to check: this one is empty.")))


def _text(content: bytes) -> str:
    if content[:2] in WIDE:
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "".join(map(_decoded, content.splitlines(keepends=True))).removeprefix("\ufeff")


def _decoded(line: bytes) -> str:
    """Line by line: a list may be put together from a new program and an old spreadsheet."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _records(text: str) -> Iterator[tuple[int, str]]:
    """
    Yield what may be a row with the line it begins on. Where the quotation marks of a line do not
    pair, its cells go on below; if they never pair, the line stands alone.
    """
    lines = LINE.findall(text)
    at = 0
    while at < len(lines):
        end = at + 1
        if lines[at].count('"') % 2:
            end = _end_of(lines, at) or end
        yield at + 1, "".join(lines[at:end])
        at = end


def _end_of(lines: list[str], start: int) -> int | None:
    for end in range(start + 1, min(start + LONGEST_ROW, len(lines))):
        if lines[end].count('"') % 2:
            return end + 1
    return None


def _split(text: str, delimiter: str) -> list[str] | None:
    """Return the cells of a row; None when its quotation marks do not pair."""
    reader = csv.reader([text], delimiter=delimiter, skipinitialspace=True, strict=True)
    try:
        return next(reader, [])
    except csv.Error:
        return None


def _check_text(heading: str) -> None:
    if "\0" in heading:
        raise Unreadable(str(_("Choose a CSV file: this one is not text.")))


def _delimiter(heading: str) -> str:
    return max(DELIMITERS, key=heading.count)


def _row(number: int, line: int, cells: list[str] | None, heading: list[str]) -> Row:
    if cells is None:
        return Row(number, line, fault=Remark("quotes"))
    if len(cells) < len(heading) or any(cell.strip() for cell in cells[len(heading) :]):
        fault = Remark("cells", {"found": len(cells), "wanted": len(heading)})
        return Row(number, line, fault=fault)
    return Row(number, line, {n: _seen(c) for n, c in zip(heading, cells, strict=False)})


def _seen(cell: str) -> str:
    """What a person sees of a cell: marks without a form come along from web pages."""
    if not cell.isascii():
        cell = "".join(sign for sign in cell if category(sign) != "Cf")
    return cell.strip()


def _heading(cells: list[str] | None) -> list[str]:
    names = [_column(cell) for cell in cells or []]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        told = _("Begin the file with the heading %(columns)s: %(missing)s is missing.")
        values = {"columns": ",".join(COLUMNS), "missing": ", ".join(missing)}
        raise Unreadable(str(told) % values)
    twice = [name for name in COLUMNS if names.count(name) > 1]
    if twice:
        told = _("Name each column once: %(twice)s stands in the heading twice.")
        raise Unreadable(str(told) % {"twice": ", ".join(twice)})
    return names


def _column(cell: str) -> str:
    """Amount Cents and AmountCents are amount_cents to whoever wrote them."""
    name = _seen(cell).lower()
    return LETTERS.get("".join(filter(str.isalnum, name)), name)
