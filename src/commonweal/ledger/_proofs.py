"""The questions the books must answer with 0, every night (MONEY.md §5)."""

PROOFS = {
    "lines_sum_to_zero": "select coalesce(sum(cents), 0) from ledger_line",
    "entries_balance": """
        select count(*) from (
            select 1 from ledger_entry left join ledger_line on entry_id = id
            group by id having coalesce(sum(cents), 1) <> 0) faulty""",
    "balances_equal_lines": """
        select count(*) from (
            select account, coalesce(unit, 0) as unit,
                date_trunc('month', "on"::timestamp)::date as month,
                sum(greatest(cents, 0)) as debit, sum(greatest(-cents, 0)) as credit
            from ledger_line join ledger_entry on id = entry_id group by 1, 2, 3) raw
        full join ledger_balance kept using (account, unit, month)
        where (debit, credit) is distinct from (debit_cents::numeric, credit_cents::numeric)""",
    "budgets_equal_lines": """
        select count(*) from (
            select unit, -sum(cents) as budget from ledger_line
            join ledger_account on code = account and in_budget
            where unit is not null group by unit) raw
        full join ledger_unitbalance kept using (unit)
        where coalesce(budget, 0) <> coalesce(budget_cents, 0)""",
    "journals_gapless": """
        select count(*) from ledger_journal journal left join (
            select journal_id, count(*) as count, max(number) as last, min(number) as first
            from ledger_entry group by journal_id) entries on journal_id = id
        where last_number <> coalesce(count, 0) or last_number <> coalesce(last, 0)
            or coalesce(first, 1) <> 1""",
    "contribution_is_cost_and_revenue": """
        select coalesce(sum(cents), 0) from ledger_line where account in ('6199', '7040')""",
    "hashes_intact": """
        select count(*) from ledger_entry entry join lateral (
            select string_agg(concat_ws(e'\\x1e', account, coalesce(unit, 0), cents,
                    coalesce(item, ''), coalesce(reference, '')),
                e'\\x1f' order by position) as lines
            from ledger_line where entry_id = entry.id) sides on true
        where hash <> sha256(convert_to(ledger_entry_content(entry.id, "on", text, key, origin,
            corrects, ledger_stamp(posted_by, posted_at), lines), 'UTF8'))""",
    "chain_intact": """
        select count(*) from (
            select link.hash, sha256(
                coalesce(lag(link.hash) over (partition by link.journal_id
                                              order by link.last_number), ''::bytea)
                || hashes) as computed,
                coalesce(lag(link.last_number) over (partition by link.journal_id
                                                     order by link.last_number), 0) + 1 as expected,
                first_number
            from ledger_link link, lateral (
                select string_agg(hash, ''::bytea order by number) as hashes from ledger_entry
                where journal_id = link.journal_id
                and id between link.journal_id * 1000000000000 + first_number
                    and link.journal_id * 1000000000000 + last_number) entries) chain
        where hash <> computed or first_number <> expected""",
    "chain_ends_at_the_counter": """
        select count(*) from ledger_journal journal where last_number > 0 and not exists (
            select 1 from ledger_link link where link.journal_id = journal.id
            and link.last_number = journal.last_number and link.hash = journal.chain_head)""",
}
