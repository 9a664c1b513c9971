"""What came in or went out at the bank for one item of the books, with the way to its statement."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from commonweal.ledger import queries as ledger
from commonweal.sites.shell.places import place_of


@dataclass(frozen=True, slots=True)
class BankLine:
    """A movement, or a part of one: `cents` > 0 came in. `url` is "" for who may not open it."""

    on: date
    cents: int
    text: str
    url: str


def at_the_bank(*, account: str, item: str, roles: Collection[str]) -> list[BankLine]:
    """Return what the bank brought or took for an item of a control account, the first first."""
    found = ledger.card(of=ledger.Scope(account, item=item))
    return [
        BankLine(line.mark.on, -line.cents, line.text, place_of(line.origin, roles))
        for line in found
        if line.journal == "bank"
    ]
