-- What the books say of these items of account 400 that are invoices. What is open without VAT goes
-- by what its credit notes left of it: they may take back lines of one rate only.
create function invoicing_receivables_of(asked text[]) returns setof invoicing_receivable
language sql stable set enable_seqscan = off as $$
    select invoice.id, invoice.client_id, invoice.unit_id, invoice.entity_id, invoice.number,
        invoice.guaranteed, invoice.issued_on, invoice.due_on, invoice.net_cents, invoice.vat_cents,
        coalesce(notes.net, 0)::bigint, coalesce(notes.vat, 0)::bigint,
        coalesce(open.cents, 0)::bigint, round(coalesce(
            open.cents * (net_cents - coalesce(notes.net, 0)) / nullif(
                gross_cents - coalesce(notes.net + notes.vat, 0), 0),
            open.cents * net_cents::numeric / nullif(gross_cents, 0), 0))::bigint, paid.on
    from unnest(asked) as each (item)
    join invoicing_invoice invoice on invoice.number = substr(each.item, 9)
    left join ledger_openitem open on open.account = '400' and open.item = each.item
    cross join lateral (
        select sum(net_cents) as net, sum(vat_cents) as vat from invoicing_invoice note
        where note.corrects_id = invoice.id and note.number is not null
    ) notes
    cross join lateral (
        select max("on") as on from ledger_line line
        where line.item = each.item and line.account = '400' and line.cents < 0
            and line.entry_id / 1000000000000 = any (array(
                select id from ledger_journal where code = 'bank'))
    ) paid
    where invoice.corrects_id is null
$$;

-- The trigger of the open items comes first, by its name; whoever posts sees every row, as there.
-- Whoever gets here holds the open items of these rows, so that no two wait for each other.
create function invoicing_keep_receivables() returns trigger language plpgsql as $$
declare
    scope text := current_setting('commonweal.scope', true);
    asked text[];
begin
    select array_agg(distinct item) into asked
    from written where account = '400' and starts_with(item, 'invoice:');
    if asked is null then
        return null;
    end if;
    perform set_config('commonweal.scope', '*', true);
    insert into invoicing_receivable as kept
    select * from invoicing_receivables_of(asked) order by invoice_id
    on conflict (invoice_id) do update set
        credited_net_cents = excluded.credited_net_cents,
        credited_vat_cents = excluded.credited_vat_cents,
        open_cents = excluded.open_cents, open_net_cents = excluded.open_net_cents,
        paid_on = excluded.paid_on;
    perform set_config('commonweal.scope', coalesce(scope, ''), true);
    return null;
end $$;

create trigger ledger_line_receivable after insert on ledger_line
    referencing new table as written for each statement
    execute function invoicing_keep_receivables();

alter table invoicing_receivable enable row level security;
alter table invoicing_receivable force row level security;
create policy invoicing_receivable_scope on invoicing_receivable
    using (case when (select current_setting('commonweal.scope', true)) = '*' then true
        else unit_id = any (string_to_array(
            nullif((select current_setting('commonweal.scope', true)), ''), ',')::bigint[]) end)
    with check (true);

select set_config('commonweal.scope', '*', true);
insert into invoicing_receivable
select row.* from invoicing_receivables_of(array(
    select 'invoice:' || number from invoicing_invoice
    where number is not null and corrects_id is null)) as row;
