"""The ledger's lines by grid, in one statement for a period; and the kept balances beside them."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from commonweal.reporting.queries._places import INTERNAL, LOSS, ROW, SALES_VAT, TABLES, Places
from commonweal.reporting.values import GridEntry

# The lines of a period that a return has to account for: those on accounts of VAT and turnover,
# whoever wrote them, and the costs of purchases.
LINES = """
with place (kind, account, debit, grid, factor) as (
    select * from unnest(%(kinds)s::text[], %(accounts)s::text[], %(debits)s::bool[],
        %(grids)s::text[], %(factors)s::bigint[])
),
line as (
    select entry_id, account, cents, cents > 0 as debit, split_part(origin, ':', 1) as kind
    from ledger_entry entry join ledger_line line on line.entry_id = entry.id
    where entry."on" >= %(start)s and entry."on" < %(end)s
        and entry.journal_id = any (
            array(select id from ledger_journal where entity = %(entity)s))
        and account <> all (%(internal)s)
        and (account = any (%(watched)s)
            or account ~ '^[267]' and split_part(origin, ':', 1) = any (%(papers)s))
    union all
    select entry.id, treatment, way.cents, way.cents > 0, %(row)s
    from purchases_purchase purchase
    join ledger_entry entry on entry.id = purchase.entry_id
    join purchases_purchasevat vat on vat.purchase_id = purchase.id,
    lateral (select case kind when 'credit_note' then -vat.net_cents else vat.net_cents end as cents
    ) way
    where purchase.booked_on >= %(start)s and purchase.booked_on < %(end)s
        and entry.journal_id = any (
            array(select id from ledger_journal where entity = %(entity)s))
        and treatment = any (%(treatments)s)
)"""

BY_GRID = f"""{LINES}
select coalesce(grid, ''), sum(cents * coalesce(factor, 1))::bigint, count(*),
    count(distinct entry_id)
from line left join place using (kind, account, debit) group by 1"""

ENTRIES = f"""{LINES}
select entry.id, case when entity = 1 then code else entity || '-' || code end, entry.number,
    entry."on", entry.text, entry.origin, sum(line.cents * coalesce(factor, 1))::bigint
from line left join place using (kind, account, debit)
join ledger_entry entry on entry.id = entry_id
join ledger_journal journal on journal.id = entry.journal_id
where coalesce(grid, '') = %(grid)s and (%(after)s::bigint is null or entry_id < %(after)s)
group by entry.id, journal.id order by entry.id desc limit %(limit)s"""

KEPT = """
select account, code, sum(debit_cents - credit_cents)::bigint
from ledger_balance join ledger_journal journal on journal.id = journal
where entity = %(entity)s and month >= %(start)s and month < %(end)s
    and (account = any (%(accounts)s) or account ~ '^[267]' and code = 'purchases')
    and account <> all (%(internal)s)
group by 1, 2"""

# What the rows of purchases say is owed on them, and is deducted.
ROWS = """
select coalesce(sum(way.sign * due_cents), 0)::bigint,
    coalesce(sum(way.sign * deducted_cents), 0)::bigint
from purchases_purchase purchase
join ledger_entry entry on entry.id = purchase.entry_id
join purchases_purchasevat vat on vat.purchase_id = purchase.id,
lateral (select case kind when 'credit_note' then -1 else 1 end as sign) way
where booked_on >= %(start)s and booked_on < %(end)s
    and entry.journal_id = any (array(select id from ledger_journal where entity = %(entity)s))"""

# The lines of sales by the client of their invoice; a null client has no invoice behind it. What a
# failed client did not pay lowers no listing: it was supplied all the same.
SALES_BY_CLIENT = """
select client_id, account, sum(cents)::bigint
from ledger_entry entry
join ledger_line line on line.entry_id = entry.id
left join invoicing_invoice invoice
    on starts_with(origin, 'invoice:') and invoice.number = substr(origin, 9)
where entry."on" >= %(start)s and entry."on" < %(end)s and account = any (%(accounts)s)
    and entry.journal_id = any (array(select id from ledger_journal where entity = %(entity)s))
    and not starts_with(origin, 'bankruptcy:')
group by 1, 2"""

# VAT that comes back because a client failed, and what is due again of a dividend.
LOST = """
select coalesce(sum(greatest(cents, 0)), 0)::bigint, coalesce(sum(greatest(-cents, 0)), 0)::bigint
from ledger_entry entry join ledger_line line on line.entry_id = entry.id
where entry."on" >= %(start)s and entry."on" < %(end)s
    and entry.journal_id = any (array(select id from ledger_journal where entity = %(entity)s))
    and account = any (%(accounts)s) and starts_with(origin, %(kind)s)"""


class Scope(NamedTuple):
    """Which lines: of an entity, from a day on and before another."""

    entity: int
    start: date
    end: date


class Sum(NamedTuple):
    """Debit less credit in cents, of so many lines in so many entries."""

    cents: int
    lines: int
    entries: int


def sums(of: Scope, places: Places) -> dict[str, Sum]:
    """Return what stands in each grid; under "" what belongs in none."""
    return {grid: Sum(*rest) for grid, *rest in ask(BY_GRID, **_asked(of, places))}


def entries(
    of: Scope, places: Places, *, grid: str, after: int | None, limit: int | None
) -> list[GridEntry]:
    """Return the entries behind a grid, the newest first, before the one with id `after`."""
    asked = _asked(of, places) | {"grid": grid, "after": after, "limit": limit}
    return [GridEntry(*row) for row in ask(ENTRIES, **asked)]


def of_rows(of: Scope) -> tuple[int, int]:
    """Return what the rows of purchases owe, and what is deducted on them, in cents."""
    ((due, deducted),) = ask(ROWS, **of._asdict())
    return due, deducted


class LostVat(NamedTuple):
    """VAT on sales in cents: had back on what is lost, due again on what came in after all."""

    back_cents: int
    again_cents: int

    @property
    def net_cents(self) -> int:
        return self.back_cents - self.again_cents


def of_losses(of: Scope) -> LostVat:
    """Return what losses moved on the accounts of VAT on sales."""
    ((back, again),) = ask(LOST, **of._asdict(), accounts=list(SALES_VAT), kind=f"{LOSS}:")
    return LostVat(back, again)


class Kept:
    """The monthly balances that posting keeps, of the accounts of VAT and the purchases."""

    def __init__(self, of: Scope, places: Places) -> None:
        asked = {**of._asdict(), "accounts": list(places.watched), "internal": list(INTERNAL)}
        self.rows: list[tuple[str, str, int]] = ask(KEPT, **asked)

    def of(self, accounts: Collection[str]) -> int:
        """Return debit less credit of accounts, in cents."""
        return sum(cents for account, _journal, cents in self.rows if account in accounts)

    def purchases(self) -> int:
        """Return the costs and goods in the journal of purchases, in cents."""
        return sum(
            cents
            for account, journal, cents in self.rows
            if journal == "purchases" and account[0] in "267"
        )


def _asked(of: Scope, places: Places) -> dict[str, Any]:
    kinds, accounts, debits, grids, factors = zip(*places.places, strict=True)
    return {
        **of._asdict(),
        "kinds": list(kinds),
        "accounts": list(accounts),
        "debits": list(debits),
        "grids": list(grids),
        "factors": list(factors),
        "row": ROW,
        "treatments": places.treatments,
        "watched": list(places.watched),
        "internal": list(INTERNAL),
        "papers": list(TABLES),
    }


def ask(sql: str, **values: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
