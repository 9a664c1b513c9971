"""Reads of what waits: since when, who looks after it, and what it may be."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from commonweal.banking import matching_words, naming
from commonweal.banking.models import (
    MatchProposal,
    MatchRule,
    Move,
    MoveDetail,
    Settling,
    Statement,
    SuspenseOwner,
)
from commonweal.banking.queries._reads import SUSPENSE, Waiting, suspense
from commonweal.kernel.sets import among_ids
from commonweal.ledger import queries as ledger

# Verbs after which a claim is more or less paid than before. What follows the money reads these.
BANK_VERBS: tuple[str, ...] = (
    "banking.import_statements",
    "banking.place_parts",
    "banking.accept",
    "banking.take_back",
)
SURE = 95


@dataclass(frozen=True, slots=True)
class Waits:
    """
    A movement of which `cents` wait (> 0: came in) for so many days; who looks after it, what is
    noted, and what it may be, the surest first.
    """

    move: Move
    cents: int
    days: int
    owned: SuspenseOwner | None = None
    proposals: list[MatchProposal] = field(default_factory=list)

    @property
    def owner(self) -> str:
        return self.owned.owner if self.owned else ""

    @property
    def best(self) -> MatchProposal | None:
        return self.proposals[0] if self.proposals else None


def waits(*, on: date) -> list[Waits]:
    """Return all that waits, the oldest first, each with its owner and its open proposals."""
    waiting = suspense()
    ids = [row.move.pk for row in waiting]
    owners = last_owners(moves=ids)
    found = proposals(moves=ids)
    return [
        Waits(
            row.move,
            row.cents,
            max((on - row.move.booked_on).days, 0),
            owners.get(row.move.pk),
            found.get(row.move.pk, []),
        )
        for row in waiting
    ]


def last_owners(*, moves: Collection[int]) -> dict[int, SuspenseOwner]:
    """Return the last word on who looks after each of these movements."""
    rows = SuspenseOwner.objects.filter(move__in=moves).order_by("move", "-id").distinct("move")
    return {row.move_id: row for row in rows}


def proposals(*, moves: Collection[int]) -> dict[int, list[MatchProposal]]:
    """Return the open proposals for these movements, the surest first."""
    found: dict[int, list[MatchProposal]] = defaultdict(list)
    rows = MatchProposal.objects.filter(move__in=moves, state=MatchProposal.State.OPEN)
    for row in rows.order_by("move", "rank"):
        found[row.move_id].append(row)
    return dict(found)


def sure(*, waiting: Sequence[Waits], least: int = SURE) -> list[MatchProposal]:
    """
    Return the best proposals of at least this score that can be accepted together.

    Two movements that would settle one item are never both sure: the first keeps it.
    """
    taken: set[str] = set()
    found = []
    for row in waiting:
        if row.best is None or row.best.score < least:
            continue
        items = {item for _account, item, _unit, _cents in row.best.parts if item}
        if not items & taken:
            taken |= items
            found.append(row.best)
    return found


def sentences(*, proposal: MatchProposal) -> list[str]:
    """Return why a movement may be this, in the active language."""
    return [matching_words.sentence(**reason) for reason in proposal.reasons]


def waiting_moves() -> list[Waiting]:
    """Return what waits, the oldest first, without the statements: for who reads all of it."""
    rows = ledger.OpenItem.objects.filter(account=SUSPENSE, item__startswith="move:")
    cents = {int(item[5:]): -open_cents for item, open_cents in rows.values_list("item", "cents")}
    moves = Move.objects.filter(id__in=list(cents)).order_by("booked_on", "id")
    return [Waiting(move, cents[move.pk]) for move in moves if cents[move.pk]]


def details_of_waiting() -> dict[int, list[MoveDetail]]:
    """Return what is behind the totals that wait, by movement, in the order of the bank."""
    rows = ledger.OpenItem.objects.filter(account=SUSPENSE, item__startswith="move:")
    ids = [int(item[5:]) for item in rows.exclude(cents=0).values_list("item", flat=True)]
    found: dict[int, list[MoveDetail]] = defaultdict(list)
    for detail in MoveDetail.objects.filter(among_ids("move_id", ids)).order_by("move", "position"):
        found[detail.move_id].append(detail)
    return dict(found)


def waiting_count() -> int:
    """Return how many movements wait on the suspense account."""
    rows = ledger.OpenItem.objects.filter(account=SUSPENSE, item__startswith="move:")
    return rows.exclude(cents=0).count()


@dataclass(frozen=True, slots=True)
class Named:
    """What waiting movements name: structured references, and numbers of invoices as written."""

    references: frozenset[str]
    numbers: frozenset[str]


def named(*, years: Sequence[int]) -> Named:
    """Return what waiting movements name; a number without its year may be of any of `years`."""
    references: set[str] = set()
    numbers: set[str] = set()
    waiting = [row.move for row in waiting_moves()]
    told = [(m.reference, f"{m.communication} {m.original_reference}") for m in waiting]
    for details in details_of_waiting().values():
        told += [(d.reference, f"{d.communication} {d.order_reference}") for d in details]
    for reference, text in told:
        for digits in naming.candidates(f"{reference} {text}"):
            references |= {digits, naming.mended(digits)}
        for year, number in naming.numbers(text):
            numbers |= {f"{each}-{number:06d}" for each in ([year] if year else years)}
    return Named(frozenset(references), frozenset(numbers))


def rules() -> "QuerySet[MatchRule]":
    """Return the rules that count or wait to, those to decide first, then the newest."""
    return MatchRule.objects.filter(ended_at=None).order_by("accepted_at", "-id")


def rules_to_decide() -> "QuerySet[MatchRule]":
    """Return the rules that count only once somebody accepts them."""
    return MatchRule.objects.filter(ended_at=None, accepted_at=None)


def get_rule(*, id: int) -> MatchRule:
    """
    Return one rule.

    :raises MatchRule.DoesNotExist: if there is none
    """
    return MatchRule.objects.get(id=id)


def placings(*, statement: Statement) -> "QuerySet[Settling]":
    """Return what people placed of a statement and did not take back, the first placed first."""
    return Settling.objects.filter(move__statement=statement, undone_at=None).order_by("id")


def settlings() -> "QuerySet[Settling]":
    """Return what people placed, the latest first."""
    return Settling.objects.select_related("move").order_by("-id")


def get_settling(*, id: int) -> Settling:
    """
    Return one placing by a person.

    :raises Settling.DoesNotExist: if there is none
    """
    return Settling.objects.select_related("move").get(id=id)


def last_settling(*, by: str) -> Settling | None:
    """Return the last placing of this person ("user:5") that still stands."""
    return settlings().filter(by=by, undone_at=None).first()
