"""The second lock on lines: a member's connection sees the lines of its own units only."""

from django.db import migrations

SCOPE = "(select current_setting('commonweal.scope', true))"

LOCK = f"""
alter table ledger_line enable row level security;
alter table ledger_line force row level security;
create policy ledger_line_scope on ledger_line using (
    {SCOPE} = '*'
    or unit = any (string_to_array(nullif({SCOPE}, '*'), ',')::bigint[])
) with check (true);
"""
UNLOCK = """
drop policy ledger_line_scope on ledger_line;
alter table ledger_line no force row level security;
alter table ledger_line disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_chart")]
    operations = [migrations.RunSQL(LOCK, UNLOCK)]
