"""The second lock on contacts: whom a unit knows is read within its scope only."""

from django.db import migrations

SCOPE = "(select current_setting('commonweal.scope', true))"
UNITS = f"string_to_array(nullif({SCOPE}, ''), ',')::bigint[]"
LOCK = f"""
alter table activities_contact enable row level security;
alter table activities_contact force row level security;
create policy activities_contact_scope on activities_contact
    using (case when {SCOPE} = '*' then true else unit_id = any ({UNITS}) end) with check (true);
"""
UNDO = """
drop policy activities_contact_scope on activities_contact;
alter table activities_contact no force row level security;
alter table activities_contact disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("activities", "0007_contacts")]
    operations = [migrations.RunSQL(LOCK, UNDO)]
