"""`commonweal bank`: take statements of the bank in; in a demo, also make them."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from commonweal.sites.cli import _bank_files, _bank_gaps
from commonweal.sites.cli._trouble import WrongInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commonweal.banking.actions import Verdict
    from commonweal.banking.values import ReadDetail, ReadMove

HELP = "take bank statements in (CODA 2, camt.053, camt.054, CSV), and say which are missing"
SETTLE_SECONDS = 2.0
WRONG = 2
NOT_OURS = "The account is not ours: the statement is kept, and not entered in the books."
NAME_WIDTH, AMOUNT_WIDTH = 32, 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Import what the bank sent, or simulate what it would send."""
    deeds = parser.add_subparsers(
        dest="deed", required=True, metavar="import|gaps|dismiss|reopen|simulate"
    )
    taken = deeds.add_parser(
        "import",
        help="one verdict per statement: booked, duplicate or refused, and why",
        description="A refused file is kept with its reason. Exit 1 if anything is refused.",
    )
    taken.add_argument(
        "files", nargs="*", metavar="FILE", help="a file, a pattern, or a folder for all in it"
    )
    taken.add_argument(
        "--drop",
        action="store_true",
        help="take in what lies in the drop folder; a file that still grows is left alone",
    )
    taken.add_argument("--dry-run", action="store_true", help="only say what the verdict would be")
    taken.add_argument(
        "--json",
        action="store_true",
        help="[{file, format, version, account, currency, statement, date, old_balance, moved,"
        " new_balance, difference, gap, moves: [{amount, date, value_date, counterparty,"
        " counterparty_account, reference, communication, code, return_reason, details}], verdict,"
        " why, notes}], in cents",
    )
    _bank_gaps.add_arguments(deeds)
    made = deeds.add_parser(
        "simulate", help="write the next statement of our bank (demo and tests)"
    )
    made.add_argument("--out", required=True, metavar="FILE")
    made.add_argument("--on", metavar="DATE", help="day of the statement; today if not given")
    made.add_argument(
        "--reference", action="append", metavar="OGM", help="only this invoice is paid; repeatable"
    )
    made.add_argument(
        "--mistake",
        action="append",
        default=[],
        choices=("partial", "wrong-reference", "unknown-payer"),
        help="a payer pays half, copies a wrong digit, or says nothing; repeatable",
    )


def needs_database(options: argparse.Namespace) -> bool:
    """What was imported before decides."""
    return True


def run(options: argparse.Namespace) -> int:
    """Do it, and return 0 unless something was refused (1) or cannot be done (2)."""
    try:
        return DEEDS[options.deed](options)
    except WrongInput as wrong:
        print(wrong, file=sys.stderr)
        return WRONG


def _import(options: argparse.Namespace) -> int:
    from commonweal.banking import actions as banking
    from commonweal.kernel import clock
    from commonweal.kernel.actor import SYSTEM

    if options.drop:
        return _import_dropped(options)
    if not options.files:
        raise WrongInput("Name the files of the bank, or take in the drop folder with --drop.")
    files = _bank_files.read_all(options.files)
    verb = banking.import_statements.dry_run if options.dry_run else banking.import_statements
    verdicts = verb(files=files, way="line", by=SYSTEM, at=clock.now())
    _tell(verdicts, as_json=options.json)
    return int(any(verdict.verdict == banking.REFUSED for verdict in verdicts))


def _import_dropped(options: argparse.Namespace) -> int:
    """Take in the drop folder; 1 if anything is refused or could not be moved."""
    from django.conf import settings

    from commonweal.banking import jobs
    from commonweal.kernel import clock

    if options.files or options.dry_run:
        raise WrongInput("Leave out the files and --dry-run: --drop takes in the drop folder.")
    try:
        taken = jobs.take_now(settle=SETTLE_SECONDS, at=clock.now())
    except OSError as error:
        raise WrongInput(
            f"Make the drop folder readable: {settings.BANK_FOLDER}: {error.strerror}."
        ) from None
    _tell(taken.verdicts, as_json=options.json)
    for name in taken.left:
        print(f"Left alone, it is still being written: {name}", file=sys.stderr)
    for trouble in taken.trouble:
        print(f"Look at {trouble}", file=sys.stderr)
    return int(bool(taken.refused or taken.trouble))


def _tell(verdicts: "Sequence[Verdict]", *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([_row(verdict) for verdict in verdicts], ensure_ascii=False, indent=1))
    elif verdicts:
        print("\n\n".join("\n".join(_lines(verdict)) for verdict in verdicts))


def _row(verdict: "Verdict") -> dict[str, object]:
    read = verdict.read
    moved = sum(move.cents for move in read.moves)
    return {
        "file": verdict.file.name,
        "format": read.format,
        "version": read.version or None,
        "account": read.account,
        "currency": read.currency,
        "statement": read.sequence or None,
        "date": read.on.isoformat() if read.on else None,
        "old_balance": read.old_cents,
        "moved": moved,
        "new_balance": read.new_cents,
        "difference": _difference(read.old_cents, moved, read.new_cents),
        "gap": _gap(verdict),
        "moves": [_move(move) for move in read.moves],
        "verdict": verdict.verdict,
        "why": verdict.why or None,
        "notes": verdict.notes,
    }


def _difference(old_cents: int | None, moved_cents: int, new_cents: int | None) -> int | None:
    """Return by how much old balance and movements miss the new balance: 0 proves it."""
    if old_cents is None or new_cents is None:
        return None
    return old_cents + moved_cents - new_cents


def _gap(verdict: "Verdict") -> int | None:
    """Return by how much it opens above where the one before closed; None if it follows."""
    told = next((one.values for one in verdict.warnings if one.code == "gap"), None)
    return int(told["old_cents"]) - int(told["previous_cents"]) if told else None


def _move(move: "ReadMove") -> dict[str, object]:
    return {
        "amount": move.cents,
        "date": move.booked_on.isoformat(),
        "value_date": move.value_on.isoformat(),
        "counterparty": move.counterparty or None,
        "counterparty_account": move.counterparty_account or None,
        "reference": move.reference or None,
        "communication": move.communication or None,
        "code": move.code or None,
        "return_reason": move.return_reason or None,
        "details": [_detail(detail) for detail in move.details],
    }


def _detail(detail: "ReadDetail") -> dict[str, object]:
    return {
        "amount": detail.cents,
        "counterparty": detail.counterparty or None,
        "counterparty_account": detail.counterparty_account or None,
        "reference": detail.reference or None,
        "communication": detail.communication or None,
        "order_reference": detail.order_reference or None,
    }


def _lines(verdict: "Verdict") -> list[str]:
    """Head, balances around the moves, then what is to be said."""
    read = verdict.read
    told = [read.format, read.account, read.currency, read.sequence, read.on]
    words = "  ".join(str(part) for part in told if part)
    head = f"{verdict.verdict.upper():<9} {verdict.file.name}" + (f"  {words}" if words else "")
    is_kept = verdict.verdict == "booked" and read.account and not verdict.account
    said = [verdict.why, *verdict.notes, NOT_OURS if is_kept else ""]
    return [head, *_amounts(read.old_cents, read.moves, read.new_cents), *_said(said)]


def _amounts(old_cents: int | None, moves: "list[ReadMove]", new_cents: int | None) -> list[str]:
    shown = [
        _line(move.booked_on.isoformat(), move.cents, _who(move), move.reference) for move in moves
    ]
    if old_cents is not None:
        shown.insert(0, _line("old", old_cents))
    if new_cents is not None:
        shown.append(_line("new", new_cents))
    return shown


def _who(move: "ReadMove") -> str:
    return move.counterparty or move.communication


def _line(label: str, cents: int, who: str = "", reference: str = "") -> str:
    from commonweal.kernel import money

    parts = f"{who[:NAME_WIDTH]:<{NAME_WIDTH}}  {reference}"
    return f"  {label:<10} {money.show(cents):>{AMOUNT_WIDTH}}  {parts}".rstrip()


def _said(sentences: list[str]) -> list[str]:
    return [f"  {sentence}" for sentence in sentences if sentence]


def _simulate(options: argparse.Namespace) -> int:
    from django.conf import settings

    from commonweal.banking import queries
    from commonweal.kernel import clock

    if not settings.CLOCK_IS_MOVABLE:
        raise WrongInput("Ask the bank for its statements: a live house has no bank of its own.")
    account = queries.find_main_account()
    if account is None:
        raise WrongInput("Enter the bank account of the cooperative first: there is none.")
    content = queries.next_statement(
        account=account,
        on=_day(options.on) if options.on else clock.today(),
        references=options.reference,
        mistakes=options.mistake,
    )
    try:
        Path(options.out).write_bytes(content)
    except OSError as error:
        raise WrongInput(f"Name a file that can be written: {error.strerror}.") from None
    print(options.out)
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongInput(f"Write the day as 2026-05-11: “{text}” is no day.") from None


DEEDS = {
    "import": _import,
    "gaps": _bank_gaps.tell,
    "dismiss": _bank_gaps.dismiss,
    "reopen": _bank_gaps.reopen,
    "simulate": _simulate,
}
