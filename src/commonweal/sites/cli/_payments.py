"""What `commonweal payments` does with batches: each step asks who does it, and in which role."""

import argparse
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from commonweal.sites.cli import _files
from commonweal.sites.cli._trouble import WrongInput

if TYPE_CHECKING:
    from commonweal.banking.queries import PaymentBatch
    from commonweal.kernel.actor import Actor

DEEDS = ("check", "build", "approve", "export", "handover", "status", "refused", "unknown")
MAKER, CHECKER = "finance_maker", "finance_checker"
ROLES = {
    "build": (MAKER,),
    "approve": (CHECKER,),
    "export": (MAKER, CHECKER),
    "handover": (MAKER, CHECKER),
    "status": (MAKER, CHECKER),
    "refused": (MAKER, CHECKER),
    "unknown": (MAKER, CHECKER),
}
AHEAD = timedelta(days=14)
BY = "who does it; only a claim of who has this shell: the desk asks a password"


def day(text: str) -> date:
    """
    Read a day.

    :raises WrongInput: if it is none
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongInput(f"Write the day as 2026-05-11: “{text}” is no day.") from None


def add_deeds(deeds: Any) -> None:
    """Add what can be done with batches."""
    built = _deed(deeds, "build", "put together what falls due, a batch for each day and kind")
    built.add_argument("--until", metavar="DATE", help="due up to and including; two weeks ahead")
    built.add_argument(
        "--kind", action="append", help="wage, attachment, supplier, refund, tax; repeatable"
    )
    approved = _deed(deeds, "approve", "approve a batch that somebody else built")
    approved.add_argument("batch", type=int)
    made = _deed(deeds, "export", "make the file of an approved batch (pain.001.001.09)")
    made.add_argument("batch", type=int)
    made.add_argument("--out", metavar="FILE", help="also write it here; again, if it was made")
    given = _deed(deeds, "handover", "give the file to the bank, once")
    given.add_argument("batch", type=int)
    given.add_argument("--by-hand", action="store_true", help="a person uploaded it at the bank")
    told = _deed(deeds, "status", "take in what the bank says of a file (pain.002)")
    told.add_argument("files", nargs="+", metavar="FILE")
    refused = _deed(deeds, "refused", "confirm, as a second person, what a report says was refused")
    refused.add_argument("batch", type=int)
    lost = _deed(
        deeds, "unknown", "list the files of which nobody knows, or say what became of one"
    )
    lost.add_argument("batch", type=int, nargs="?")
    lost.add_argument("--arrived", metavar="WHY", help="the bank has it: how you know")
    lost.add_argument("--lost", metavar="WHY", help="it never arrived: how you know")


def _deed(deeds: Any, name: str, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = deeds.add_parser(name, help=text, description=text + ".")
    parser.add_argument("--by", required=name != "unknown", metavar="E-MAIL", help=BY)
    parser.add_argument("--json", action="store_true", help="the same, for a program")
    return parser


def run(options: argparse.Namespace) -> int:
    """Do it, and return 0; 1 if a report of the bank was refused."""
    deeds: dict[str, Callable[[argparse.Namespace], int]] = {
        "build": _build,
        "approve": _approve,
        "export": _export,
        "handover": _handover,
        "status": _status,
        "refused": _refused,
        "unknown": _unknown,
    }
    return deeds[options.deed](options)


def _who(options: argparse.Namespace) -> "tuple[Actor, datetime]":
    """Who does it now: four eyes are two people with their own names, not one shell."""
    from commonweal.access import queries as access
    from commonweal.kernel import clock
    from commonweal.kernel.actor import SHELL, Actor

    at = clock.now()
    user = access.user_by_email(email=options.by or "")
    if user is None:
        raise WrongInput(f"Name a person of the house with --by: nobody signs in as {options.by}.")
    roles = {str(role) for role in access.roles_at(user=user, at=at)}
    if roles.isdisjoint(ROLES[options.deed]):
        wanted = " or ".join(ROLES[options.deed])
        raise WrongInput(f"Ask somebody in the role {wanted}: {user.name} is not.")
    return Actor(user.ref, user.name, SHELL), at


def _build(options: argparse.Namespace) -> int:
    from commonweal.flows.payday import actions, queries

    by, at = _who(options)
    until = day(options.until) if options.until else at.date() + AHEAD
    kinds = tuple(options.kind or queries.KINDS)
    if unknown := set(kinds) - set(queries.KINDS):
        raise WrongInput(f"Choose kinds among {', '.join(queries.KINDS)}, not {min(unknown)}.")
    dues = queries.due(until=until, at=at, kinds=kinds)
    held = [due for due in dues if due.held]
    batches = actions.prepare(until=until, kinds=kinds, dues=dues, by=by, at=at)
    if options.json:
        waiting = [{"name": d.name, "cents": d.cents, "item": d.item, "why": d.held} for d in held]
        _print({"batches": [_row(batch) for batch in batches], "held": waiting})
        return 0
    for batch in batches:
        print(_line(batch))
    for due in held:
        print(f"  waits: {due.name}, {_euro(due.cents)}: {due.held}")
    return 0


def _approve(options: argparse.Namespace) -> int:
    from commonweal.flows.payday import actions

    by, at = _who(options)
    return _show(options, actions.approve(batch=_batch(options.batch), by=by, at=at))


def _export(options: argparse.Namespace) -> int:
    """A file that was made is written again: the same bytes, never another file."""
    from commonweal.documents import queries as documents
    from commonweal.flows.payday import actions

    by, at = _who(options)
    batch = _batch(options.batch)
    _check_alive(batch)
    if batch.document is None or not options.out:
        batch = actions.export(batch=batch, by=by, at=at)
    if options.out and batch.document:
        _files.write(options.out, documents.content(document=batch.document))
    return _show(options, batch)


def _check_alive(batch: "PaymentBatch") -> None:
    """A file under a clean name is uploaded: one that will never leave gets none here."""
    if batch.state == batch.State.REJECTED:
        raise WrongInput(
            f"Build a new batch with “payments build”: the file of batch {batch.pk} was refused or"
            " taken back. Who has to see it downloads it at the desk, marked DO-NOT-SEND."
        )


def _handover(options: argparse.Namespace) -> int:
    from commonweal.flows.payday import actions

    by, at = _who(options)
    give = actions.uploaded if options.by_hand else actions.hand_over
    give(batch=_batch(options.batch), by=by, at=at)
    return _show(options, _batch(options.batch))


def _status(options: argparse.Namespace) -> int:
    from pathlib import Path

    from commonweal.banking import actions as banking

    by, at = _who(options)
    files = [banking.BankFile(name, _bytes(Path(name))) for name in options.files]
    verdicts = banking.take_status(files=files, by=by, at=at)
    rows = [
        {
            "file": each.file.name,
            "verdict": each.verdict,
            "batch": each.batch.pk if each.batch else None,
            "code": each.read.code or None,
            "rejected": [payment.end_to_end_id for payment in each.rejected],
            "to_confirm": [payment.end_to_end_id for payment in each.claimed],
            "why": each.why or None,
            "notes": each.notes,
        }
        for each in verdicts
    ]
    if options.json:
        _print(rows)
    else:
        for row in rows:
            said = [str(part) for part in (row["code"], row["why"]) if part]
            print("  ".join([str(row["verdict"]), str(row["file"]), *said]))
    return int(any(each.verdict == "refused" for each in verdicts))


def _refused(options: argparse.Namespace) -> int:
    from commonweal.banking import actions as banking

    by, at = _who(options)
    return _show(options, banking.confirm_refusals(batch=_batch(options.batch), by=by, at=at))


def _bytes(path: Any) -> bytes:
    try:
        content: bytes = path.read_bytes()
    except OSError as error:
        raise WrongInput(f"Name a file that can be read: {path}: {error.strerror}.") from None
    return content


def _unknown(options: argparse.Namespace) -> int:
    from commonweal.banking import actions as banking
    from commonweal.banking import queries

    if options.batch is None:
        return _list_unknown(options)
    if bool(options.arrived) == bool(options.lost):
        raise WrongInput("Say what became of it: --arrived WHY or --lost WHY.")
    by, at = _who(options)
    handover = queries.handover_of(batch=_batch(options.batch))
    if handover is None:
        raise WrongInput(f"Choose another batch: the file of batch {options.batch} never left.")
    banking.end_handover(
        handover=handover,
        outcome="sent" if options.arrived else "withdrawn",
        answer=options.arrived or options.lost,
        by=by,
        at=at,
    )
    return _show(options, _batch(options.batch))


def _list_unknown(options: argparse.Namespace) -> int:
    from commonweal.banking import queries

    batches = [each.batch for each in queries.gone_astray()]
    if options.json:
        _print([_row(batch) for batch in batches])
    elif not batches:
        print("Of every file it is known whether it arrived.")
    for batch in [] if options.json else batches:
        print(_line(batch))
    return 0


def _show(options: argparse.Namespace, batch: "PaymentBatch") -> int:
    if options.json:
        _print(_row(batch))
    else:
        print(_line(batch))
    return 0


def _batch(number: int) -> "PaymentBatch":
    from commonweal.banking import queries

    try:
        return queries.get_batch(id=number)
    except queries.PaymentBatch.DoesNotExist:
        raise WrongInput(f"Choose another batch: there is no batch {number}.") from None


def _row(batch: "PaymentBatch") -> dict[str, object]:
    return {
        "batch": batch.pk,
        "state": batch.state,
        "execute_on": f"{batch.execute_on}" if batch.execute_on else None,
        "count": batch.count,
        "total_cents": batch.total_cents,
        "built_by": batch.built_by_name,
        "approved_by": batch.approved_by_name or None,
        "message_id": batch.message_id,
        "sha256": batch.file_sha256 or None,
    }


def _line(batch: "PaymentBatch") -> str:
    told = [f"batch {batch.pk}", f"{batch.count} payments", f"{_euro(batch.total_cents)} euro"]
    if batch.execute_on:
        told.append(f"executed on {batch.execute_on}")
    told += [str(batch.get_state_display()), f"built by {batch.built_by_name}"]
    if batch.approved_by_name:
        told.append(f"approved by {batch.approved_by_name}")
    if batch.file_sha256:
        told.append(f"{batch.message_id} sha256 {batch.file_sha256}")
    return ", ".join(told)


def _euro(cents: int) -> str:
    from commonweal.kernel import money

    return money.show(cents)


def _print(document: object) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=1))
