"""The journal of an entry is proven per statement; 0008 posts."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).with_name("0007_posting.sql").read_text()

UNDO = """
drop function if exists ledger_post(integer, bigint, text[], text, timestamptz);
drop trigger ledger_journal_kept on ledger_journal;
alter table ledger_staging add column ordinal integer, alter column corrects drop not null;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_indexes_to_read_by")]
    operations = [
        migrations.AlterField(
            model_name="entry",
            name="journal",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="ledger.journal",
            ),
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
