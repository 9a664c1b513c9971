-- The day of its entry stands on every line, so that one index gives the lines of a unit by day.

-- The one change the books allow: what is written down twice says the same. No hash changes.
select set_config('commonweal.scope', '*', true);
alter table ledger_line disable trigger ledger_line_immutable;
alter table ledger_line add column "on" date;
update ledger_line set "on" = entry."on" from ledger_entry entry where entry.id = entry_id;
alter table ledger_line alter column "on" set not null;
alter table ledger_line enable trigger ledger_line_immutable;

drop index line_unit;
create index line_unit on ledger_line (unit, "on", entry_id) where unit is not null;

-- The balances of a unit lie together, and say how many lines they sum, journal by journal: what
-- clients paid is in the bank's, what they were invoiced in that of sales. A journal is locked
-- while it is written, so no two postings meet in one row.
drop table ledger_balance;
create table ledger_balance (
    unit bigint not null,
    account varchar(8) not null,
    month date not null,
    journal smallint not null,
    debit_cents bigint not null,
    credit_cents bigint not null,
    lines bigint not null,
    primary key (unit, account, month, journal)
) with (fillfactor = 50);
insert into ledger_balance
    select coalesce(unit, 0), account, date_trunc('month', "on"::timestamp)::date,
        entry_id / 1000000000000, sum(greatest(cents, 0)), sum(greatest(-cents, 0)), count(*)
    from ledger_line group by 1, 2, 3, 4;

-- Write a staged batch: numbers, entries, lines, references, balances and one link per journal.
-- `corrects` is 0 for none, as `unit` is. Returns the id of the first entry in each journal: the
-- others follow it in the order of the batch.
create or replace function ledger_post(
    p_entity integer, p_journals text[], p_by text, p_at timestamptz
) returns table (code text, first_id bigint) language plpgsql
-- A batch is sorted in memory, and no compiler is started for a statement of milliseconds.
set work_mem = '64MB' set jit = off as $$
#variable_conflict use_column
declare
    this_batch bigint := txid_current();
    stamp text := ledger_stamp(p_by, p_at);
begin
    -- In one order, so that two posts never wait for each other.
    perform 1 from ledger_journal
        where entity = p_entity and code = any (p_journals) order by id for update;

    return query
    with
    numbered as (
        select counter.id as journal_id, counter.last_number + nth as number,
            counter.id * 1000000000000 + counter.last_number + nth as id,
            "on", text, key, origin, corrects, lines
        from ledger_staging join ledger_journal counter
            on counter.entity = p_entity and counter.code = journal
        where batch = this_batch
    ),
    entries as materialized (
        select journal_id, number, id, "on", text, key, origin, corrects, lines,
            date_trunc('month', "on"::timestamp)::date as month,
            sha256(convert_to(ledger_entry_content(id, "on", text, key, origin, corrects, stamp,
                                                   lines), 'UTF8')) as hash
        from numbered
    ),
    written_entries as (
        insert into ledger_entry (id, journal_id, number, "on", text, key, origin, corrects,
                                  posted_by, posted_at, hash)
        select id, journal_id, number, "on", text, key, origin, nullif(corrects, 0), p_by, p_at,
            hash
        from entries
    ),
    lines as materialized (
        select id as entry_id, journal_id, "on", position::smallint, month,
            split_part(line, e'\x1e', 1) as account,
            nullif(split_part(line, e'\x1e', 2), '0')::bigint as unit,
            split_part(line, e'\x1e', 3)::bigint as cents,
            nullif(split_part(line, e'\x1e', 4), '') as item,
            nullif(split_part(line, e'\x1e', 5), '') as reference
        from entries,
            lateral string_to_table(lines, e'\x1f') with ordinality as split (line, position)
    ),
    written_lines as (
        insert into ledger_line (entry_id, position, account, unit, cents, item, reference, "on")
        select entry_id, position, account, unit, cents, item, reference, "on" from lines
    ),
    written_references as (
        insert into ledger_reference (reference, account, item, unit)
        select reference, account, item, unit from lines where reference is not null
    ),
    sums as materialized (
        select coalesce(unit, 0) as unit, account, month, journal_id, count(*) as lines,
            sum(greatest(cents, 0))::bigint as debit, sum(greatest(-cents, 0))::bigint as credit
        from lines group by 1, 2, 3, 4
    ),
    written_balances as (
        insert into ledger_balance as kept
            (unit, account, month, journal, debit_cents, credit_cents, lines)
        select unit, account, month, journal_id, debit, credit, lines from sums order by 1, 2, 3, 4
        on conflict (unit, account, month, journal) do update set
            debit_cents = kept.debit_cents + excluded.debit_cents,
            credit_cents = kept.credit_cents + excluded.credit_cents,
            lines = kept.lines + excluded.lines
    ),
    written_budgets as (
        insert into ledger_unitbalance as kept (unit, budget_cents)
        select unit, sum(credit - debit)
        from sums join ledger_account on code = account and in_budget
        where unit <> 0 group by unit order by unit
        on conflict (unit) do update set budget_cents = kept.budget_cents + excluded.budget_cents
    ),
    chained as (
        select journal_id, min(number) as first_number, max(number) as last_number,
            string_agg(hash, ''::bytea order by number) as hashes
        from entries group by journal_id
    ),
    links as (
        select journal_id, code, first_number, chained.last_number,
            sha256(chain_head || hashes) as hash
        from chained join ledger_journal on id = journal_id
    ),
    written_links as (
        insert into ledger_link (journal_id, first_number, last_number, hash)
        select journal_id, first_number, last_number, hash from links
    ),
    counted as (
        update ledger_journal set last_number = links.last_number, chain_head = links.hash
        from links where links.journal_id = ledger_journal.id
    )
    select code, journal_id * 1000000000000 + first_number from links;

    delete from ledger_staging where batch = this_batch;
end $$;
