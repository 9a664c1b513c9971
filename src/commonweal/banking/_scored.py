"""What a proposal is made of: its places, its reasons, and how amounts are spread. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from commonweal.banking._index import Claim, Seen
from commonweal.banking.values import Remark


class Part(NamedTuple):
    """Where so much of a movement goes: `cents` > 0 of what came in, < 0 of what went out."""

    account: str
    item: str
    unit: int | None
    cents: int


@dataclass(frozen=True, slots=True)
class Scored:
    """What a movement may be, how surely (1 to 100), why, and where its cents would go."""

    kind: str
    score: int
    reasons: tuple[Remark, ...]
    parts: tuple[Part, ...]
    party: str = ""
    party_name: str = ""
    rule: int | None = None

    @property
    def places(self) -> tuple[tuple[str, str, int], ...]:
        """What is settled by how much: the same whoever's unit it is."""
        return tuple((part.account, part.item, part.cents) for part in self.parts)


def and_told(why: list[Remark], move: Seen) -> list[Remark]:
    told = move.return_reason
    return [*why, Remark("told_why", {"written": told})] if told else why


def amount(open_cents: int, cents: int) -> Remark:
    if open_cents == cents:
        return Remark("amount", {"open_cents": cents})
    code = "partial" if cents < open_cents else "over"
    return Remark(code, {"open_cents": open_cents, "rest_cents": abs(open_cents - cents)})


def doubts(count: int) -> list[Remark]:
    return [Remark("several", {"count": count})] if count > 1 else []


def part(claim: Claim, cents: int) -> Part:
    return Part(claim.account, claim.item, claim.unit, cents)


def fill(claims: Iterable[Claim], cents: int) -> tuple[Part, ...]:
    """Spread an amount over claims in their order, never more than is open of each."""
    parts = []
    for claim in claims:
        if cents > 0:
            parts.append(part(claim, min(claim.cents, cents)))
            cents -= claim.cents
    return tuple(parts)
