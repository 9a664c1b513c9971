"""
What PostgreSQL itself sees to: a connection sees only the purchases of its units, those of no unit
only with all rows; and what is booked never changes.
"""

from django.db import migrations

SCOPE = "(select current_setting('commonweal.scope', true))"
UNITS = f"string_to_array(nullif({SCOPE}, ''), ',')::bigint[]"
PARTS = ["purchases_purchaseline", "purchases_purchasevat"]


def policy(table: str, seen: str) -> str:
    return f"""
    alter table {table} enable row level security;
    alter table {table} force row level security;
    create policy {table}_scope on {table}
        using (case when {SCOPE} = '*' then true else {seen} end)
        with check (true);
    """


def undo(table: str) -> str:
    return f"""
    drop policy {table}_scope on {table};
    alter table {table} no force row level security;
    alter table {table} disable row level security;
    """


def part(table: str) -> str:
    """The parts of a purchase are seen with it."""
    return policy(
        table,
        f"exists (select from purchases_purchase whole where whole.id = {table}.purchase_id)",
    )


IMMUTABLE = """
create function purchase_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'A booked purchase is never changed: reverse its entry.'
        using errcode = 'restrict_violation', constraint = 'purchase_immutable';
end $$;

create trigger purchase_immutable before update on purchases_purchase
    for each row when (old.state = 'booked') execute function purchase_refuse_change();
create trigger purchase_not_deleted before delete or truncate on purchases_purchase
    for each statement execute function purchase_refuse_change();
"""

MUTABLE = """
drop trigger purchase_not_deleted on purchases_purchase;
drop trigger purchase_immutable on purchases_purchase;
drop function purchase_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("purchases", "0001_tables")]
    operations = [
        migrations.RunSQL(
            policy("purchases_purchase", f"unit_id = any ({UNITS})")
            + "".join(part(table) for table in PARTS)
            + IMMUTABLE,
            MUTABLE
            + "".join(undo(table) for table in PARTS)
            + undo("purchases_purchase"),
        )
    ]
