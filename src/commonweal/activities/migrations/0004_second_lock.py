"""
The second lock on what belongs to units: a connection sees the rows of its scope.

What stands between two units is seen by both. A mandate that ended opens nothing any more.
"""

from django.db import migrations

SCOPE = "(select current_setting('commonweal.scope', true))"
UNITS = f"string_to_array(nullif({SCOPE}, ''), ',')::bigint[]"
TABLES = {
    "activities_advance": ("unit_id",),
    "activities_forecastline": ("unit_id",),
    "activities_fundingagreement": ("unit_id",),
    "activities_fundingreport": ("unit_id",),
    "activities_fundingtranche": ("unit_id",),
    "activities_internalinvoice": ("seller_id", "buyer_id"),
    "activities_mandateinvitation": ("unit_id",),
    "activities_note": ("unit_id",),
    "activities_openingrequest": ("unit_id",),
    "activities_transfer": ("giver_id", "receiver_id"),
    "activities_validation": ("unit_id",),
}


def policy(table: str, columns: tuple[str, ...]) -> str:
    seen = " or ".join(f"{column} = any ({UNITS})" for column in columns)
    return f"""
    alter table {table} enable row level security;
    alter table {table} force row level security;
    create policy {table}_scope on {table}
        using (case when {SCOPE} = '*' then true else {seen} end) with check (true);
    """


def undo(table: str) -> str:
    return f"""
    drop policy {table}_scope on {table};
    alter table {table} no force row level security;
    alter table {table} disable row level security;
    """


def mandated(which: str) -> str:
    return f"""
create or replace function mandated_units(member bigint) returns bigint[] language plpgsql as $$
declare
    scope text := coalesce(current_setting('commonweal.scope', true), '');
    units bigint[];
begin
    perform set_config('commonweal.scope', '*', true);
    select coalesce(array_agg(unit_id order by unit_id), '{{}}') into units
        from activities_mandate where member_id = member{which};
    perform set_config('commonweal.scope', scope, true);
    return units;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("activities", "0003_rooms_of_an_activity")]
    operations = [
        migrations.RunSQL(
            "".join(policy(*one) for one in TABLES.items()) + mandated(" and ended_on is null"),
            mandated("") + "".join(undo(table) for table in TABLES),
        )
    ]
