"""What is lost of an invoice, as the ledger shows it beside the claim."""

from collections.abc import Mapping
from datetime import datetime

from commonweal.kernel.actor import Actor
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books


def note_lost(changes: Mapping[str, int], origin: str, by: Actor, at: datetime) -> None:
    """Note that so much more (or less, below zero) of these items is lost, marked before or not."""
    moved = {item: cents for item, cents in changes.items() if cents}
    known = books.lost(items=list(moved))
    fresh = {item: (origin, cents) for item, cents in moved.items() if item not in known}
    ledger.mark_lost(marks=fresh, by=by, at=at)
    more = {item: cents for item, cents in moved.items() if item in known}
    ledger.correct_lost(changes=more, by=by, at=at)
