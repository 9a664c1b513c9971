"""The posting itself."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0008_post.sql").read_text()

UNDO = """
drop function ledger_post(integer, text[], text, timestamptz);
alter table ledger_staging alter column batch drop default;
alter table ledger_balance reset (fillfactor);
alter table ledger_unitbalance reset (fillfactor);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_posting")]
    operations = [migrations.RunSQL(SQL, UNDO)]
