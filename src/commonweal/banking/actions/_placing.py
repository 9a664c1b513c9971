"""Placing what waits on the suspense account, by a person, and taking that back."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from json import dumps

from django.db import connection
from django.db.models import Count, Max, Q, Sum
from django.utils.translation import gettext_lazy as _

from commonweal.banking import queries
from commonweal.banking.actions import _rules
from commonweal.banking.actions._closing import close_executed, reopen
from commonweal.banking.actions._locks import lock
from commonweal.banking.actions._owing import OURS, PAID_OUT, batches_in, is_debt, paid_by_batches
from commonweal.banking.models import Move, Refund, Settling
from commonweal.banking.queries import CLAIMS, HOUSE, SUSPENSE
from commonweal.banking.scoring import CLIENT_MONEY, COSTS, OWN_ACCOUNTS, Part
from commonweal.kernel import money
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

WITHOUT_ITEM = (OWN_ACCOUNTS, COSTS)
# What else was proposed for these movements, or would settle what was settled now.
OVERTAKEN = """
update banking_matchproposal set state = 'stale', decided_at = %s
where state = 'open' and (move_id = any(%s) or parts @> any(%s::jsonb[]))
"""
CLIENT = re.compile(r"client:\d{1,18}")


class NothingWaits(Refusal):
    message = _("Choose another movement: nothing of this one waits any more.")


class NoSuchClaim(Refusal):
    message = _("Compare the reference with the invoice: no open item carries %(reference)s.")
    field = "reference"


class NothingPlaced(Refusal):
    message = _("Choose at least one place, with an amount above zero on the side of the movement.")


class MoreThanWaits(Refusal):
    message = _("Place less: only € %(waits)s of this movement waits.")


class MoreThanOpen(Refusal):
    message = _("Give %(item)s less: only € %(open)s is open of it.")


class MoreThanPaid(Refusal):
    message = _("Take back less of %(item)s: only € %(paid)s was paid on it.")


class WrongPlace(Refusal):
    message = _(
        "Choose an invoice, the account of a client, costs of the bank or our own accounts: "
        "%(account)s takes no movement."
    )


class AlreadyTakenBack(Refusal):
    message = _("Nothing more to do: this placing was taken back already.")


class WhyTakenBack(Refusal):
    message = _("Say in a few words why it is taken back.")
    field = "because"


class UsedMeanwhile(Refusal):
    message = _("Undo first what was done with %(item)s since: this placing holds it up.")


@dataclass(frozen=True, slots=True)
class Placing:
    """
    What a person says a waiting movement is for: parts with the sign of the movement, together at
    most what waits of it; of what came in, what we owe on a credited invoice is taken off with the
    other sign. `party` ("client:12") is who it turned out to come from: with it the
    placing teaches a rule.
    """

    move_id: int
    parts: tuple[Part, ...]
    party: str = ""
    party_name: str = ""
    proposal_id: int | None = None


@dataclass(slots=True)
class Standing:
    """An item in the books: its unit, what is open of it, and what the bank moved on it."""

    unit: int | None = None
    open_cents: int = 0
    bank_cents: int = 0
    paid_out_cents: int = 0


Standings = dict[tuple[str, str], Standing]


@action
def place_parts(*, placings: Sequence[Placing], by: Actor, at: datetime) -> list[Settling]:
    """
    Place waiting movements as a person says, each over one place or several, in one posting.

    Units are those of the books, whatever a part says. What is not placed goes on waiting.

    :raises NothingWaits: if nothing of a movement waits
    :raises NothingPlaced, MoreThanWaits, MoreThanOpen, MoreThanPaid, WrongPlace: if the parts do
        not fit the movement or what is open
    """
    return settle(placings, by, at)


@action
def take_back(*, settling: Settling, because: str, by: Actor, at: datetime) -> Settling:
    """
    Undo a placing by another entry: the movement waits again, and what it settled is open again.

    :raises AlreadyTakenBack: if it was
    :raises WhyTakenBack: without a reason
    :raises UsedMeanwhile: if what it brought was used since
    """
    lock()
    found = Settling.objects.select_for_update().select_related("move").get(id=settling.pk)
    because = " ".join(because.split())
    if found.undone_at:
        raise AlreadyTakenBack
    if not because:
        raise WhyTakenBack
    parts = [Part(*part) for part in found.parts]
    check_all([*_in_use(parts, standings_of(parts)), *_went_back(parts, found.move)])
    ledger.reverse(
        ids=[found.entry], on=_day(at), text=because, origin=found.move.ref, by=by, at=at
    )
    found.undone_by, found.undone_by_name = by.id, by.name
    found.undone_at, found.undone_because = at, because
    found.save(update_fields=["undone_by", "undone_by_name", "undone_at", "undone_because"])
    reopen(items=batches_in([(part, found.move.booked_on) for part in parts]))
    return found


def settle(placings: Sequence[Placing], by: Actor, at: datetime) -> list[Settling]:
    """Check placings against the books, post them at once, and keep what was placed and taught."""
    if not placings:
        return []
    lock()
    found = Move.objects.select_related("statement__account")
    moves = found.in_bulk([placing.move_id for placing in placings])
    parts = [part for placing in placings for part in placing.parts]
    standings = standings_of(parts)
    check_all([*_faults(placings, moves, standings), *paid_by_batches(parts)])
    before = Settling.objects.filter(move__in=moves).values_list("move").annotate(Count("id"))
    nth = Counter(dict(before))
    entries = []
    for placing in placings:
        nth[placing.move_id] += 1
        move = moves[placing.move_id]
        entries.append(_entry(placing, move, nth[move.pk], standings, at))
    entries = _between_entities(entries, moves)
    posted = ledger.post_across(entries=entries, by=by, at=at)
    rows = [
        _settling(placing, place.id, standings, by, at)
        for placing, place in zip(placings, posted, strict=True)
    ]
    settlings = Settling.objects.bulk_create(rows)
    left = [
        (part, moves[placing.move_id].booked_on) for placing in placings for part in placing.parts
    ]
    close_executed(days=batches_in(left), at=at)
    overtake(placings, at)
    _rules.teach([(moves[p.move_id], p.party, p.party_name) for p in placings if p.party], at)
    return settlings


def _day(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def standings_of(parts: Sequence[Part]) -> Standings:
    """Return how the items of parts stand in the books; one that never was has no row."""
    items = {part.item for part in parts if part.item}
    lines = books.Line.objects.filter(
        account_id__in={part.account for part in parts}, item__in=items
    )
    by_bank = Q(entry__journal__code="bank")
    rows = lines.values("account_id", "item").annotate(
        whose=Max("unit"),
        open=Sum("cents"),
        bank=Sum("cents", filter=by_bank, default=0),
        paid_out=Sum("cents", filter=by_bank | Q(entry__journal__code="orders"), default=0),
    )
    return {
        (row["account_id"], str(row["item"])): Standing(
            row["whose"], row["open"], row["bank"], row["paid_out"]
        )
        for row in rows
    }


def _faults(
    placings: Sequence[Placing], moves: dict[int, Move], standings: Standings
) -> Iterator[Refusal]:
    refs = [move.ref for move in moves.values()]
    left = books.open_amounts(account=SUSPENSE, items=refs)
    open_cents = {key: row.open_cents for key, row in standings.items()}
    for placing in placings:
        move = moves.get(placing.move_id)
        waits = -left.get(move.ref, 0) if move else 0
        if move is None or not waits:
            yield NothingWaits()
            continue
        placed = sum(part.cents for part in placing.parts)
        sign = 1 if waits > 0 else -1
        wrong = [part for part in placing.parts if part.cents * sign <= 0]
        if placed * sign <= 0 or (wrong and not (sign > 0 and _are_credits(wrong, open_cents))):
            yield NothingPlaced()
            continue
        if placed * sign > waits * sign:
            yield MoreThanWaits(waits=_euro(abs(waits)))
        left[move.ref] = placed - waits
        for part in placing.parts:
            yield from _part_faults(part, standings, open_cents)


def _are_credits(parts: Sequence[Part], open_cents: dict[tuple[str, str], int]) -> bool:
    """Whether they take off what we owe a client on invoices from what the client pays."""
    taken: Counter[tuple[str, str]] = Counter()
    for part in parts:
        taken[part.account, part.item] -= part.cents
    return all(
        account == CLAIMS and 0 < cents <= -open_cents.get((account, item), 0)
        for (account, item), cents in taken.items()
    )


def _part_faults(
    part: Part, standings: Standings, open_cents: dict[tuple[str, str], int]
) -> Iterator[Refusal]:
    """What is wrong with one place; `open_cents` runs down as the parts before it take."""
    key = part.account, part.item
    standing = standings.get(key, Standing())
    now = open_cents.get(key, 0)
    open_cents[key] = now - part.cents
    name = part.item.partition(":")[2]
    if part.account == CLAIMS:
        if key not in standings:
            yield NoSuchClaim(reference=name)
        elif part.cents > 0 and now < part.cents:
            yield MoreThanOpen(item=name, open=_euro(max(now, 0)))
        elif part.cents >= 0 or now <= part.cents:
            return  # within what is open, or what we owe on it
        elif standing.bank_cents > part.cents - now + standing.open_cents:
            yield MoreThanPaid(item=name, paid=_euro(max(-standing.bank_cents, 0)))
    elif part.cents < 0 and is_debt(part):
        if -now < -part.cents:
            yield MoreThanOpen(item=name, open=_euro(max(-now, 0)))
    elif part.account in PAID_OUT or part.item.startswith(OURS):
        paid = standing.paid_out_cents - standing.open_cents + now  # less what parts before it took
        if paid < part.cents:
            yield MoreThanPaid(item=name, paid=_euro(max(paid, 0)))
    elif part.account == CLIENT_MONEY:
        if not CLIENT.fullmatch(part.item) or (part.cents < 0 and -now < -part.cents):
            yield WrongPlace(account=f"{part.account} {part.item}".strip())
    elif part.account not in WITHOUT_ITEM or part.item:
        yield WrongPlace(account=part.account)


def _in_use(parts: Sequence[Part], standings: Standings) -> Iterator[Refusal]:
    """A claim never goes below zero, nor a debt above it, by taking a placing back."""
    came_in = sum(part.cents for part in parts) > 0
    for part in parts:
        if came_in and part.cents < 0:
            continue  # a credit was taken off: it is owed again
        after = standings.get((part.account, part.item), Standing()).open_cents + part.cents
        is_claim = part.account == CLAIMS
        if part.item and (after < 0 if is_claim else after > 0):
            yield UsedMeanwhile(item=part.item.partition(":")[2])


def _went_back(parts: Sequence[Part], move: Move) -> Iterator[Refusal]:
    """
    What a placing brought and a refund gave back would wait again, and be given back twice. What
    is kept for a client may come from several payers: there the refund of this one counts.
    """
    known = move if move.counterparty_account else None
    for part in parts:
        refunds = Refund.objects.filter(account=part.account, source=part.item, undone_at=None)
        if part.account == CLIENT_MONEY:
            refunds = refunds.filter(move=known)
        elif part.account != CLAIMS:
            continue
        if part.cents > 0 and refunds.exists():
            yield UsedMeanwhile(item=part.item.partition(":")[2])


def _entry(
    placing: Placing, move: Move, nth: int, standings: Standings, at: datetime
) -> ledger.Entry:
    placed = sum(part.cents for part in placing.parts)
    names = ", ".join(dict.fromkeys(part.item or part.account for part in placing.parts))
    return ledger.Entry(
        journal="bank",
        on=_day(at),
        text=f"{names}: {move.counterparty or move.communication}".strip(": ")[:240],
        key=f"{move.ref}:{nth}",
        origin=move.ref,
        lines=(
            ledger.Line(SUSPENSE, placed, None, move.ref),
            *(
                ledger.Line(part.account, -part.cents, _unit(part, standings), part.item or None)
                for part in placing.parts
            ),
        ),
        entity=entity_of(move),
    )


def _between_entities(
    entries: Sequence[ledger.Entry], moves: Mapping[int, Move]
) -> list[ledger.Entry]:
    """What one legal entity sends another is no money of its own that is on its way: it owed it."""
    owners = {account.iban: account.entity for account in queries.accounts()}
    if len(set(owners.values())) < 2:
        return list(entries)
    refs = {move.ref: move for move in moves.values()}
    return [_to_entity(entry, owners.get(_number(refs[entry.origin]))) for entry in entries]


def _number(move: Move) -> str:
    return move.counterparty_account.replace(" ", "")


def _to_entity(entry: ledger.Entry, other: int | None) -> ledger.Entry:
    if other in (None, entry.entity):
        return entry
    item = books.transfer(entry.entity, other)
    lines = [
        line._replace(account=books.BETWEEN, item=item) if line.account == OWN_ACCOUNTS else line
        for line in entry.lines
    ]
    return entry._replace(lines=lines)


def entity_of(move: Move) -> int:
    """Return the legal entity on whose account a movement stands."""
    account = move.statement.account
    return account.entity if account else HOUSE


def _unit(part: Part, standings: Standings) -> int | None:
    return standings.get((part.account, part.item), Standing()).unit


def _settling(
    placing: Placing, entry: int, standings: Standings, by: Actor, at: datetime
) -> Settling:
    parts = [
        [part.account, part.item, _unit(part, standings), part.cents] for part in placing.parts
    ]
    return Settling(
        move_id=placing.move_id,
        parts=parts,
        proposal_id=placing.proposal_id,
        entry=entry,
        by=by.id,
        by_name=by.name,
        at=at,
    )


def overtake(placings: Sequence[Placing], at: datetime) -> None:
    """Let go of what else was proposed for these movements, or for what they settle."""
    items = {(part.account, part.item) for p in placings for part in p.parts if part.item}
    with connection.cursor() as cursor:
        moves = [placing.move_id for placing in placings]
        cursor.execute(OVERTAKEN, [at, moves, [dumps([item]) for item in sorted(items)]])


def _euro(cents: int) -> str:
    return money.show(cents)
