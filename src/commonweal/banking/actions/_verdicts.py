"""The verdict of each statement of a file, made from the file and from what is booked already."""

import hashlib
import json
from bisect import bisect, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from commonweal.banking import queries, readers, remarks
from commonweal.banking.actions._overlaps import cut_overlaps
from commonweal.banking.actions._periods import find_days_told
from commonweal.banking.models import Account, Statement
from commonweal.banking.readers import csv_table
from commonweal.banking.values import ReadStatement, Remark

BOOKED, DUPLICATE, REFUSED = "booked", "duplicate", "refused"
ENTERED_LATER = "|ours"
_Closing = tuple[date, str, int, int]  # day, sequence, old and new balance


@dataclass(frozen=True, slots=True)
class BankFile:
    """A file as it came from the bank."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The fingerprint of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(slots=True)
class Verdict:
    """What becomes of one statement of a file: booked, duplicate or refused, and why."""

    file: BankFile
    place: int
    read: ReadStatement
    verdict: str = BOOKED
    account: Account | None = None
    faults: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    statement: Statement | None = None
    is_another: bool = False
    was_kept: bool = False

    @property
    def identity(self) -> str:
        """
        What makes it the same statement: account, number and day. A notification, which has no
        balances, has an identifier of its own and needs no day. A bank that does not count sends
        several on a day: what opens elsewhere is another one (`is_another`). One that was kept
        before its account became ours is entered once (`was_kept`).
        """
        read = self.read
        day = "" if read.old_cents is None else read.on
        told = f"{read.format}|{read.account}|{read.currency}|{read.sequence}|{day}"
        told += ENTERED_LATER if self.was_kept else ""
        return f"{told}|{read.old_cents}" if self.is_another else told

    @property
    def fingerprint(self) -> str:
        """A hash of balances and movements: the same statement says the same."""
        moves = sorted((move.cents, move.booked_on.isoformat()) for move in self.read.moves)
        told = json.dumps([self.read.old_cents, self.read.new_cents, moves])
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def enters_the_books(self) -> bool:
        """Whether it is booked, of an account of ours, and a statement rather than a notice."""
        is_ours = self.account is not None and self.read.old_cents is not None
        return is_ours and self.verdict == BOOKED

    @property
    def why(self) -> str:
        """The gravest reason in the active language, or nothing."""
        return remarks.first(remarks.stored(self.faults))

    @property
    def notes(self) -> list[str]:
        """What else is to be said, in the active language."""
        stored = remarks.stored([*self.faults[1:], *self.warnings])
        return [remarks.sentence(**remark) for remark in stored]

    @property
    def may_overlap(self) -> bool:
        """Whether it is a day of a CSV, of which an earlier file may have told a part."""
        return self.read.format == csv_table.FORMAT and self.verdict == BOOKED

    def drop(self, code: str) -> None:
        """Leave it: the same statement is booked already."""
        self.verdict = DUPLICATE
        self.faults.append(Remark(code, {"sequence": self.read.sequence}))

    def refuse(self, fault: Remark) -> None:
        """Turn it down for this reason."""
        self.verdict = REFUSED
        self.faults.append(fault)


def judge(files: Sequence[BankFile]) -> list[Verdict]:
    """Return a verdict for every statement of these files, in order. Reads, writes nothing."""
    layouts = queries.layouts()
    verdicts = [
        Verdict(file, place, read, faults=list(read.faults), warnings=list(read.warnings))
        for file in files
        for place, read in enumerate(readers.read(file.content, layouts), start=1)
    ]
    for verdict in verdicts:
        if verdict.faults:
            verdict.verdict = REFUSED
    _find_accounts(verdicts)
    days = [verdict for verdict in verdicts if verdict.may_overlap]
    cut_overlaps(days)
    _assume_balances([day for day in days if day.may_overlap and day.read.old_cents is None])
    _find_duplicates(verdicts)
    ours = [verdict for verdict in verdicts if verdict.enters_the_books]
    history = list(queries.booked_of_accounts(accounts={_account(verdict) for verdict in ours}))
    find_days_told(ours, history)
    _find_gaps([verdict for verdict in ours if verdict.verdict == BOOKED], history)
    return verdicts


def _find_accounts(verdicts: Sequence[Verdict]) -> None:
    """A Belgian account may be written without country and check digits, as before IBAN."""
    ours = {account.iban: account for account in queries.accounts()}
    ours |= {iban[4:]: account for iban, account in ours.items() if iban.startswith("BE")}
    for verdict in verdicts:
        account = ours.get((verdict.read.account or "").replace("-", ""))
        if account and account.currency == verdict.read.currency:
            verdict.account = account


def _assume_balances(unproved: Sequence[Verdict]) -> None:
    """Let a file without balances go on where its account stood: what comes next shows a gap."""
    for verdict in unproved:
        if verdict.account is None:
            verdict.refuse(Remark("csv_not_ours"))
    ours = [verdict for verdict in unproved if verdict.account]
    if not ours:
        return
    lines: dict[int, list[_Closing]] = {}
    for row in queries.booked_of_accounts(accounts={_account(verdict) for verdict in ours}):
        if row.account_id and row.on and row.old_cents is not None and row.new_cents is not None:
            told = (row.on, row.sequence, row.old_cents, row.new_cents)
            lines.setdefault(row.account_id, []).append(told)
    for verdict in sorted(ours, key=_moment):
        line = lines.setdefault(_account(verdict).pk, [])
        old_cents = _standing(verdict, line)
        new_cents = old_cents + sum(move.cents for move in verdict.read.moves)
        verdict.read.old_cents, verdict.read.new_cents = old_cents, new_cents
        insort(line, (*_moment(verdict), old_cents, new_cents))


def _standing(verdict: Verdict, line: Sequence[_Closing]) -> int:
    """Return where the account stood before it; a day that came in another format opens as that."""
    moved = sum(move.cents for move in verdict.read.moves)
    moment = _moment(verdict)
    for on, _sequence, old_cents, new_cents in line:
        if on == moment[0] and new_cents - old_cents == moved:
            return old_cents
    place = bisect(line, (*moment, 0, 0))
    if place:
        return line[place - 1][3]
    return queries.booked_cents(account=_account(verdict))


def _find_duplicates(verdicts: Sequence[Verdict]) -> None:
    """The first statement of an identity counts; the same again is nothing, another is refused."""
    proved = [verdict for verdict in verdicts if verdict.verdict == BOOKED]
    _find_kept([verdict for verdict in proved if verdict.enters_the_books])
    _tell_apart(proved)
    found = queries.booked_by_identity(identities=[verdict.identity for verdict in proved])
    known = {identity: statement.fingerprint for identity, statement in found.items()}
    for verdict in proved:
        first = known.setdefault(verdict.identity, "")
        if not first:
            known[verdict.identity] = verdict.fingerprint
        elif first == verdict.fingerprint:
            verdict.drop("duplicate")
        else:
            verdict.refuse(Remark("other_content", {"sequence": verdict.read.sequence}))


def _find_kept(ours: Sequence[Verdict]) -> None:
    """Say which are kept already and were never entered: their account was not ours then."""
    found = queries.booked_by_identity(identities=[verdict.identity for verdict in ours])
    for verdict in ours:
        kept = found.get(verdict.identity)
        verdict.was_kept = kept is not None and kept.account_id is None


def _tell_apart(proved: Sequence[Verdict]) -> None:
    """Say of statements without a number which are others than the first of their day."""
    uncounted = [v for v in proved if v.read.format == "coda" and v.read.number is None]
    found = queries.booked_by_identity(identities=[verdict.identity for verdict in uncounted])
    opened = {identity: statement.old_cents for identity, statement in found.items()}
    for verdict in uncounted:
        old_cents = opened.setdefault(verdict.identity, verdict.read.old_cents)
        verdict.is_another = old_cents != verdict.read.old_cents


def _find_gaps(ours: Sequence[Verdict], history: Sequence[Statement]) -> None:
    """Warn where a statement does not open with what the one before it closed at."""
    lines: dict[int, list[tuple[date, str, int]]] = {}
    for row in history:
        if row.account_id and row.on and row.new_cents is not None:
            lines.setdefault(row.account_id, []).append((row.on, row.sequence, row.new_cents))
    for verdict in sorted(ours, key=_moment):
        account = _account(verdict)
        line = lines.setdefault(account.pk, [])
        place = bisect(line, _moment(verdict))
        if not line:
            _compare_with_books(verdict, account)
        elif place and line[place - 1][2] != verdict.read.old_cents:
            values = {"old_cents": verdict.read.old_cents, "previous_cents": line[place - 1][2]}
            verdict.warnings.append(Remark("gap", _told(values)))
        line.insert(place, (*_moment(verdict), verdict.read.new_cents or 0))


def _compare_with_books(verdict: Verdict, account: Account) -> None:
    books_cents = queries.booked_cents(account=account)
    if books_cents != verdict.read.old_cents:
        values = {"old_cents": verdict.read.old_cents, "books_cents": books_cents}
        verdict.warnings.append(Remark("books_differ", _told(values)))


def _told(values: dict[str, int | None]) -> dict[str, str | int]:
    return {name: value for name, value in values.items() if value is not None}


def _moment(verdict: Verdict) -> tuple[date, str]:
    """Where a statement stands among those of its account."""
    if verdict.read.on is None:
        raise ValueError("a booked statement has its day")
    return verdict.read.on, verdict.read.sequence


def _account(verdict: Verdict) -> Account:
    if verdict.account is None:
        raise ValueError("only statements of our accounts get here")
    return verdict.account
