"""Lists as files: exactly the rows that are shown, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from tempfile import SpooledTemporaryFile
from typing import IO, Any, NamedTuple

import xlsxwriter
from django.http import FileResponse, HttpResponse
from django.utils.formats import get_format

from commonweal.sites.shell.opendocument import Sheet

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
IN_MEMORY = 1_000_000  # bytes; a larger file is made on disk
WIDTHS = 20  # of a column, in characters


class Cents(NamedTuple):
    """An amount in a file: a plain number in euro, with the decimal mark of the reader."""

    cents: int

    def __str__(self) -> str:
        return f"{self.euro:.2f}".replace(".", get_format("DECIMAL_SEPARATOR"))

    @property
    def euro(self) -> Decimal:
        return Decimal(self.cents) / 100


Cell = str | int | date | Cents | None
Rows = Iterable[Sequence[Cell]]
About = Sequence[tuple[str, str]]


def csv_file(*, name: str, head: Sequence[object], rows: Rows) -> HttpResponse:
    """
    Return rows as a CSV file that a Belgian spreadsheet opens as a table: semicolons, UTF-8.

    Text that would be taken for a formula gets an apostrophe in front.
    """
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    writer = csv.writer(response, delimiter=";")
    writer.writerow([_text(f"{title}") for title in head])
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return response


def table_file(
    *, ending: str, name: str, head: Sequence[object], rows: Rows, about: About = ()
) -> FileResponse:
    """
    Return rows as a file of the kind its `ending` says, one of `ENDINGS`.

    `about` says in lines of name and value what the file holds; it stands above the columns. The
    file is written row by row: 100,000 need no more memory than ten. It is whole before the
    answer begins, for an answer that is sent later sees no member's rows any more.
    """
    media_type, write = WRITERS[ending]
    made: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    try:
        write(made, about, [f"{title}" for title in head], rows)
    except BaseException:
        made.close()
        raise
    made.seek(0)
    return FileResponse(
        made, as_attachment=True, filename=f"{name}.{ending}", content_type=media_type
    )


def _csv(file: IO[bytes], about: About, head: Sequence[str], rows: Rows) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";")
    writer.writerows([_text(name), _text(value)] for name, value in about)
    if about:
        writer.writerow([])
    writer.writerow(map(_text, head))
    writer.writerows([_written(cell) for cell in row] for row in rows)
    text.detach()


def _xlsx(file: IO[bytes], about: About, head: Sequence[str], rows: Rows) -> None:
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "in_memory": False})
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    amount = book.add_format({"num_format": "#,##0.00"})
    sheet = book.add_worksheet()
    sheet.set_column(0, len(head) - 1, WIDTHS)
    for place, (name, value) in enumerate(about):
        sheet.write_string(place, 0, name, bold)
        sheet.write_string(place, 1, value)
    first = len(about) + bool(about)
    for column, title in enumerate(head):
        sheet.write_string(first, column, title, bold)
    for place, row in enumerate(rows, first + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, Cents):
                sheet.write_number(place, column, Fraction(cell.cents, 100), amount)
            elif isinstance(cell, date):
                sheet.write_datetime(place, column, datetime.combine(cell, time()), day)
            elif isinstance(cell, int):
                sheet.write_number(place, column, cell)
            elif cell:
                sheet.write_string(place, column, cell)
    book.close()


def _ods(file: IO[bytes], about: About, head: Sequence[str], rows: Rows) -> None:
    with Sheet(file) as sheet:
        for line in about:
            sheet.row(map(sheet.text, line))
        if about:
            sheet.row([])
        sheet.row(map(sheet.title, head))
        for row in rows:
            sheet.row(_ods_cell(sheet, cell) for cell in row)


def _ods_cell(sheet: Sheet, cell: Cell) -> str:
    if isinstance(cell, Cents):
        return sheet.amount(f"{cell.euro:.2f}")
    if isinstance(cell, date):
        return sheet.day(cell)
    return sheet.number(cell) if isinstance(cell, int) else sheet.text(cell or "")


WRITERS: Mapping[str, tuple[str, Callable[[IO[bytes], About, Sequence[str], Rows], Any]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", _ods),
}
ENDINGS = tuple(WRITERS)


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return _text(cell)
    return "" if cell is None else str(cell)


def _text(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
