"""Lists as files: exactly the rows that are shown, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.http import HttpResponse
from django.utils.formats import get_format

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Cents(NamedTuple):
    """An amount in a file: a plain number in euro, with the decimal mark of the reader."""

    cents: int

    def __str__(self) -> str:
        return f"{Decimal(self.cents) / 100:.2f}".replace(".", get_format("DECIMAL_SEPARATOR"))


Cell = str | int | date | Cents | None


def csv_file(*, name: str, head: Sequence[object], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
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


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return _text(cell)
    return "" if cell is None else str(cell)


def _text(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
