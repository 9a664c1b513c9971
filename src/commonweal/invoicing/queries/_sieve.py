"""
What narrows the list of what is issued, as conditions of SQL on an invoice `i`.

Each is such that an index answers it behind row security, where `LIKE` and sums have none:
numbers, references, orders and amounts by equality or range, names by the clients that bear them
now. See decision 97.
"""

import json
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django.db.models import QuerySet

from commonweal.clients import queries as clients
from commonweal.invoicing.models import Series
from commonweal.kernel import money
from commonweal.ledger.queries import LOST_ITEMS

Condition: TypeAlias = tuple[Any, ...]  # SQL, then the values for its places
NUMBER = re.compile(r"[A-Z]*\d{4}-\d{0,6}")
REFERENCE_DIGITS, NUMBER_DIGITS = 12, 6
# Few are lost: their numbers are read first, so that an index finds them.
LOST = f"""i.number = any (
    array(select substr(item, {len("invoice:") + 1}) from ({LOST_ITEMS}) lost))"""
OF_STATE = {
    "credit_note": "i.corrects_id is not null",
    "credited": "i.corrects_id is null and credited.cents >= i.gross_cents",
    "paid": "i.corrects_id is null and claim.cents = 0 and credited.cents < i.gross_cents"
    f" and not {LOST}",
    "overpaid": "i.corrects_id is null and claim.cents < 0 and credited.cents < i.gross_cents"
    f" and not {LOST}",
    "lost": f"i.corrects_id is null and {LOST} and claim.cents <= 0"
    " and credited.cents < i.gross_cents",
    "open": "i.corrects_id is null and claim.cents > 0",
    "overdue": "i.corrects_id is null and claim.cents > 0 and i.due_on < %s",
}
OF_PAPERS = {
    "waiting": "not exists (select from invoicing_rendering where invoice_id = i.id)",
    "ready": "i.id in (select invoice_id from invoicing_rendering where state = 'ready')",
    "parked": "i.id in (select invoice_id from invoicing_rendering where state = 'parked')",
}


@dataclass(frozen=True, slots=True)
class Sieve:
    """
    What narrows the list of invoices; what is not set narrows nothing.

    `state` is one of a standing, where "open" is all that is still owed; days are of issue, both
    included; cents include VAT; `vat` is a kind, with its rate in basis points if it has one
    ("standard:2100"); `papers` is "ready", "parked" or "waiting"; `among` are invoices to stay
    within.
    """

    on: date
    text: str = ""
    state: str = ""
    first: date | None = None
    last: date | None = None
    clients: Collection[int] | None = None
    units: Collection[int] | None = None
    least_cents: int | None = None
    most_cents: int | None = None
    vat: str = ""
    entity: int | None = None
    disputed: bool = False
    papers: str = ""
    among: "QuerySet[Any] | None" = None


def conditions(sieve: Sieve) -> Iterator[Condition]:
    """Yield what a row must meet, all of it; names and numbers are looked up here."""
    yield ("i.number is not null",)
    yield from _plain(sieve)
    if sieve.clients is not None:
        yield _one_of("i.client_id", sieve.clients)
    if sieve.units is not None:
        yield _one_of("i.unit_id", sieve.units)
    if sieve.vat:
        yield "i.vat_table @> %s::jsonb", json.dumps([_vat_row(sieve.vat)])
    if sieve.disputed:
        yield ("i.id in (select invoice_id from invoicing_dispute where state = 'open')",)
    if sieve.papers:
        yield (OF_PAPERS[sieve.papers],)
    if sieve.among is not None:
        sql, values = sieve.among.order_by().values("pk").query.sql_with_params()
        yield f"i.id in ({sql})", *values
    if text := sieve.text.strip():
        yield _any_of(list(_meant(text)))
    if sieve.state:
        yield OF_STATE[sieve.state], *([sieve.on] if sieve.state == "overdue" else [])


def _plain(sieve: Sieve) -> Iterator[Condition]:
    asked = {
        "i.issued_on >= %s": sieve.first,
        "i.issued_on <= %s": sieve.last,
        "i.gross_cents >= %s": sieve.least_cents,
        "i.gross_cents <= %s": sieve.most_cents,
        "i.entity_id = %s": sieve.entity,
    }
    return ((sql, value) for sql, value in asked.items() if value is not None)


def _one_of(column: str, ids: Collection[int]) -> Condition:
    """One value, however many there are: as a list of places they would be parsed one by one."""
    return f"{column} = any (%s::bigint[])", list(ids)


def _any_of(meant: list[Condition]) -> Condition:
    sql = " or ".join(each for each, *_values in meant)
    return f"({sql})", *(value for _each, *values in meant for value in values)


def _vat_row(vat: str) -> list[str | int]:
    kind, _colon, rate = vat.partition(":")
    return [kind, int(rate)] if rate.isdecimal() else [kind]


def _meant(text: str) -> Iterator[Condition]:
    """A number, reference, amount, order of the client or name as typed."""
    yield from _number(text.upper())
    yield "i.purchase_order <> '' and i.purchase_order = %s", text
    digits = "".join(char for char in text if char.isdigit())
    if len(digits) == REFERENCE_DIGITS:
        yield "i.reference = %s", digits
    with suppress(ValueError):
        yield "i.gross_cents = %s", money.cents(text)
    if ids := clients.named(text=text):
        yield _one_of("i.client_id", ids)


def _number(text: str) -> Iterator[Condition]:
    """A number may be typed without its year: all series are looked through."""
    if NUMBER.fullmatch(text):
        series, _dash, rest = text.partition("-")
        yield "i.number = %s", f"{series}-{rest.zfill(NUMBER_DIGITS)}"
        yield "i.number > %s and i.number < %s", text, f"{text}:"  # what begins so
    elif text.isdecimal() and len(text) <= NUMBER_DIGITS:
        names = Series.objects.values_list("name", flat=True)
        wanted = [f"{name}-{text.zfill(NUMBER_DIGITS)}" for name in names]
        yield "i.number = any (%s::text[])", wanted
