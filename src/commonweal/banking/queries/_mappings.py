"""Reads of how the CSV of a bank is mapped, and what an unknown one looks like."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from commonweal.banking import remarks
from commonweal.banking.models import CsvMapping, Move
from commonweal.banking.readers import csv_guess, csv_table
from commonweal.banking.readers.csv_guess import DATE_FORMATS as DATE_FORMATS
from commonweal.banking.readers.csv_guess import CsvGuess as CsvGuess
from commonweal.banking.values import CsvLayout as CsvLayout
from commonweal.banking.values import ReadStatement as ReadStatement
from commonweal.banking.values import Remark


def mappings() -> "QuerySet[CsvMapping]":
    """Return the mappings in use, the latest first."""
    return CsvMapping.objects.filter(ended_at=None).select_related("account").order_by("-id")


def get_mapping(*, id: int) -> CsvMapping:
    """
    Return one mapping, also one that ended.

    :raises CsvMapping.DoesNotExist: if there is none
    """
    return CsvMapping.objects.select_related("account").get(id=id)


def layouts() -> list[CsvLayout]:
    """Return the mappings in use as the reader takes them."""
    return [
        CsvLayout(
            name=row.name,
            header=row.header,
            delimiter=row.delimiter,
            columns=row.columns,
            encoding=row.encoding,
            decimal_mark=row.decimal_mark,
            date_format=row.date_format,
            account=row.account.iban if row.account else "",
        )
        for row in mappings()
    ]


def guess_csv(*, content: bytes) -> CsvGuess | None:
    """Return what an unknown CSV could be, or nothing if it is no table. Pure."""
    return csv_guess.guess(content)


def try_csv(*, content: bytes, layout: CsvLayout) -> list[ReadStatement]:
    """Return what a file would say if it were read so. Pure, and it never raises on the file."""
    return csv_table.read(content, layout)


def remark(told: Remark) -> str:
    """Return the sentence of something a reader says, in the active language."""
    return remarks.sentence(told.code, told.values)


def moves_of_days(*, accounts: Collection[str], days: Collection[date]) -> "QuerySet[Move]":
    """Return what was booked of these days of these accounts by CSV, in order."""
    found = Move.objects.filter(
        statement__format=csv_table.FORMAT,
        statement__verdict="booked",
        statement__account_number__in=accounts,
        statement__on__in=days,
    )
    return found.select_related("statement").order_by("statement_id", "position")
