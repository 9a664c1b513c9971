"""What goes by post, with the second lock on it."""

import django.db.models.deletion
from django.db import migrations, models

SCOPE = "(select current_setting('commonweal.scope', true))"
UNITS = f"string_to_array(nullif({SCOPE}, ''), ',')::bigint[]"
LOCK = f"""
alter table invoicing_postalcopy enable row level security;
alter table invoicing_postalcopy force row level security;
create policy invoicing_postalcopy_scope on invoicing_postalcopy
    using (case when {SCOPE} = '*' then true else unit_id = any ({UNITS}) end)
    with check (true);
"""
UNLOCK = """
drop policy invoicing_postalcopy_scope on invoicing_postalcopy;
alter table invoicing_postalcopy no force row level security;
alter table invoicing_postalcopy disable row level security;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0006_unit_of_an_entity'),
        ('invoicing', '0009_quotes_are_checked_and_end'),
    ]

    operations = [
        migrations.CreateModel(
            name='PostalCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.TextField(choices=[('no_address', 'No e-mail address'), ('bounced', 'Mail to this address came back'), ('chosen', 'Chosen at the desk')])),
                ('queued_at', models.DateTimeField()),
                ('posted_at', models.DateTimeField(null=True)),
                ('posted_by', models.TextField(default='')),
                ('posted_name', models.TextField(default='')),
                ('invoice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postal_copies', to='invoicing.invoice')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('because__in', ['no_address', 'bounced', 'chosen'])), name='postal_copy_because'), models.CheckConstraint(condition=models.Q(models.Q(('posted_at', None), ('posted_by', ''), ('posted_name', '')), models.Q(('posted_at__isnull', False), models.Q(('posted_by', ''), _negated=True), models.Q(('posted_name', ''), _negated=True)), _connector='OR'), name='postal_copy_posted_by_somebody'), models.UniqueConstraint(condition=models.Q(('posted_at__isnull', True)), fields=('invoice',), name='postal_copy_waits_once')],
            },
        ),
        migrations.RunSQL(LOCK, UNLOCK),
    ]
