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
