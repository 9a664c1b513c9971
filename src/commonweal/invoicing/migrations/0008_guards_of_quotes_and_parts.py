"""
What PostgreSQL itself sees to: who sees quotes and parts of orders, what was sent or issued stays as
it is, and credit notes never take back more than their invoice.
"""

from django.db import migrations

SCOPE = "(select current_setting('commonweal.scope', true))"
UNITS = f"string_to_array(nullif({SCOPE}, ''), ',')::bigint[]"
TABLES = [
    "invoicing_quote",
    "invoicing_quoteline",
    "invoicing_quotecomment",
    "invoicing_orderline",
    "invoicing_instalment",
    "invoicing_attachment",
    "invoicing_recurrence",
    "invoicing_dispute",
]


def policy(table: str) -> str:
    return f"""
    alter table {table} enable row level security;
    alter table {table} force row level security;
    create policy {table}_scope on {table}
        using (case when {SCOPE} = '*' then true else unit_id = any ({UNITS}) end)
        with check (true);
    """


def undo(table: str) -> str:
    return f"""
    drop policy {table}_scope on {table};
    alter table {table} no force row level security;
    alter table {table} disable row level security;
    """


GUARDS = """
-- The verb holds the invoice while it numbers a credit note, so two of them count each other.
create function credit_within_invoice() returns trigger language plpgsql as $$
declare
    original invoicing_invoice;
    credited record;
begin
    select * into original from invoicing_invoice where id = new.corrects_id;
    select sum(net_cents) as net, sum(vat_cents) as vat into credited
    from invoicing_invoice where corrects_id = new.corrects_id and number is not null;
    if credited.net > original.net_cents or credited.vat > original.vat_cents then
        raise exception 'Credit notes take back at most what % says.', original.number
            using errcode = 'check_violation', constraint = 'credit_within_invoice';
    end if;
    return null;
end $$;

create trigger credit_within_invoice after update of number on invoicing_invoice
    for each row when (new.corrects_id is not null and old.number is null
                       and new.number is not null)
    execute function credit_within_invoice();

create function attachment_of_a_draft() returns trigger language plpgsql as $$
begin
    if exists (select from invoicing_invoice
               where id = coalesce(new.invoice_id, old.invoice_id) and number is not null) then
        raise exception 'An issued invoice is never changed: make a credit note.'
            using errcode = 'restrict_violation', constraint = 'invoice_immutable';
    end if;
    return null;
end $$;

create trigger attachment_of_a_draft after insert or update or delete on invoicing_attachment
    for each row execute function attachment_of_a_draft();

-- What the client reads of a quote is what was sent: a change is a new version.
create function quote_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'A quote that was sent is never changed: make a new version.'
        using errcode = 'restrict_violation', constraint = 'quote_immutable';
end $$;

create trigger quote_immutable before update on invoicing_quote for each row
    when (old.state <> 'draft' and (old.title, old.introduction, old.terms, old.valid_until,
          old.schedule, old.client_id, old.unit_id, old.number, old.version, old.language)
          is distinct from (new.title, new.introduction, new.terms, new.valid_until,
          new.schedule, new.client_id, new.unit_id, new.number, new.version, new.language))
    execute function quote_refuse_change();
create trigger quote_not_deleted before delete on invoicing_quote for each row
    when (old.state <> 'draft') execute function quote_refuse_change();
"""

NO_GUARDS = """
drop trigger quote_not_deleted on invoicing_quote;
drop trigger quote_immutable on invoicing_quote;
drop function quote_refuse_change();
drop trigger attachment_of_a_draft on invoicing_attachment;
drop function attachment_of_a_draft();
drop trigger credit_within_invoice on invoicing_invoice;
drop function credit_within_invoice();
"""


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0007_quotes_parts_and_disputes")]
    operations = [
        migrations.RunSQL(
            "".join(policy(table) for table in TABLES) + GUARDS,
            NO_GUARDS + "".join(undo(table) for table in TABLES),
        )
    ]
