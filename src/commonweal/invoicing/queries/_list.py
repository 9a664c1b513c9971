"""
The list of what is issued, for a desk with hundreds of thousands of rows.

A page is one statement, written by hand: it is read along an index in its own order, and asks the
ledger what is open of each row until it is full. Sums read all that passes, and join the open
items once. See decision 97; `benchmarks/invoice_list.py` holds both to their time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from commonweal.activities.queries import NAME_OF_UNIT
from commonweal.invoicing.queries._sieve import Condition, Sieve, conditions
from commonweal.invoicing.queries._standings import State, state_of
from commonweal.ledger.queries import LOST_OF_ITEM, OPEN_OF_ITEM, OPEN_OF_ITEMS

ITEM = "'invoice:' || i.number"
NOTES = """select sum(gross_cents)::bigint as cents from invoicing_invoice
    where corrects_id = i.id and number is not null"""
ALL_NOTES = """select corrects_id, sum(gross_cents)::bigint as cents from invoicing_invoice
    where corrects_id is not null and number is not null group by corrects_id"""
# Met row by row, until the page is full.
CLAIM = f"""
    cross join lateral (select coalesce(({OPEN_OF_ITEM.format(account="'400'", item=ITEM)}), 0)
        as cents) claim"""
CREDITED = f"""
    cross join lateral (select coalesce(({NOTES}), 0) as cents) credited"""
# Met from the other side: few are credited, so that a page of these would be long to fill.
THE_CREDITED = f"""
    join ({ALL_NOTES} offset 0) credited on credited.corrects_id = i.id"""
PAGE = f"""
select i.id, i.number, i.unit_id, ({{unit}}), i.buyer ->> 'name', i.issued_on, i.due_on,
    i.corrects_id is not null, i.net_cents, i.vat_cents, i.gross_cents, i.currency,
    claim.cents, credited.cents,
    exists (select from invoicing_dispute where invoice_id = i.id and state = 'open'),
    exists ({LOST_OF_ITEM.format(item=ITEM)})
from invoicing_invoice i {{joined}}
where {{conditions}}
order by {{column}} {{way}}, i.id {{way}} limit %s
"""
SUMS = f"""
select currency, count(*), sum(sign * net_cents)::bigint, sum(sign * vat_cents)::bigint,
    sum(open_cents)::bigint
from (
    select i.currency, i.net_cents, i.vat_cents, claim.cents as open_cents,
        case when i.corrects_id is null then 1 else -1 end as sign
    from invoicing_invoice i
    left join ({OPEN_OF_ITEMS.format(account="'400'")}) claims on claims.item = {ITEM}
    left join ({ALL_NOTES}) notes on notes.corrects_id = i.id
    cross join lateral (select coalesce(claims.cents, 0) as cents) claim
    cross join lateral (select coalesce(notes.cents, 0) as cents) credited
    where {{conditions}}
) found
group by currency order by currency
"""


class IssuedRow(NamedTuple):
    """
    What a list shows of an issued invoice or credit note: amounts in cents, positive on a credit
    note too; `open_cents` is what the client still owes (negative when it paid too much).
    """

    pk: int
    number: str
    unit_id: int
    unit_name: str
    buyer_name: str
    issued_on: date
    due_on: date
    is_credit_note: bool
    net_cents: int
    vat_cents: int
    gross_cents: int
    currency: str
    open_cents: int
    credited_cents: int
    is_disputed: bool
    is_lost: bool
    state: State

    @property
    def sign(self) -> int:
        """A credit note counts against what clients owe."""
        return -1 if self.is_credit_note else 1


@dataclass(frozen=True, slots=True)
class ListOrder:
    """A column of the list that it is ordered by, with the id among equals."""

    column: str
    descending: bool = True

    def after(self, place: tuple[date | int, int]) -> Condition:
        """What comes after the row with this value and id."""
        value, pk = place
        sign = "<" if self.descending else ">"
        column = f"i.{self.column}"
        further = f"({column} {sign} %s or i.id {sign} %s)"
        return f"{column} {sign}= %s and {further}", value, value, pk


NEWEST = ListOrder("issued_on")
FIRST_DUE = ListOrder("due_on", descending=False)
LARGEST = ListOrder("gross_cents")


@dataclass(frozen=True, slots=True)
class Sums:
    """What rows come to in one currency: credit notes count against, `open_cents` is owed."""

    currency: str
    count: int
    net_cents: int
    vat_cents: int
    open_cents: int

    @property
    def total_cents(self) -> int:
        return self.net_cents + self.vat_cents


def issued(
    *,
    sieve: Sieve,
    most: int,
    order: ListOrder = NEWEST,
    after: tuple[date | int, int] | None = None,
) -> list[IssuedRow]:
    """Return at most so many rows that pass the sieve, in an order, after a place in it."""
    asked = [*conditions(sieve), *([order.after(after)] if after else [])]
    sql = PAGE.format(
        unit=NAME_OF_UNIT.format(unit="i.unit_id"),
        joined=CLAIM + (THE_CREDITED if sieve.state == "credited" else CREDITED),
        conditions=_all_of(asked),
        column=f"i.{order.column}",
        way="desc" if order.descending else "",
    )
    rows = _read(sql, [*_values(asked), most])
    return [IssuedRow._make((*row, _state(row, sieve.on))) for row in rows]


def sums(*, sieve: Sieve) -> list[Sums]:
    """Return what all that passes the sieve comes to, by currency."""
    asked = list(conditions(sieve))
    return [Sums(*row) for row in _read(SUMS.format(conditions=_all_of(asked)), _values(asked))]


def _state(row: tuple[Any, ...], on: date) -> State:
    _, _, _, _, _, _, due_on, is_credit_note, _, _, gross, _, owed, credited, _, is_lost = row
    return state_of(is_credit_note, gross, credited, owed, due_on < on, is_lost=is_lost)


def _all_of(asked: Sequence[Condition]) -> str:
    return "\n    and ".join(sql for sql, *_values in asked)


def _values(asked: Sequence[Condition]) -> list[Any]:
    return [value for _sql, *values in asked for value in values]


def _read(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
