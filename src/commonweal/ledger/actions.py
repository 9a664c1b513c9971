"""The one door through which money enters the books."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import count

import psycopg
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from commonweal.kernel.actions import action, record
from commonweal.kernel.actor import Actor
from commonweal.kernel.period import next_month
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries
from commonweal.ledger.between import is_owned, parted
from commonweal.ledger.models import Closing, DisputedItem, Journal, LostItem
from commonweal.ledger.staging import COLUMNS, staged
from commonweal.ledger.values import Entry, Line, Posted, Proven

__all__ = [
    "Entry",
    "Line",
    "Posted",
    "close_month",
    "correct_lost",
    "dispute",
    "lift",
    "mark_lost",
    "open_books",
    "post",
    "post_across",
    "prove",
    "reverse",
]

HOUSE, JOURNALS_APART = 1, 100
SLICE = 1000  # entries that are written while PostgreSQL takes in those before
POST = "select code, first_id from ledger_post(%s, %s, %s, %s)"


class Unbalanced(Refusal):
    message = _("Make debits equal credits: the lines of “%(text)s” sum to %(cents)s cents.")


class UnknownJournal(Refusal):
    message = _("Choose one of the journals %(journals)s: “%(journal)s” does not exist.")


class UnknownAccount(Refusal):
    message = _("Use an account of the chart, and name the item on a control account: %(detail)s")


class PeriodClosed(Refusal):
    message = _("Date the entry in an open month: %(detail)s")


class KeyReused(Refusal):
    message = _("Give a new entry a new key: “%(key)s” is already in the books with other lines.")


class ReferenceReused(Refusal):
    message = _("Give each claim its own structured reference: one of these is already in use.")


class AlreadyClosed(Refusal):
    message = _("Choose a later month: the books are closed up to %(month)s.")


class BooksOpen(Refusal):
    message = _("Nothing more to do: this legal entity has its books already.")


class MonthNotOver(Refusal):
    message = _("Wait until the month is over: %(month)s is still being written.")


class AlreadyLost(Refusal):
    message = _("Nothing more to do: “%(item)s” is written off already.")


class LessThanLost(Refusal):
    message = _("Take back at most %(cents)s cents of “%(item)s”: no more of it is lost.")


REFUSED_BY_CONSTRAINT: dict[str, type[Refusal]] = {
    "ledger_account_and_item": UnknownAccount,
    "ledger_period_open": PeriodClosed,
}


def post(*, entries: Sequence[Entry], by: Actor, at: datetime) -> list[Posted]:
    """
    Write entries into the books, all or none, and return their places in the same order.

    One COPY and one statement, for one entry or 100,000. An entry whose key is already posted
    with the same lines is answered with its place (`replayed`), so a retry is harmless. The
    caller's verb writes the event.

    :raises Unbalanced: if the lines of an entry do not sum to zero
    :raises UnknownJournal, UnknownAccount, PeriodClosed: if the books have no such place
    :raises KeyReused: if a key is posted with other lines
    :raises ReferenceReused: if a structured reference already names another item
    """
    if not entries:
        return []
    try:
        with transaction.atomic():
            return _write(entries, by, at)
    except IntegrityError as error:
        return _answer(error, entries, by, at)


def post_across(*, entries: Sequence[Entry], by: Actor, at: datetime) -> list[Posted]:
    """
    Post entries that may settle what stands in the books of other legal entities than theirs.

    These lines are written there, in the journal of the same name, and the account between the two
    entities keeps both books whole (`between`); all in one posting, undone together by `reverse`.
    Returns the places of the entries as given, in their order.

    :raises Refusal: what `post` refuses
    """
    items = {line.item for entry in entries for line in entry.lines if is_owned(line)}
    if not items or len(queries.entities()) == 1:
        return post(entries=entries, by=by, at=at)
    owners = queries.owners(items=[item for item in items if item])
    whole = [part for entry in entries for part in parted(entry, owners)]
    places = {place.key: place for place in post(entries=whole, by=by, at=at)}
    return [places[entry.key] for entry in entries]


def _write(entries: Sequence[Entry], by: Actor, at: datetime) -> list[Posted]:
    """Each legal entity has journals of its own; they are locked in one order."""
    entities = sorted({entry.entity for entry in entries})
    if len(entities) == 1:
        return _write_one(entities[0], entries, by, at)
    places = {
        place.key: place
        for entity in entities
        for place in _write_one(entity, [e for e in entries if e.entity == entity], by, at)
    }
    return [places[entry.key] for entry in entries]


def _write_one(entity: int, entries: Sequence[Entry], by: Actor, at: datetime) -> list[Posted]:
    counts = Counter[str]()
    with connection.cursor() as cursor:
        with cursor.copy(f"copy ledger_staging ({COLUMNS}) from stdin") as copy:
            for start in range(0, len(entries), SLICE):
                copy.write(staged(entries[start : start + SLICE], counts))
        cursor.execute(POST, [entity, list(counts), by.id, at])
        places = {journal: count(first_id) for journal, first_id in cursor.fetchall()}
    if len(places) < len(counts):
        raise _unknown_journal(entries)
    return [Posted(next(places[entry.journal]), entry.key) for entry in entries]


def _unknown_journal(entries: Sequence[Entry]) -> UnknownJournal:
    journals = queries.journal_codes()
    unknown = next(entry.journal for entry in entries if entry.journal not in journals)
    return UnknownJournal(journal=unknown, journals=", ".join(journals))


def _answer(
    error: IntegrityError, entries: Sequence[Entry], by: Actor, at: datetime
) -> list[Posted]:
    """Turn what PostgreSQL refused into a refusal, or into the answer given the first time."""
    diagnosis = error.__cause__.diag if isinstance(error.__cause__, psycopg.Error) else None
    constraint = diagnosis and diagnosis.constraint_name
    if constraint in ("entry_key", "ledger_reference_pkey"):
        return _replay(entries, by, at)
    if constraint == "ledger_balanced":
        raise _unbalanced(entries) from error
    if diagnosis and constraint in REFUSED_BY_CONSTRAINT:
        raise REFUSED_BY_CONSTRAINT[constraint](detail=diagnosis.message_primary) from error
    raise error


def _unbalanced(entries: Sequence[Entry]) -> Unbalanced:
    sums = ((entry, sum(line.cents for line in entry.lines)) for entry in entries)
    entry, cents = next((entry, cents) for entry, cents in sums if cents)
    return Unbalanced(text=entry.text, cents=cents)


def _replay(entries: Sequence[Entry], by: Actor, at: datetime) -> list[Posted]:
    """Answer the entries that stand in the books already and post the others."""
    kept = queries.entries_by_key(keys=[entry.key for entry in entries])
    fresh = {entry.key: entry for entry in entries if entry.key not in kept}
    if not kept and len(fresh) == len(entries):
        raise ReferenceReused
    known = {key: lines for key, (id, lines) in kept.items()}
    known |= {key: tuple(entry.lines) for key, entry in fresh.items()}
    for entry in entries:
        if known[entry.key] != tuple(entry.lines):
            raise KeyReused(key=entry.key)
    posted = {place.key: place for place in post(entries=list(fresh.values()), by=by, at=at)}
    return [
        posted.get(entry.key) or Posted(kept[entry.key][0], entry.key, replayed=True)
        for entry in entries
    ]


@action
def reverse(
    *, ids: Sequence[int], on: date, text: str, origin: str, by: Actor, at: datetime
) -> list[Posted]:
    """
    Undo entries by posting their lines with the opposite sign, dated `on`: also their parts in the
    books of other legal entities.

    The reversal names what it corrects; an entry is reversed once, a second time is answered.

    :raises PeriodClosed: if `on` is in a closed month
    """
    entries = [
        Entry(
            entry.journal.code,
            on,
            text,
            f"reverse:{entry.id}",
            origin,
            [line._replace(cents=-line.cents, reference=None) for line in lines],
            entry.id,
            entry.journal.entity,
        )
        for entry, lines in _whole(ids)
    ]
    return post(entries=entries, by=by, at=at)


def _whole(ids: Sequence[int]) -> list[tuple[queries.Entry, list[Line]]]:
    found = queries.entries_with_lines(ids=ids)
    parts = {part.id for part in queries.parts_of(keys=[entry.key for entry, _lines in found])}
    return [*found, *queries.entries_with_lines(ids=sorted(parts - set(ids)))]


@action
def close_month(*, month: date, by: Actor, at: datetime) -> Closing:
    """
    Close the books up to and including `month` (its first day), those of every legal entity. A
    correction goes to a later one.

    :raises MonthNotOver: if the month's last day is not past
    :raises AlreadyClosed: if they are closed that far already
    """
    if next_month(month) > at.date():
        raise MonthNotOver(month=f"{month:%Y-%m}")
    # The counters are locked first, so that no posting is on its way into the month.
    journals = list(Journal.objects.select_for_update().order_by("id"))
    last = queries.closed_up_to()
    if last and month <= last:
        raise AlreadyClosed(month=f"{last:%Y-%m}")
    closings = [
        Closing(entity=entity, month=month, closed_by=by.id, closed_at=at)
        for entity in sorted({journal.entity for journal in journals})
    ]
    return Closing.objects.bulk_create(closings)[0]


@action
def open_books(*, entity: int, by: Actor, at: datetime) -> list[Journal]:
    """
    Give a legal entity journals of its own, as the first entity has them; closed as far.

    :raises BooksOpen: if it has them already
    """
    house = list(Journal.objects.select_for_update().filter(entity=HOUSE).order_by("id"))
    if Journal.objects.filter(entity=entity).exists():
        raise BooksOpen
    if last := queries.closed_up_to():
        Closing.objects.create(entity=entity, month=last, closed_by=by.id, closed_at=at)
    first = (entity - HOUSE) * JOURNALS_APART
    return Journal.objects.bulk_create(
        Journal(id=first + journal.pk, entity=entity, code=journal.code) for journal in house
    )


@action
def dispute(*, marks: Mapping[str, str], by: Actor, at: datetime) -> list[DisputedItem]:
    """
    Mark open items as contested: the item ("invoice:2026-000012") of each origin ("dispute:3").

    No amount changes. While one mark of an item stands, nobody should be reminded of it.
    """
    rows = [DisputedItem(item=item, origin=origin, marked_at=at) for origin, item in marks.items()]
    return DisputedItem.objects.bulk_create(rows, ignore_conflicts=True)


@action
def lift(*, origins: Sequence[str], by: Actor, at: datetime) -> list[DisputedItem]:
    """Take the marks of these origins away: what they contested is settled."""
    marks = DisputedItem.objects.select_for_update().filter(origin__in=origins, lifted_at=None)
    lifted = list(marks.order_by("id"))
    DisputedItem.objects.filter(id__in=[mark.pk for mark in lifted]).update(lifted_at=at)
    return lifted


@action
def mark_lost(*, marks: Mapping[str, tuple[str, int]], by: Actor, at: datetime) -> list[LostItem]:
    """
    Mark items as lost: the origin ("bankruptcy:3") and the cents of each ("invoice:2026-000012").

    The entry that writes them off is posted apart: the mark says that what is settled was not paid.

    :raises AlreadyLost: if one is marked already
    """
    if known := queries.lost(items=list(marks)):
        raise AlreadyLost(item=min(known))
    return LostItem.objects.bulk_create(
        LostItem(item=item, origin=origin, cents=cents, marked_at=at)
        for item, (origin, cents) in marks.items()
    )


@action
def correct_lost(*, changes: Mapping[str, int], by: Actor, at: datetime) -> None:
    """
    Change what is lost of items that are marked, in cents: more is lost above zero, less below. An
    item of which nothing is lost any more carries no mark. The entry is posted apart.

    :raises LessThanLost: if less is lost of an item than is taken from it
    """
    marks = LostItem.objects.select_for_update().filter(item__in=list(changes))
    known = {mark.item: mark for mark in marks.order_by("item")}
    for item, cents in changes.items():
        held = known[item].cents if item in known else 0
        if held + cents < 0 or item not in known:
            raise LessThanLost(cents=held, item=item)
        known[item].cents = held + cents
    LostItem.objects.bulk_update([each for each in known.values() if each.cents], ["cents"])
    LostItem.objects.filter(item__in=[item for item in known if not known[item].cents]).delete()


@action
def prove(*, by: Actor, at: datetime) -> Proven:
    """Ask the books every proof, and keep the answers as an event."""
    found = queries.proofs()
    record(verb="ledger.prove", subjects=[queries.BOOKS], by=by, at=at, data=found)
    return Proven(found, at, by.name)
