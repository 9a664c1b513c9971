"""How the CSV of a bank is read: a person says it once, and every next file is known by it."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.banking import queries
from commonweal.banking.models import Account, CsvMapping
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all

FIELDS = (
    "booked_on", "amount", "debit", "credit", "value_on", "counterparty", "iban", "communication",
    "reference", "balance", "sequence", "account", "currency", "side",
)  # fmt: skip
MARKS = (",", ".")
ENCODINGS = ("utf-8", "cp1252", "utf-16")


class UnnamedMapping(Refusal):
    message = _("Give the mapping a name, such as that of the bank.")
    field = "name"


class MappingKnown(Refusal):
    message = _("End the mapping “%(name)s” first: it already reads files with this first line.")
    field = "name"


class NoDayColumn(Refusal):
    message = _("Say which column is the day of booking.")
    field = "booked_on"


class NoAmountColumn(Refusal):
    message = _("Say which column is the amount, or which two are what went out and what came in.")
    field = "amount"


class SideWithoutAmount(Refusal):
    message = _("Say which column is the amount: the side alone is none.")
    field = "amount"


class NoSuchColumn(Refusal):
    message = _("Choose a column of the file: “%(column)s” is not in its first line.")


class WhoseFile(Refusal):
    message = _("Choose the account of the file, or the column that tells it.")
    field = "account"


class NotAWayToRead(Refusal):
    message = _("Choose another way to write days, amounts and letters: “%(way)s” is not known.")


class MappingEnded(Refusal):
    message = _("Nothing to end: the mapping “%(name)s” has ended already.")


@dataclass(frozen=True, slots=True)
class NewMapping:
    """How files whose table begins with the line `header` are read; see values.CsvLayout."""

    name: str
    header: str
    delimiter: str
    columns: Mapping[str, str]
    encoding: str = "utf-8"
    decimal_mark: str = ","
    date_format: str = "%d/%m/%Y"
    account: Account | None = None


@action
def add_mapping(*, mappings: Sequence[NewMapping], by: Actor, at: datetime) -> list[CsvMapping]:
    """
    Keep how the CSV of a bank is read. From now on a file with that first line is known.

    :raises UnnamedMapping, NoDayColumn, NoAmountColumn, NoSuchColumn, WhoseFile, NotAWayToRead:
        if it could not be read so
    :raises MappingKnown: if files with that first line are read by another mapping
    """
    known = {row.header: row.name for row in queries.mappings()}
    refused: list[Refusal] = []
    for mapping in mappings:
        refused += _refusals(mapping)
        if name := known.get(mapping.header.strip()):
            refused.append(MappingKnown(name=name))
        known[mapping.header.strip()] = mapping.name
    check_all(refused)
    return CsvMapping.objects.bulk_create([_row(mapping, by, at) for mapping in mappings])


def _refusals(mapping: NewMapping) -> Iterator[Refusal]:
    if not mapping.name.strip():
        yield UnnamedMapping()
    if "booked_on" not in mapping.columns:
        yield NoDayColumn()
    if not ("amount" in mapping.columns or {"debit", "credit"} <= mapping.columns.keys()):
        yield NoAmountColumn()
    if "side" in mapping.columns and "amount" not in mapping.columns:
        yield SideWithoutAmount()
    if mapping.account is None and "account" not in mapping.columns:
        yield WhoseFile()
    if len(mapping.delimiter) != 1 or mapping.delimiter in '"\r\n':
        yield NotAWayToRead(way=mapping.delimiter)
    else:
        names = _names(mapping)
        for column in mapping.columns.values():
            if column not in names:
                yield NoSuchColumn(column=column)
    yield from _ways(mapping)


def _ways(mapping: NewMapping) -> Iterator[Refusal]:
    choices = (
        (mapping.decimal_mark, MARKS),
        (mapping.encoding, ENCODINGS),
        (mapping.date_format, queries.DATE_FORMATS),
    )
    for way, known in choices:
        if way not in known:
            yield NotAWayToRead(way=way)
    for field in mapping.columns.keys() - set(FIELDS):
        yield NotAWayToRead(way=field)


def _names(mapping: NewMapping) -> set[str]:
    try:
        cells = next(csv.reader([mapping.header.strip()], delimiter=mapping.delimiter), [])
    except csv.Error:
        return set()
    return {cell.strip() for cell in cells}


def _row(mapping: NewMapping, by: Actor, at: datetime) -> CsvMapping:
    return CsvMapping(
        name=mapping.name.strip(),
        header=mapping.header.strip(),
        delimiter=mapping.delimiter,
        encoding=mapping.encoding,
        decimal_mark=mapping.decimal_mark,
        date_format=mapping.date_format,
        columns=dict(mapping.columns),
        account=mapping.account,
        made_by=by.id,
        made_at=at,
    )


@action
def end_mapping(*, mapping: CsvMapping, by: Actor, at: datetime) -> CsvMapping:
    """
    Read no more files so. What was taken in with it stays.

    :raises MappingEnded: if it ended already
    """
    kept = CsvMapping.objects.select_for_update().get(pk=mapping.pk)
    if kept.ended_at:
        raise MappingEnded(name=kept.name)
    kept.ended_at = at
    kept.save(update_fields=["ended_at"])
    return kept
