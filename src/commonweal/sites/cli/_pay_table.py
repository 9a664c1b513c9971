"""`commonweal payslip compute`: a table of pays in, the same table with its amounts out."""

import argparse
import csv
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TextIO

from commonweal.rules import batch, payout
from commonweal.rules.cases import Case
from commonweal.rules.errors import RuleError
from commonweal.rules.payout import Beside
from commonweal.rules.written import written
from commonweal.sites.cli import _pay_text
from commonweal.sites.cli._pay_words import KNOWN, NAMES, pay
from commonweal.sites.cli._words import WrongInput, short

MOST_SHOWN = 20
NOTHING = Beside()
AMOUNTS = (
    "gross", "social_security", "work_bonus", "taxable", "withholding", "special_contribution",
    "net", "employer_contribution", "provision", "tariff_charge", "work_budget", "attachment",
    "paid",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: its number, its line in the file, the column, the remedy."""

    row: int
    line: int
    field: str
    remedy: str

    def __str__(self) -> str:
        place = f"row {self.row} (line {self.line})"
        return f"{place}, {self.field}: {self.remedy}" if self.field else f"{place}: {self.remedy}"


@dataclass(frozen=True, slots=True)
class Table:
    """
    The rows of a file as they stand, each with its line in the file, and the word that each
    column says (None: carried).
    """

    columns: tuple[str, ...]
    words: tuple[str | None, ...]
    rows: tuple[tuple[int, list[str]], ...]


def compute(options: argparse.Namespace) -> int:
    """
    Compute every row that can be computed, and name row and field of the others.

    :raises WrongInput: if the file as a whole is no table of pays
    """
    table = _read(options.table)
    asked, wrong = _asked(table)
    found = batch.payslips(batch.questions([case for _row, case, _beside in asked]))
    marks = written(found).marks
    answers: dict[int, tuple[dict[str, int], Sequence[str]]] = {}
    for place, (row, case, beside) in enumerate(asked):
        try:
            answers[row] = _answer(found, place, case, beside, marks[place])
        except RuleError as error:
            wrong[row] = error
    faults = {row: _fault(row, table.rows[row - 1][0], wrong[row]) for row in sorted(wrong)}
    with _writer(options.out) as file:
        _write(file, table, answers, faults)
    _tell(faults, len(table.rows))
    return 1 if faults else 0


def _read(path: str) -> Table:
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            mark = ";" if first.count(";") > first.count(",") else "\t" if "\t" in first else ","
            file.seek(0)
            rows = [(reader.line_num, row) for reader in [csv.reader(file, delimiter=mark)]
                    for row in reader if any(cell.strip() for cell in row)]  # fmt: skip
    except OSError as error:
        raise WrongInput(f"Give a table that can be read: {path}: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise WrongInput(f"Save {path} as CSV in UTF-8: it is written in another way.") from None
    except csv.Error as error:
        raise WrongInput(f"Save {path} as CSV: it cannot be read ({error}).") from None
    if not rows:
        raise WrongInput(f"Write in {path} a first row of words, such as gross,on: it is empty.")
    columns = tuple(cell.strip() for cell in rows[0][1])
    return Table(columns, _columns(columns, path), tuple(rows[1:]))


def _columns(columns: Sequence[str], path: str) -> tuple[str | None, ...]:
    """Which word each column says. One that looks like a mistyped word is refused."""
    words = tuple(_word(name) for name in columns)
    for name, word in zip(columns, words, strict=True):
        close = get_close_matches(name.lower().replace("_", "-"), KNOWN, 1, cutoff=0.8)
        if word is None and close:
            raise WrongInput(
                f"Rename the column “{short(name)}” of {path}: did you mean “{close[0]}”?", name
            )
        if word is not None and words.count(word) > 1:
            raise WrongInput(f"Give the column “{word}” only once in {path}.", word)
    if not {"gross", "taxable"} & set(words) or not {"on", "date"} & set(words):
        raise WrongInput(f"Give {path} the columns gross (or taxable) and on: it lacks one.")
    return words


def _word(name: str) -> str | None:
    word = name.lower().replace("_", "-")
    bare = word.removesuffix("-cents")
    return bare if bare in KNOWN else None


Asked = list[tuple[int, Case, Beside]]
Wrong = dict[int, WrongInput | RuleError]


def _asked(table: Table) -> tuple[Asked, Wrong]:
    """Read every row; what cannot be read is wrong with that row."""
    asked: Asked = []
    wrong: Wrong = {}
    for row, (_line, cells) in enumerate(table.rows, 1):
        try:
            case, beside = pay(_texts(table, cells))
            asked.append((row, payout.with_excess(case, beside), beside))
        except (WrongInput, RuleError) as error:
            wrong[row] = error
    return asked, wrong


def _texts(table: Table, cells: Sequence[str]) -> dict[str, str]:
    """The words of a row; an empty cell says nothing."""
    if len(cells) > len(table.columns):
        raise WrongInput(f"Remove the cells beyond the {len(table.columns)} columns.")
    said = zip(table.columns, table.words, cells, strict=False)
    return {
        word: _in_euro(name, cell.strip()) for name, word, cell in said if word and cell.strip()
    }


def _in_euro(column: str, cell: str) -> str:
    """A column such as gross_cents holds whole cents."""
    if not column.lower().replace("-", "_").endswith("_cents"):
        return cell
    if not re.fullmatch(r"-?[0-9]{1,12}", cell):
        raise WrongInput(f"Give whole cents, such as 230000: “{short(cell)}” is none.", column)
    sign, digits = cell.startswith("-"), cell.lstrip("-").rjust(3, "0")
    return f"{'-' * sign}{digits[:-2]}.{digits[-2:]}"


def _fault(row: int, line: int, error: WrongInput | RuleError) -> Fault:
    """Name the column; the remedy speaks of columns, not of flags."""
    field = error.word if isinstance(error, WrongInput) else error.field
    remedy = str(error).replace("--", "")
    return Fault(row, line, NAMES.get(field, field).replace("-", "_"), remedy)


def _answer(
    found: batch.Batch, place: int, case: Case, beside: Beside, marks: Sequence[str]
) -> tuple[dict[str, int], Sequence[str]]:
    if place in found.refused:
        raise found.refused[place]
    amounts = found.amounts(place)
    if beside == NOTHING:
        return _pay_text.amounts(amounts), marks
    out = payout.payout(amounts.net, beside, case.on)
    doubts = (name for line in out.lines for name in line.unconfirmed)
    return _pay_text.amounts(amounts, out), tuple(dict.fromkeys((*marks, *doubts)))


@contextmanager
def _writer(path: str) -> Iterator[TextIO]:
    if path == "-":
        yield sys.stdout
    else:
        with open(path, "w", encoding="utf-8", newline="") as file:
            yield file


def _write(
    file: TextIO,
    table: Table,
    answers: Mapping[int, tuple[dict[str, int], Sequence[str]]],
    faults: Mapping[int, Fault],
) -> None:
    """Euro for people, cents for programs, the unconfirmed figures, and why a row has none."""
    carried = [place for place, word in enumerate(table.words) if word is None]
    out = csv.writer(file)
    head = [name for amount in AMOUNTS for name in (amount, f"{amount}_cents")]
    out.writerow(["row", *(table.columns[p] for p in carried), *head, "unconfirmed", "error"])
    for row, (_line, cells) in enumerate(table.rows, 1):
        kept = [cells[place] if place < len(cells) else "" for place in carried]
        if row in faults:
            out.writerow([row, *kept, *[""] * (len(head) + 1), str(faults[row])])
            continue
        amounts, marks = answers[row]
        values = [text for name in AMOUNTS for text in (_euro(amounts[name]), amounts[name])]
        out.writerow([row, *kept, *values, " ".join(marks), ""])


def _euro(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}"


def _tell(faults: Mapping[int, Fault], rows: int) -> None:
    for fault in list(faults.values())[:MOST_SHOWN]:
        print(fault, file=sys.stderr)
    if len(faults) > MOST_SHOWN:
        print(f"… and {len(faults) - MOST_SHOWN} more: see the column error.", file=sys.stderr)
    print(f"{rows - len(faults)} of {rows} rows computed.", file=sys.stderr)
