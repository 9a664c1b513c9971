"""
The second lock: a connection sees only the units of its scope.

`mandated_units` is the one way in before a scope is known: it answers which units a member
acts for, and nothing else.
"""

from django.db import migrations

SCOPE = "(select current_setting('commonweal.scope', true))"
UNITS = f"string_to_array(nullif({SCOPE}, ''), ',')::bigint[]"
TABLES = {
    "activities_unit": "id",
    "activities_mandate": "unit_id",
    "activities_commitment": "unit_id",
}


def policy(table: str, column: str) -> str:
    return f"""
    alter table {table} enable row level security;
    alter table {table} force row level security;
    create policy {table}_scope on {table}
        using (case when {SCOPE} = '*' then true else {column} = any ({UNITS}) end)
        with check (true);
    """


def undo(table: str) -> str:
    return f"""
    drop policy {table}_scope on {table};
    alter table {table} no force row level security;
    alter table {table} disable row level security;
    """


FUNCTION = """
create function mandated_units(member bigint) returns bigint[] language plpgsql as $$
declare
    scope text := coalesce(current_setting('commonweal.scope', true), '');
    units bigint[];
begin
    perform set_config('commonweal.scope', '*', true);
    select coalesce(array_agg(unit_id order by unit_id), '{}') into units
        from activities_mandate where member_id = member;
    perform set_config('commonweal.scope', scope, true);
    return units;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "".join(policy(table, column) for table, column in TABLES.items()) + FUNCTION,
            "drop function mandated_units(bigint);"
            + "".join(undo(table) for table in TABLES),
        )
    ]
