"""
What PostgreSQL itself sees to: an issued invoice never changes, its lines neither, and a
connection sees only the units of its scope.
"""

from django.db import migrations

SCOPE = "(select current_setting('commonweal.scope', true))"
UNITS = f"string_to_array(nullif({SCOPE}, ''), ',')::bigint[]"
TABLES = [
    "invoicing_order",
    "invoicing_invoice",
    "invoicing_invoiceline",
    "invoicing_rendering",
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


IMMUTABLE = """create function invoice_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'An issued invoice is never changed: make a credit note.'
        using errcode = 'restrict_violation', constraint = 'invoice_immutable';
end $$;

create trigger invoice_immutable before update or delete on invoicing_invoice
    for each row when (old.number is not null) execute function invoice_refuse_change();
create trigger invoice_not_truncated before truncate on invoicing_invoice
    for each statement execute function invoice_refuse_change();
create trigger invoice_line_not_truncated before truncate on invoicing_invoiceline
    for each statement execute function invoice_refuse_change();

-- Lines of a draft come and go; per statement, because they come by the thousand.
create function invoice_check_lines() returns trigger language plpgsql as $$
begin
    if exists (select from changed join invoicing_invoice invoice on invoice.id = changed.invoice_id
               where invoice.number is not null) then
        raise exception 'An issued invoice is never changed: make a credit note.'
            using errcode = 'restrict_violation', constraint = 'invoice_immutable';
    end if;
    return null;
end $$;

create trigger invoice_line_added after insert on invoicing_invoiceline
    referencing new table as changed for each statement execute function invoice_check_lines();
create trigger invoice_line_removed after delete on invoicing_invoiceline
    referencing old table as changed for each statement execute function invoice_check_lines();
create trigger invoice_line_changed after update on invoicing_invoiceline
    referencing old table as changed for each statement execute function invoice_check_lines();
create trigger invoice_line_moved after update on invoicing_invoiceline
    referencing new table as changed for each statement execute function invoice_check_lines();
"""

MUTABLE = """
drop trigger invoice_line_moved on invoicing_invoiceline;
drop trigger invoice_line_changed on invoicing_invoiceline;
drop trigger invoice_line_removed on invoicing_invoiceline;
drop trigger invoice_line_added on invoicing_invoiceline;
drop trigger invoice_line_not_truncated on invoicing_invoiceline;
drop trigger invoice_not_truncated on invoicing_invoice;
drop trigger invoice_immutable on invoicing_invoice;
drop function invoice_check_lines();
drop function invoice_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "".join(policy(table) for table in TABLES) + IMMUTABLE,
            MUTABLE + "".join(undo(table) for table in TABLES),
        )
    ]
