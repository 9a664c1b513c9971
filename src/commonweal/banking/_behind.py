"""
What is behind a total of the bank: its details as evidence, each by its own reference, the number
it names, or the amount of a payer we know. Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commonweal.banking import naming
from commonweal.banking._index import Claim, ClaimIndex, Seen, Sent

BY_AMOUNT = 78


@dataclass(frozen=True, slots=True)
class Found:
    """A detail, the claim it pays, and how surely (1 to 100)."""

    detail: Seen
    claim: Claim
    weight: int


def claims(
    details: Sequence[Seen], index: ClaimIndex, named: Sequence[Sequence[tuple[Claim, int]]]
) -> list[Found]:
    """
    Return which open claim each detail pays. `named` are the claims that the words of each name,
    with their weights; a detail that names none is known by its payer and its very amount.
    """
    found = []
    for detail, choices in zip(details, named, strict=True):
        is_open = [(weight, claim) for claim, weight in choices if claim.cents > 0]
        if detail.cents <= 0 or len({claim.item for _weight, claim in is_open}) > 1:
            continue
        if is_open:
            found.append(Found(detail, is_open[0][1], is_open[0][0]))
        elif claim := _of_payer(detail, index):
            found.append(Found(detail, claim, BY_AMOUNT))
    return found


def _of_payer(detail: Seen, index: ClaimIndex) -> Claim | None:
    """Return the one open claim of this amount on a payer whose account or name is known."""
    sure = [payer for payer in index.payers(detail) if payer.how != "like"]
    equal = [
        claim
        for payer in sure
        for claim in index.open_of(payer.party)
        if claim.cents == detail.cents
    ]
    return equal[0] if len(equal) == 1 else None


def sent(details: Sequence[Seen], index: ClaimIndex) -> Iterator[tuple[Seen, Sent]]:
    """Yield the payments of ours that the details name, each once."""
    seen = set()
    for detail in details:
        pair = naming.payment(detail.every_text)
        if pair and pair not in seen and (payment := index.sent.get(pair)):
            seen.add(pair)
            yield detail, payment
