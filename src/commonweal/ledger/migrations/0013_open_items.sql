-- What is open of each item of an account, kept as lines come in. A settled item has no row:
-- the table is as long as what is open, however old the books are.
create table ledger_openitem (
    account varchar(8) not null,
    item text not null,
    unit bigint,
    cents bigint not null,
    primary key (account, item)
);

select set_config('commonweal.scope', '*', true);
insert into ledger_openitem (account, item, unit, cents)
    select account, item, max(unit), sum(cents)
    from ledger_line where item is not null group by account, item having sum(cents) <> 0;

alter table ledger_openitem enable row level security;
alter table ledger_openitem force row level security;
create policy ledger_openitem_scope on ledger_openitem using (
    (select current_setting('commonweal.scope', true)) = '*'
    or unit = any (string_to_array(
        nullif((select current_setting('commonweal.scope', true)), '*'), ',')::bigint[])
) with check (true);

-- Rows are written in one order, so that two postings never wait for each other; one that comes to
-- nothing is deleted after, while this posting holds it. Whoever posts sees every row here: a line
-- of one unit may settle an item of none.
create function ledger_keep_open() returns trigger language plpgsql set enable_seqscan = off as $$
declare
    scope text := current_setting('commonweal.scope', true);
    settled_accounts text[];
    settled_items text[];
begin
    perform set_config('commonweal.scope', '*', true);
    with kept as (
        insert into ledger_openitem as kept (account, item, unit, cents)
        select account, item, max(unit), sum(cents)
        from written where item is not null group by account, item order by account, item
        on conflict (account, item) do update
            set cents = kept.cents + excluded.cents, unit = coalesce(kept.unit, excluded.unit)
        returning account, item, cents
    )
    select array_agg(account), array_agg(item) into settled_accounts, settled_items
    from kept where cents = 0;
    if settled_items is not null then
        delete from ledger_openitem kept
        using unnest(settled_accounts, settled_items) settled (account, item)
        where kept.account = settled.account and kept.item = settled.item;
    end if;
    perform set_config('commonweal.scope', coalesce(scope, ''), true);
    return null;
end $$;

create trigger ledger_line_open after insert on ledger_line
    referencing new table as written for each statement execute function ledger_keep_open();
