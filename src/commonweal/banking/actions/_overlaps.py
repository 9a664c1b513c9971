"""
Files that overlap. A person exports the last weeks of an account, and again the week after: what
was booked of a day is left out, and only the rest of it is taken in.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from commonweal.banking import queries
from commonweal.banking.values import ReadMove, Remark

if TYPE_CHECKING:
    from commonweal.banking.actions._verdicts import Verdict
    from commonweal.banking.models import Move

Day = tuple[str, str, date | None, str]
Told = tuple[int, str, str, str]
MORE = "+"


@dataclass(slots=True)
class _Known:
    """What is booked of a day: its moves, where it closed, and in how many parts it came."""

    moves: Counter[Told] = field(default_factory=Counter)
    closed_at: int | None = None
    parts: set[str] = field(default_factory=set)


def cut_overlaps(verdicts: "Sequence[Verdict]") -> None:
    """Leave out of each day what is booked of it, also by a file of the same import."""
    known = _known(verdicts) if verdicts else {}
    for verdict in verdicts:
        read = verdict.read
        day = (read.account or "", read.currency or "", read.on, read.sequence)
        if day in known:
            _cut(verdict, known[day])
        _remember(known.setdefault(day, _Known()), verdict)


def _known(verdicts: "Sequence[Verdict]") -> dict[Day, _Known]:
    found: dict[Day, _Known] = {}
    accounts = {verdict.read.account or "" for verdict in verdicts}
    days = {verdict.read.on for verdict in verdicts if verdict.read.on}
    ours = {(v.read.account, v.read.currency) for v in verdicts if v.account}
    for move in queries.moves_of_days(accounts=accounts, days=days):
        statement = move.statement
        # What was kept before its account became ours is not in the books yet.
        is_kept = statement.account_id is None
        if is_kept and (statement.account_number, statement.currency) in ours:
            continue
        base = statement.sequence.split(MORE)[0]
        day = (statement.account_number, statement.currency, statement.on, base)
        one = found.setdefault(day, _Known())
        one.moves[_told(move)] += 1
        one.closed_at = statement.new_cents
        one.parts.add(statement.sequence)
    return found


def _cut(verdict: "Verdict", known: _Known) -> None:
    read = verdict.read
    here = Counter(_told(move) for move in read.moves)
    if here <= known.moves:
        verdict.warnings.clear()  # what nothing proves was said when it was taken in
        verdict.drop("csv_known")
        return
    if not known.moves <= here:
        return  # the same day with other movements: it is refused as any statement would be
    left, rest = known.moves.copy(), list[ReadMove]()
    for move in read.moves:
        if left[_told(move)]:
            left[_told(move)] -= 1
        else:
            rest.append(move)
    read.moves = rest
    read.old_cents = known.closed_at if read.old_cents is not None else None
    read.sequence = f"{read.sequence}{MORE}{len(known.parts)}"
    verdict.warnings.append(Remark("csv_more", {"count": known.moves.total()}))
    if read.old_cents is not None:
        read.prove()
        for fault in read.faults:
            verdict.refuse(fault)


def _remember(known: _Known, verdict: "Verdict") -> None:
    if verdict.may_overlap:
        known.moves.update(_told(move) for move in verdict.read.moves)
        known.closed_at = verdict.read.new_cents
        known.parts.add(verdict.read.sequence)


def _told(move: "ReadMove | Move") -> Told:
    """Return what makes it the same movement: how much, whose, and its words."""
    return move.cents, move.counterparty, move.counterparty_account, move.communication
