"""Quotes of two design days at 500 euro, with an optional print run at 6 %, for the tests."""

from datetime import timedelta
from itertools import count

from tests.cast import NOW, TODAY, actor

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.actions import NewQuoteLine, Quote
from commonweal.kernel.actor import Actor

DESIGN = NewQuoteLine("Design day", 500_00, invoicing.Vat.STANDARD, 2100, 2000, "DAY")
PRINT = NewQuoteLine(
    "Print run", 300_00, invoicing.Vat.STANDARD, 600, is_optional=True, is_chosen=False
)
HALVES = (
    invoicing.PlannedPart("deposit", "Deposit", 3000),
    invoicing.PlannedPart("milestone", "First proof", 7000),
)
CLIENT = Actor("client:1", "Ines Martin")
keys = count(1)


def new(unit, client, **details):
    facts = {
        "title": "Poster design",
        "lines": (DESIGN, PRINT),
        "valid_until": TODAY + timedelta(days=20),
    }
    return invoicing.NewQuote(unit.pk, client, **{**facts, **details})


def draft(unit, client, member, **details) -> Quote:
    return invoicing.draft_quote(quote=new(unit, client, **details), by=actor(member), at=NOW)


def sent(unit, client, member, **details) -> Quote:
    drafted = draft(unit, client, member, **details)
    return invoicing.send_quote(quote=drafted, by=actor(member), at=NOW)


def now(quote) -> Quote:
    return queries.get_quote(id=quote.pk)
