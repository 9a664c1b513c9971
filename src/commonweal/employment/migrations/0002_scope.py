"""
The second lock: a connection sees only the units of its scope.

`hours_of_members` looks past the lock for one purpose: a person who works for several units may
not be planned twice at once. It tells hours, and nothing of the job they belong to.
"""

from django.db import migrations

SCOPE = "(select current_setting('commonweal.scope', true))"
UNITS = f"string_to_array(nullif({SCOPE}, ''), ',')::bigint[]"
TABLES = [
    "employment_assignment",
    "employment_contract",
    "employment_workperiod",
    "employment_declaration",
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


FUNCTION = """
create function hours_of_members(members bigint[], first_day date, last_day date)
    returns table (member_id bigint, worked_on date, starts_at timestamptz, ends_at timestamptz)
    language plpgsql as $$
declare
    scope text := coalesce(current_setting('commonweal.scope', true), '');
begin
    perform set_config('commonweal.scope', '*', true);
    return query
        select w.member_id, w."on", w.starts_at, w.ends_at from employment_workperiod w
        where w.stands and w.member_id = any (members) and w."on" between first_day and last_day;
    perform set_config('commonweal.scope', scope, true);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("employment", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "".join(policy(table) for table in TABLES) + FUNCTION,
            "drop function hours_of_members(bigint[], date, date);"
            + "".join(undo(table) for table in TABLES),
        )
    ]
