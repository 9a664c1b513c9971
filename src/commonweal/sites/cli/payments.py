"""`commonweal payments`: check a list of transfers; build, approve, make and hand over a batch."""

import argparse
import json
import re
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commonweal.sites.cli import _files, _payments
from commonweal.sites.cli._trouble import Trouble, WrongInput

if TYPE_CHECKING:
    from commonweal.banking.queries import Checked, CheckedRow, Payer

HELP = "check a list of transfers; build, approve, export and hand over payment batches"
REFUSED, WRONG = 1, 2
AMOUNT_WIDTH = 16
BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Check a file of anybody, or do with a batch what its state allows."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="|".join(_payments.DEEDS))
    checked = deeds.add_parser(
        "check",
        help="one verdict per row of a CSV file: accept or refuse, and why",
        description="A CSV file with columns end_to_end_id,name,iban,amount_cents,execution_date."
        " Needs no database. Exit 0 if every row is accepted, 1 if any is refused, 2 if the file"
        " cannot be read.",
    )
    checked.add_argument("file", metavar="FILE", help="- for what comes in by the pipe")
    checked.add_argument("--pain", metavar="OUT", help="write pain.001.001.09 of the accepted rows")
    checked.add_argument("--on", metavar="DATE", help="the day it is given to the bank; today")
    checked.add_argument("--payer", metavar="IBAN", help="account that pays; a specimen if none")
    checked.add_argument("--payer-name", metavar="NAME", default="", help="holder of that account")
    checked.add_argument("--payer-bic", metavar="BIC", default="", help="its bank")
    checked.add_argument("--json", action="store_true", help="the same, for a program")
    _payments.add_deeds(deeds)


def needs_database(options: argparse.Namespace) -> bool:
    """A list of anybody is checked without; batches are kept."""
    return bool(options.deed != "check")


def run(options: argparse.Namespace) -> int:
    """Do it, and return 0; 1 if something was refused, 2 if it cannot be done."""
    try:
        return _check(options) if options.deed == "check" else _payments.run(options)
    except WrongInput as wrong:
        print(wrong, file=sys.stderr)
        return WRONG


def _check(options: argparse.Namespace) -> int:
    _open_django()
    from commonweal.banking import queries
    from commonweal.rules.errors import NoFigure

    try:
        _check_names(options)
        checked = queries.check_payments(content=_read(options.file), today=_today(options.on))
    except queries.Unreadable as unreadable:
        raise WrongInput(f"{options.file}: {unreadable}") from None
    except NoFigure as unknown:
        raise WrongInput(str(unknown)) from None
    pain = _write(options, checked) if options.pain is not None else None
    if options.json:
        print(json.dumps(_document(options.file, checked, pain), ensure_ascii=False, indent=1))
    else:
        print("\n".join([*map(_line, checked.rows), "", *_totals(checked, pain)]))
    return 0 if all(row.accepted for row in checked.rows) else REFUSED


def _check_names(options: argparse.Namespace) -> None:
    """The file for the bank never takes the place of the list it is made of."""
    if options.pain == "-":
        raise WrongInput("Name a file with --pain: the verdicts come out by the pipe.")
    if options.pain is None or options.file == "-":
        return
    if Path(options.pain).resolve() == Path(options.file).resolve():
        raise WrongInput(f"Name another file with --pain: {options.pain} is the list.")


def _open_django() -> None:
    """Sentences are Django's; no database is opened."""
    import django
    from django.apps import apps

    from commonweal.sites.cli.main import _speak

    if not apps.ready:
        django.setup()
        _speak()


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        told = f"Name a file that can be read: {name}: {error.strerror}."
        raise WrongInput(told) from None


def _today(text: str | None) -> date:
    """The day asked for; else the first day of a demo, whose clock is in its database, or today."""
    from django.conf import settings

    from commonweal.kernel import clock

    if text:
        return _payments.day(text)
    if settings.CLOCK_IS_MOVABLE:
        return clock.START.date()
    return datetime.now(clock.ZONE).date()


def _write(options: argparse.Namespace, checked: "Checked") -> dict[str, object]:
    """Write the file of the accepted rows; without any there is nothing to write."""
    import hashlib

    from commonweal.banking import queries
    from commonweal.kernel import clock

    if not checked.transfers:
        return {"file": None, "why": _not_written(options.pain)}
    payer = _payer(options)
    name = f"CHECK-{checked.sha256[:20].upper()}"
    made_at = datetime.combine(_today(options.on), clock.START.time())
    try:
        content = queries.write_checked(
            transfers=checked.transfers, payer=payer, name=name, made_at=made_at
        )
    except queries.Unreadable:
        told = f"Write --payer-name in Latin letters: no bank can read “{payer.name}”."
        raise WrongInput(told) from None
    except queries.InvalidFile as invalid:
        told = f"Tell who keeps this program: the file was not written, no bank takes it. {invalid}"
        raise Trouble(told) from None
    _files.write(options.pain, content)
    return {
        "file": options.pain,
        "message_id": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "transfers": len(checked.transfers),
        "control_sum_cents": checked.accepted_cents,
        "payer": payer.iban,
        "specimen": payer == queries.SPECIMEN,
    }


def _payer(options: argparse.Namespace) -> "Payer":
    from commonweal.banking import queries
    from commonweal.kernel import identifiers

    if not options.payer:
        return queries.SPECIMEN
    number, bic = identifiers.iban(options.payer), options.payer_bic.strip().upper()
    if bic and not BIC.fullmatch(bic):
        raise WrongInput(f"Write the BIC as GKCCBEBB, or leave it out: not “{bic}”.")
    return queries.Payer(options.payer_name or "Payer", number, bic)


def _document(name: str, checked: "Checked", pain: dict[str, object] | None) -> dict[str, object]:
    accepted = [row for row in checked.rows if row.accepted]
    return {
        "file": name,
        "sha256": checked.sha256,
        "rows": [_row(row) for row in checked.rows],
        "accepted": len(accepted),
        "refused": len(checked.rows) - len(accepted),
        "accepted_cents": checked.accepted_cents,
        "pain": pain,
    }


def _row(row: "CheckedRow") -> dict[str, object]:
    from commonweal.banking import queries

    return {
        "row": row.row,
        "line": row.line,
        **{name: row.cells[name] for name in ("end_to_end_id", "name", "iban")},
        "amount_cents": row.transfer.cents if row.transfer else row.cells["amount_cents"],
        "execution_date": row.cells["execution_date"],
        "executed_on": f"{row.transfer.due_on}" if row.transfer else None,
        "verdict": "accept" if row.accepted else "refuse",
        "why": " ".join(map(queries.said, row.faults)) or None,
        "codes": [fault.code for fault in row.faults],
        "notes": list(map(queries.said, row.notes)),
        "note_codes": [note.code for note in row.notes],
    }


def _line(row: "CheckedRow") -> str:
    from commonweal.banking import queries
    from commonweal.kernel import money

    told = [f"     {_safe(queries.said(remark))}" for remark in (*row.faults, *row.notes)]
    amount = money.show(row.transfer.cents) if row.transfer else row.cells["amount_cents"]
    head = f"{'accept' if row.accepted else 'refuse'}  {row.row:>5}  {amount:>{AMOUNT_WIDTH}}"
    words = f"{head}  {row.cells['end_to_end_id']:<20}  {row.cells['name']}".rstrip()
    return "\n".join([_safe(words), *told])


def _safe(words: str) -> str:
    """A name of several lines, or with signs that move a cursor, makes no other rows."""
    if words.isprintable():
        return words
    return "".join(sign if sign.isprintable() else " " for sign in words)


def _totals(checked: "Checked", pain: dict[str, object] | None) -> list[str]:
    from commonweal.kernel import money

    accepted = len(checked.transfers)
    total = money.show(checked.accepted_cents)
    refused = len(checked.rows) - accepted
    lines = [f"{len(checked.rows)} rows: {accepted} accepted ({total} euro), {refused} refused."]
    if pain and pain["file"]:
        lines.append(f"{pain['file']}: {accepted} transfers, {total} euro, {pain['sha256']}")
        if pain["specimen"]:
            lines.append("The payer in it is a specimen: name yours with --payer IBAN.")
    elif pain:
        lines.append(f"No file was written: {pain['why']}")
    return lines


def _not_written(name: str) -> str:
    """A file of an earlier check may stand there still: who uploads it should know."""
    if Path(name).exists():
        return f"no row is accepted. {name} is from before: do not give it to the bank."
    return "no row is accepted."
