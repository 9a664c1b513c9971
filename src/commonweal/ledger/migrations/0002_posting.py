"""What PostgreSQL itself guards: balance, immutability, closed months. 0008 posts."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0002_posting.sql").read_text()

UNDO = """
drop function if exists ledger_post(integer, bigint, text, timestamptz);
drop function ledger_check_lines() cascade;
drop function ledger_check_entries() cascade;
drop function ledger_refuse_change() cascade;
drop function ledger_entry_content(bigint, date, text, text, text, bigint, text, text);
drop function ledger_stamp(text, timestamptz);
drop table ledger_staging;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_tables")]
    operations = [migrations.RunSQL(SQL, UNDO)]
