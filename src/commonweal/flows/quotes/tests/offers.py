"""Amina's activity offers two design days, a print run as an option, and a third in advance."""

import re
from datetime import timedelta
from itertools import count

from tests.cast import NOW, TODAY, actor

from commonweal.flows.quotes import actions as quotes
from commonweal.flows.quotes.actions import Offer, Row
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.actions import PlannedPart, Quote
from commonweal.kernel.actor import Actor
from commonweal.letters.queries import tray

FATIMA = Actor("client:1", "Fatima El Amrani")
ROWS = (
    Row("Design", 500_00, thousandths=2000, unit_code="DAY"),
    Row("Print run", 300_00, vat="reduced", is_optional=True, is_chosen=False),
)
THIRDS = (
    PlannedPart("deposit", "Deposit", 3333),
    PlannedPart("milestone", "First proof", 3333),
    PlannedPart("date", "The rest", 3334, TODAY + timedelta(days=30)),
)
keys = count(1)


def offer(unit, **changes) -> Offer:
    facts = {
        "title": "House style",
        "rows": ROWS,
        "valid_until": TODAY + timedelta(days=20),
        "schedule": THIRDS,
        "language": "fr",
    }
    return Offer(unit.pk, **{**facts, **changes})


def draft(unit, client, member, **changes) -> Quote:
    key = f"click {next(keys)}"
    return quotes.draft(
        offer=offer(unit, **changes), client=client, key=key, by=actor(member), at=NOW
    )


def sent(unit, client, member, **changes) -> Quote:
    return quotes.send(quote=draft(unit, client, member, **changes), by=actor(member), at=NOW)


def accept(quote, *chosen, at=NOW, purchase_order=""):
    return quotes.accept(
        quote=quote, chosen=chosen, purchase_order=purchase_order, by=FATIMA, at=at
    )


def now(quote) -> Quote:
    return invoicing.get_quote(id=quote.pk)


def link() -> str:
    """The address in the newest letter to a client."""
    letters = [letter for letter in tray() if "/quote/" in letter.body]
    newest = max(letters, key=lambda letter: letter.pk)
    return re.search(r"(/quote/\S+/)", newest.body)[1]
