"""
A figure proves nothing without the other side of its entry.

The lines of an entry that carry no unit lie outside every member's scope. Who may see one line
of an entry may read the whole of it through `ledger_whole_entry`, and nothing else. What other
units have in it is for the reader's page to leave out.
"""

from django.db import migrations

FORWARD = """
create function ledger_whole_entry(wanted bigint) returns setof ledger_line
    language plpgsql as $$
declare
    scope text := coalesce(current_setting('commonweal.scope', true), '');
begin
    if not exists (select from ledger_line where entry_id = wanted) then
        return;
    end if;
    perform set_config('commonweal.scope', '*', true);
    return query select * from ledger_line where entry_id = wanted order by position;
    perform set_config('commonweal.scope', scope, true);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_scope")]
    operations = [migrations.RunSQL(FORWARD, "drop function ledger_whole_entry(bigint);")]
