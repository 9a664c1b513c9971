"""What was promised, capped and lost stays; a connection sees only the units of its scope."""

from django.db import migrations

SCOPE = "(select current_setting('commonweal.scope', true))"
OF_UNITS = ("guarantee_guarantee", "guarantee_loss")
OF_STAFF = ("guarantee_cap", "guarantee_bankruptcy", "guarantee_recovery")
FIXED = ("guarantee_guarantee", "guarantee_loss", "guarantee_cap", "guarantee_recovery")


def secured(table: str, seen: str) -> str:
    return f"""
    alter table {table} enable row level security;
    alter table {table} force row level security;
    create policy {table}_scope on {table} using ({seen}) with check (true);
    """


UNITS = f"""case when {SCOPE} = '*' then true
    else unit_id = any (string_to_array(nullif({SCOPE}, ''), ',')::bigint[]) end"""
FORWARD = (
    """
create function guarantee_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'What was promised and what was lost does not change (% on %).',
        tg_op, tg_table_name
        using errcode = 'restrict_violation', constraint = 'guarantee_immutable';
end $$;
"""
    + "".join(secured(table, UNITS) for table in OF_UNITS)
    + "".join(secured(table, f"{SCOPE} = '*'") for table in OF_STAFF)
    + "".join(
        f"""
create trigger {table}_immutable before update or delete on {table}
    for each row execute function guarantee_refuse_change();
create trigger {table}_not_emptied before truncate on {table}
    for each statement execute function guarantee_refuse_change();
"""
        for table in FIXED
    )
)
BACKWARD = (
    "".join(
        f"drop trigger {table}_not_emptied on {table};\n"
        f"drop trigger {table}_immutable on {table};\n"
        for table in FIXED
    )
    + "".join(
        f"drop policy {table}_scope on {table};\n"
        f"alter table {table} no force row level security;\n"
        f"alter table {table} disable row level security;\n"
        for table in (*OF_UNITS, *OF_STAFF)
    )
    + "drop function guarantee_refuse_change();"
)


class Migration(migrations.Migration):
    dependencies = [("guarantee", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
