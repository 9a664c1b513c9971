"""Importing bank files: verdicts first, then the rows, then one posting."""

from collections.abc import Sequence
from datetime import date, datetime

from commonweal.banking import queries, remarks
from commonweal.banking.actions import _booking, _refusals
from commonweal.banking.actions._locks import lock
from commonweal.banking.actions._verdicts import (
    BOOKED,
    DUPLICATE,
    REFUSED,
    BankFile,
    Verdict,
    judge,
)
from commonweal.banking.matching import Settlement
from commonweal.banking.models import Move, MoveDetail, Statement
from commonweal.banking.values import ReadDetail, ReadMove, Remark
from commonweal.documents import actions as documents
from commonweal.kernel.actions import action, record
from commonweal.kernel.actor import Actor
from commonweal.ledger import queries as ledger

UNPLACED = Settlement(None, 0, 0)


@action
def import_statements(
    *, files: Sequence[BankFile], way: str = "by_hand", by: Actor, at: datetime
) -> list[Verdict]:
    """
    Take files of the bank in and return a verdict for every statement in them, in order.

    A statement that proves itself is booked: kept, and entered in the books when the account is
    ours. One that does not is refused; its file is kept with the reason. One that was imported
    before is a duplicate and changes nothing, so that a retry is harmless. `way` says how the
    files came: by_hand, folder or line.
    """
    lock()
    verdicts = judge(files)
    _warn_of_closed_months(verdicts)
    kept = _keep(verdicts, way, by, at)
    _book([verdict for verdict in kept if verdict.verdict == BOOKED], by, at)
    if subjects := [verdict.statement.ref for verdict in kept if verdict.statement]:
        record(verb="banking.import_statements", subjects=subjects, by=by, at=at)
    return verdicts


def _warn_of_closed_months(verdicts: Sequence[Verdict]) -> None:
    first = _booking.first_open_day()
    for verdict in verdicts:
        if not verdict.enters_the_books:
            continue
        if late := sum(move.booked_on < first for move in verdict.read.moves):
            values: dict[str, str | int] = {
                "month": f"{ledger.closed_up_to():%Y-%m}",
                "count": late,
            }
            verdict.warnings.append(Remark("month_closed", values))


def _keep(verdicts: Sequence[Verdict], way: str, by: Actor, at: datetime) -> list[Verdict]:
    """Store what is new, with its file; a refused file that is kept already stays as it is."""
    known = queries.refused_files(hashes={verdict.file.sha256 for verdict in verdicts})
    new = [verdict for verdict in verdicts if _is_new(verdict, known)]
    files = {v.file.sha256: v.file for v in new if v.file.content}
    stored = documents.store(
        files=[
            documents.NewFile(_name(file), _media_type(file), file.content, "bank_statement")
            for file in files.values()
        ],
        by=by,
        at=at,
    )
    papers = dict(zip(files, stored, strict=True))
    rows = [_row(verdict, papers.get(verdict.file.sha256), way, by, at) for verdict in new]
    for verdict, row in zip(new, Statement.objects.bulk_create(rows), strict=True):
        verdict.statement = row
    return new


def _is_new(verdict: Verdict, known: set[tuple[str, int]]) -> bool:
    """The same refused file twice in one import is kept once."""
    if verdict.verdict == DUPLICATE:
        return False
    place = (verdict.file.sha256, verdict.place)
    if verdict.verdict == REFUSED and place in known:
        return False
    known.add(place)
    return True


def _name(file: BankFile) -> str:
    """Return a name that can be stored, whatever a disk or a browser calls the file."""
    name = file.name.encode("utf-8", "replace").decode().replace("\x00", "")
    return name if name.isprintable() and name.strip("./\\ ") else "statement"


def _media_type(file: BankFile) -> str:
    return "application/xml" if file.content.lstrip()[:1] == b"<" else "text/plain"


def _row(
    verdict: Verdict, paper: documents.Document | None, way: str, by: Actor, at: datetime
) -> Statement:
    read = verdict.read
    is_booked = verdict.verdict == BOOKED
    return Statement(
        document=paper,
        file_name=_name(verdict.file),
        file_sha256=verdict.file.sha256,
        place=verdict.place,
        format=read.format or "",
        version=read.version,
        account_number=read.account or "",
        currency=read.currency or "",
        account=verdict.account,
        sequence=read.sequence,
        on=read.on,
        old_cents=read.old_cents,
        moved_cents=_moved(read.moves) if is_booked and read.old_cents is not None else None,
        new_cents=read.new_cents,
        identity=verdict.identity if is_booked else None,
        fingerprint=verdict.fingerprint,
        number=read.number,
        way=way,
        verdict=verdict.verdict,
        faults=remarks.stored(verdict.faults),
        warnings=remarks.stored(verdict.warnings),
        imported_by=by.id,
        imported_at=at,
    )


def _moved(moves: Sequence[ReadMove]) -> int:
    return sum(move.cents for move in moves)


def _book(verdicts: Sequence[Verdict], by: Actor, at: datetime) -> None:
    """Store the moves of booked statements, each with its place, and post those of ours."""
    ours = [verdict for verdict in verdicts if verdict.enters_the_books]
    ours.sort(key=lambda verdict: (verdict.read.on or date.min, verdict.place))
    others = [verdict for verdict in verdicts if not verdict.enters_the_books]
    settlements = _booking.place([move for verdict in ours for move in verdict.read.moves])
    pairs = [
        (verdict, place, move)
        for verdict in [*ours, *others]
        for place, move in enumerate(verdict.read.moves, start=1)
    ]
    placed = [*settlements, *[UNPLACED] * (len(pairs) - len(settlements))]
    rows = [
        _move(verdict, position, move, settlement)
        for (verdict, position, move), settlement in zip(pairs, placed, strict=True)
    ]
    moves = Move.objects.bulk_create(rows)
    MoveDetail.objects.bulk_create(
        _detail(row, place, detail)
        for row, (_verdict, _position, move) in zip(moves, pairs, strict=True)
        for place, detail in enumerate(move.details, start=1)
    )
    placed_moves = moves[: len(settlements)]
    _booking.enter(ours, settlements, placed_moves, by, at)
    _refusals.heard_on_statement(moves=placed_moves, by=by, at=at)


def _move(verdict: Verdict, position: int, move: ReadMove, settlement: Settlement) -> Move:
    return Move(
        statement=verdict.statement,
        position=position,
        cents=move.cents,
        booked_on=move.booked_on,
        value_on=move.value_on,
        counterparty=move.counterparty,
        counterparty_account=move.counterparty_account,
        reference=move.reference,
        communication=move.communication,
        bank_reference=move.bank_reference,
        order_reference=move.order_reference,
        code=move.code,
        return_reason=move.return_reason,
        original_reference=move.original_reference,
        item=settlement.settles.item if settlement.settles else "",
        settled_cents=settlement.settled_cents,
        suspense_cents=settlement.suspense_cents,
        waits_because=settlement.waits_because,
    )


def _detail(move: Move, position: int, detail: ReadDetail) -> MoveDetail:
    return MoveDetail(
        move=move,
        position=position,
        cents=detail.cents,
        counterparty=detail.counterparty,
        counterparty_account=detail.counterparty_account,
        reference=detail.reference,
        communication=detail.communication,
        order_reference=detail.order_reference,
        return_reason=detail.return_reason,
    )
