"""What the books say of every issued invoice, kept by a trigger on the lines."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).with_name("0015_receivables.sql").read_text()
UNDO = """
drop trigger ledger_line_receivable on ledger_line;
drop function invoicing_keep_receivables();
drop function invoicing_receivables_of(text[]);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0008_second_lock_on_contacts'),
        ('clients', '0005_words_of_names'),
        ('invoicing', '0014_notes_are_read_from_their_index'),
        ('kernel', '0006_terms_of_pay'),
        ('ledger', '0014_lost_items'),
    ]

    operations = [
        migrations.CreateModel(
            name='Receivable',
            fields=[
                ('invoice', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='invoicing.invoice')),
                ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.client')),
                ('unit', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.unit')),
                ('entity', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.legalentity')),
                ('number', models.TextField()),
                ('guaranteed', models.BooleanField()),
                ('issued_on', models.DateField()),
                ('due_on', models.DateField()),
                ('net_cents', models.BigIntegerField()),
                ('vat_cents', models.BigIntegerField()),
                ('credited_net_cents', models.BigIntegerField()),
                ('credited_vat_cents', models.BigIntegerField()),
                ('open_cents', models.BigIntegerField()),
                ('open_net_cents', models.BigIntegerField()),
                ('paid_on', models.DateField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('open_cents', 0), _negated=True), fields=['client'], include=('open_net_cents', 'open_cents', 'guaranteed', 'unit'), name='receivable_open')],
            },
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
