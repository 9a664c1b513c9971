"""
Every line carries the day of its entry, and the balances of a unit lie together by journal.

So a page of a unit's lines is read by one index, and its sums need no line at all.
"""

from pathlib import Path

import django.db.models
from django.db import migrations, models

SQL = Path(__file__).with_name("0009_lines_by_day.sql").read_text()
POST_BEFORE = Path(__file__).with_name("0008_post.sql").read_text()
POST_BEFORE = POST_BEFORE[POST_BEFORE.index("-- Write a staged batch") :]

UNDO = f"""
drop function ledger_post(integer, text[], text, timestamptz);
select set_config('commonweal.scope', '*', true);
drop table ledger_balance;
create table ledger_balance (
    entity smallint not null, account varchar(8) not null, unit bigint not null,
    month date not null, debit_cents bigint not null, credit_cents bigint not null,
    primary key (entity, account, unit, month)
) with (fillfactor = 50);
insert into ledger_balance
    select 1, account, coalesce(unit, 0), date_trunc('month', "on"::timestamp)::date,
        sum(greatest(cents, 0)), sum(greatest(-cents, 0))
    from ledger_line group by 2, 3, 4;
drop index line_unit;
create index line_unit on ledger_line (unit, entry_id) where unit is not null;
alter table ledger_line drop column "on";
{POST_BEFORE}
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0008_post")]
    operations = [
        migrations.RunSQL(
            SQL,
            UNDO,
            state_operations=[
                migrations.AddField("line", "on", models.DateField()),
                migrations.RemoveIndex("line", "line_unit"),
                migrations.AddIndex(
                    "line",
                    models.Index(
                        fields=["unit", "on", "entry"],
                        name="line_unit",
                        condition=models.Q(unit__isnull=False),
                    ),
                ),
                migrations.DeleteModel("Balance"),
                migrations.CreateModel(
                    "Balance",
                    [
                        (
                            "pk",
                            django.db.models.CompositePrimaryKey(
                                "unit", "account", "month", "journal",
                                blank=True, editable=False, primary_key=True, serialize=False,
                            ),
                        ),
                        ("unit", models.BigIntegerField()),
                        ("account", models.CharField(max_length=8)),
                        ("month", models.DateField()),
                        (
                            "journal",
                            models.ForeignKey(
                                "ledger.Journal", models.PROTECT, db_column="journal",
                                db_index=False, db_constraint=False,
                            ),
                        ),
                        ("debit_cents", models.BigIntegerField()),
                        ("credit_cents", models.BigIntegerField()),
                        ("lines", models.BigIntegerField()),
                    ],
                ),
            ],
        )
    ]  # fmt: skip
