-- The guards of the books. Everything is checked per statement, never per row: a trigger per
-- line would cost more than writing the line.

-- Where COPY puts a batch. Unlogged and without index: it holds a batch for milliseconds.
-- `ordinal` is the place in the batch, `nth` the place among those of its journal.
-- `lines` holds account, unit (0: none), cents, item and reference of each line, fields apart by
-- U+001E and lines by U+001F: the very text that is hashed.
create unlogged table ledger_staging (
    batch bigint not null,
    ordinal integer not null,
    journal text not null,
    nth integer not null,
    "on" date not null,
    text text not null,
    key text not null,
    origin text not null,
    corrects bigint,
    lines text not null
);
alter table ledger_staging set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Django adds an index for LIKE to a text key; nobody searches these by prefix.
drop index ledger_reference_reference_0aa90a9f_like;

create function ledger_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'The books are never changed: post a correction (% on %).', tg_op, tg_table_name
        using errcode = 'restrict_violation', constraint = 'ledger_immutable';
end $$;

create trigger ledger_entry_immutable before update or delete or truncate on ledger_entry
    for each statement execute function ledger_refuse_change();
create trigger ledger_line_immutable before update or delete or truncate on ledger_line
    for each statement execute function ledger_refuse_change();
create trigger ledger_reference_immutable before update or delete or truncate on ledger_reference
    for each statement execute function ledger_refuse_change();
create trigger ledger_link_immutable before update or delete or truncate on ledger_link
    for each statement execute function ledger_refuse_change();
create trigger ledger_closing_immutable before update or delete or truncate on ledger_closing
    for each statement execute function ledger_refuse_change();

-- Sum of lines = 0, every line of the entry in the same statement, known accounts, and an item
-- on every line of a control account.
create function ledger_check_lines() returns trigger language plpgsql as $$
declare
    faulty record;
begin
    select entry_id, sum(cents) as cents into faulty
    from written group by entry_id having sum(cents) <> 0 or min(position) <> 1 limit 1;
    if found then
        raise exception 'Entry % does not balance: its lines sum to % cents.', faulty.entry_id, faulty.cents
            using errcode = 'check_violation', constraint = 'ledger_balanced';
    end if;
    select line.entry_id, line.account into faulty
    from written line left join ledger_account account on account.code = line.account
    where account.code is null or (account.is_control and line.item is null) limit 1;
    if found then
        raise exception 'Entry %: account % is unknown, or needs the item it settles.',
            faulty.entry_id, faulty.account
            using errcode = 'check_violation', constraint = 'ledger_account_and_item';
    end if;
    return null;
end $$;

create trigger ledger_line_check after insert on ledger_line
    referencing new table as written for each statement execute function ledger_check_lines();

create function ledger_check_entries() returns trigger language plpgsql as $$
declare
    faulty record;
begin
    select entry."on", closing.month into faulty
    from (select distinct journal_id, "on" from written) entry
    join ledger_journal journal on journal.id = entry.journal_id
    join ledger_closing closing on closing.entity = journal.entity
        and closing.month >= date_trunc('month', entry."on") limit 1;
    if found then
        raise exception 'The books are closed up to %.', to_char(faulty.month, 'YYYY-MM')
            using errcode = 'check_violation', constraint = 'ledger_period_open';
    end if;
    return null;
end $$;

create trigger ledger_entry_check after insert on ledger_entry
    referencing new table as written for each statement execute function ledger_check_entries();

-- The text an entry's hash is made of: every stored field, apart by U+001F, the lines last.
-- `stamp` is who posted it and when, in microseconds.
create function ledger_entry_content(
    id bigint, day date, text text, key text, origin text, corrects bigint, stamp text, lines text
) returns text language sql stable parallel safe as $$
    select concat_ws(e'\x1f', id, day - date '2000-01-01', text, key, origin,
                     coalesce(corrects, 0), stamp, lines)
$$;

create function ledger_stamp(posted_by text, posted_at timestamptz) returns text
language sql immutable parallel safe as $$
    select posted_by || e'\x1f' || (extract(epoch from posted_at) * 1000000)::bigint
$$;

-- Write a staged batch: numbers, entries, lines, references, balances and one link per journal.
-- Returns the ids in the order of the batch.
create function ledger_post(p_entity integer, p_batch bigint, p_by text, p_at timestamptz)
returns setof bigint language plpgsql
-- A batch is sorted in memory, and no compiler is started for a statement of milliseconds.
set work_mem = '64MB' set jit = off as $$
#variable_conflict use_column
declare
    stamp text := ledger_stamp(p_by, p_at);
begin
    -- In one order, so that two posts never wait for each other.
    perform 1 from ledger_journal
        where entity = p_entity and code in (select journal from ledger_staging where batch = p_batch)
        order by id for update;

    return query
    with
    staged as (
        delete from ledger_staging where batch = p_batch returning *
    ),
    numbered as (
        select staged.*, counter.id as journal_id, counter.last_number + nth as number,
            counter.id * 1000000000000 + counter.last_number + nth as id
        from staged join ledger_journal counter
            on counter.entity = p_entity and counter.code = staged.journal
    ),
    entries as materialized (
        select ordinal, journal_id, number, id, "on", text, key, origin, corrects, lines,
            sha256(convert_to(ledger_entry_content(id, "on", text, key, origin, corrects, stamp,
                                                   lines), 'UTF8')) as hash
        from numbered
    ),
    written_entries as (
        insert into ledger_entry (id, journal_id, number, "on", text, key, origin, corrects,
                                  posted_by, posted_at, hash)
        select id, journal_id, number, "on", text, key, origin, corrects, p_by, p_at, hash
        from entries
    ),
    lines as materialized (
        select id as entry_id, position::smallint,
            split_part(line, e'\x1e', 1) as account,
            nullif(split_part(line, e'\x1e', 2), '0')::bigint as unit,
            split_part(line, e'\x1e', 3)::bigint as cents,
            nullif(split_part(line, e'\x1e', 4), '') as item,
            nullif(split_part(line, e'\x1e', 5), '') as reference,
            date_trunc('month', "on"::timestamp)::date as month
        from entries,
            lateral string_to_table(lines, e'\x1f') with ordinality as split (line, position)
    ),
    written_lines as (
        insert into ledger_line (entry_id, position, account, unit, cents, item, reference)
        select entry_id, position, account, unit, cents, item, reference from lines
    ),
    written_references as (
        insert into ledger_reference (reference, account, item, unit)
        select reference, account, item, unit from lines where reference is not null
    ),
    sums as materialized (
        select account, coalesce(unit, 0) as unit, month,
            sum(greatest(cents, 0))::bigint as debit, sum(greatest(-cents, 0))::bigint as credit
        from lines group by 1, 2, 3
    ),
    written_balances as (
        insert into ledger_balance as kept (entity, account, unit, month, debit_cents, credit_cents)
        select p_entity, account, unit, month, debit, credit from sums order by account, unit, month
        on conflict (entity, account, unit, month) do update set
            debit_cents = kept.debit_cents + excluded.debit_cents,
            credit_cents = kept.credit_cents + excluded.credit_cents
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
        select journal_id, first_number, chained.last_number, sha256(chain_head || hashes) as hash
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
    select id from entries order by ordinal;
end $$;
