"""What is open, item by item, kept by the posting: a list of claims reads no settled ones."""

from pathlib import Path

import django.db.models
from django.db import migrations, models

SQL = Path(__file__).with_name("0013_open_items.sql").read_text()
UNDO = """
drop trigger ledger_line_open on ledger_line;
drop function ledger_keep_open();
drop table ledger_openitem;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0012_eu_goods")]
    operations = [
        migrations.RunSQL(
            SQL,
            UNDO,
            state_operations=[
                migrations.CreateModel(
                    "OpenItem",
                    [
                        (
                            "pk",
                            django.db.models.CompositePrimaryKey(
                                "account", "item",
                                blank=True, editable=False, primary_key=True, serialize=False,
                            ),
                        ),
                        ("account", models.CharField(max_length=8)),
                        ("item", models.TextField()),
                        ("unit", models.BigIntegerField(null=True)),
                        ("cents", models.BigIntegerField()),
                    ],
                )
            ],
        )
    ]  # fmt: skip
