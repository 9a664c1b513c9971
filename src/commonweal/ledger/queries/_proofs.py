"""The questions the books must answer with 0, every night (MONEY.md §5), and their answers."""

from django.db import connection

from commonweal.kernel import queries as kernel
from commonweal.ledger.models import Entry
from commonweal.ledger.values import Place, Proven

BOOKS = "books:1"  # what the event of a proof is about

# Whether an entry's seal is another than its content would get today.
SEALS = """
    select entry.id, hash is distinct from sha256(convert_to(ledger_entry_content(entry.id, "on",
        text, key, origin, corrects, ledger_stamp(posted_by, posted_at), lines), 'UTF8')) as broken
    from ledger_entry entry join lateral (
        select string_agg(concat_ws(e'\\x1e', account, coalesce(unit, 0), cents,
                coalesce(item, ''), coalesce(reference, '')),
            e'\\x1f' order by position) as lines
        from ledger_line where entry_id = entry.id) sides on true"""

# Whether a link does not seal its entries onto the link just before it, or shares one with another.
LINKS = """
    select link.*, previous.hash as previous,
        link.hash is distinct from sha256(coalesce(previous.hash, ''::bytea) || hashes)
        or (previous.hash is null and link.first_number <> 1)
        or exists (select from ledger_link other where other.journal_id = link.journal_id
            and other.last_number >= link.first_number and other.last_number < link.last_number
        ) as broken
    from ledger_link link
    left join ledger_link previous on previous.journal_id = link.journal_id
        and previous.last_number = link.first_number - 1,
    lateral (
        select string_agg(hash, ''::bytea order by number) as hashes from ledger_entry
        where id between link.journal_id * 1000000000000 + link.first_number
            and link.journal_id * 1000000000000 + link.last_number) entries"""

PROOFS = {
    "lines_sum_to_zero": "select coalesce(sum(cents), 0) from ledger_line",
    "entries_balance": """
        select count(*) from (
            select 1 from ledger_entry left join ledger_line on entry_id = id
            group by id having coalesce(sum(cents), 1) <> 0) faulty""",
    "balances_equal_lines": """
        select count(*) from (
            select account, coalesce(unit, 0) as unit, journal_id as journal,
                date_trunc('month', entry."on"::timestamp)::date as month, count(*),
                sum(greatest(cents, 0)) as debit, sum(greatest(-cents, 0)) as credit
            from ledger_line join ledger_entry entry on id = entry_id group by 1, 2, 3, 4) raw
        full join ledger_balance kept using (account, unit, month, journal)
        where (debit, credit, count)
            is distinct from (debit_cents::numeric, credit_cents::numeric, lines)""",
    "lines_carry_their_day": """
        select count(*) from ledger_line line left join ledger_entry entry on id = entry_id
        where line."on" is distinct from entry."on" """,
    "budgets_equal_lines": """
        select count(*) from (
            select unit, -sum(cents) as budget from ledger_line
            join ledger_account on code = account and in_budget
            where unit is not null group by unit) raw
        full join ledger_unitbalance kept using (unit)
        where coalesce(budget, 0) <> coalesce(budget_cents, 0)""",
    "open_items_equal_lines": """
        select count(*) from (
            select account, item, sum(cents) as open from ledger_line
            where item is not null group by account, item having sum(cents) <> 0) raw
        full join ledger_openitem kept using (account, item)
        where open is distinct from cents""",
    "entities_owe_each_other_the_same": """
        select count(*) from ledger_openitem
        where account = '4164' and starts_with(item, 'between:')""",
    "journals_gapless": """
        select count(*) from ledger_journal journal left join (
            select journal_id, count(*) as count, max(number) as last, min(number) as first
            from ledger_entry group by journal_id) entries on journal_id = id
        where last_number <> coalesce(count, 0) or last_number <> coalesce(last, 0)
            or coalesce(first, 1) <> 1""",
    "contribution_is_cost_and_revenue": """
        select coalesce(sum(cents), 0) from ledger_line where account in ('6199', '7040')""",
    "hashes_intact": f"select count(*) from ({SEALS}) seals where broken",
    "chain_intact": f"select count(*) from ({LINKS}) links where broken",
    "chain_ends_at_the_counter": """
        select count(*) from ledger_journal journal where last_number > 0 and not exists (
            select 1 from ledger_link link where link.journal_id = journal.id
            and link.last_number = journal.last_number and link.hash = journal.chain_head)""",
}

PLACE = f"""
    select first_number, last_number, coalesce(encode(previous, 'hex'), ''), encode(hash, 'hex'),
        not seals.broken, not links.broken
    from ({SEALS}) seals, ({LINKS}) links
    where seals.id = %(id)s and journal_id = %(journal)s and last_number >= %(number)s
    order by last_number limit 1"""


def proofs() -> dict[str, int]:
    """Return what each proof finds now: 0 is intact, anything else is the size of the fault."""
    found = {}
    with connection.cursor() as cursor:
        for name, sql in PROOFS.items():
            cursor.execute(sql)
            found[name] = int(cursor.fetchone()[0])
    return found


def last_proof() -> Proven | None:
    """Return what the proofs found when they were last made, None if they never were."""
    event = kernel.events(of=[BOOKS]).filter(verb="ledger.prove").order_by("id").last()
    return Proven(event.data, event.at, event.by_name) if event else None


def place(*, entry: Entry) -> Place | None:
    """Return the link an entry hangs in, both checked now; None if nothing seals it."""
    with connection.cursor() as cursor:
        cursor.execute(PLACE, {"id": entry.id, "journal": entry.journal_id, "number": entry.number})
        row = cursor.fetchone()
    found = Place(*row) if row else None
    return found if found and found.first_number <= entry.number else None
