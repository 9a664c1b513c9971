"""
A client pays its invoices less what we owe it: one was credited after it was paid. Pure.

What is found makes the very amount, with one credit or with all of them; the rest is for a person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commonweal.banking import sums
from commonweal.banking._index import Claim, ClaimIndex
from commonweal.banking.values import Remark

MOST = 6


@dataclass(frozen=True, slots=True)
class Netted:
    """Claims that are paid in full, the credits that are taken off, and why."""

    claims: tuple[Claim, ...]
    credits: tuple[Claim, ...]

    @property
    def why(self) -> Remark:
        values: dict[str, str | int] = {
            "credit_cents": -sum(credit.cents for credit in self.credits),
            "client": self.credits[0].party_name,
        }
        return Remark("less_credit", values)


def of_party(cents: int, party: str, index: ClaimIndex) -> Iterator[Netted]:
    """Yield which open claims of a party make this amount once its credits are taken off."""
    claims = index.open_of(party)
    for chosen in _choices(index.credits_of(party)):
        target = cents - sum(credit.cents for credit in chosen)
        equal = [claim for claim in claims if claim.cents == target]
        if equal:
            yield Netted((equal[0],), chosen)
            continue
        for way in sums.making(target, [claim.cents for claim in claims])[:1]:
            yield Netted(tuple(claims[place] for place in way), chosen)


def of_claims(cents: int, claims: Sequence[Claim], index: ClaimIndex) -> Iterator[Netted]:
    """Yield which credits of their client, taken off these claims, leave this amount."""
    whole = sum(claim.cents for claim in claims)
    for chosen in _choices(index.credits_of(claims[0].party)):
        if whole + sum(credit.cents for credit in chosen) == cents:
            yield Netted(tuple(claims), chosen)


def _choices(credits: Sequence[Claim]) -> Iterator[tuple[Claim, ...]]:
    """Yield all of them together, then each alone."""
    if credits:
        yield tuple(credits)
    if len(credits) > 1:
        yield from ((credit,) for credit in credits[:MOST])
