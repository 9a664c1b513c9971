"""A payee who may be confused with another says with whom, and keeps saying it."""

from django.db import migrations, models

KEPT = """
drop trigger payee_account_immutable on banking_payeeaccount;
create trigger payee_account_immutable before update on banking_payeeaccount
    for each row when (
        old.payee is distinct from new.payee
        or old.iban is distinct from new.iban{more}
        or old.entered_by is distinct from new.entered_by
        or old.entered_at is distinct from new.entered_at
        or old.usable_at is distinct from new.usable_at
        or (old.confirmed_at is not null and old.confirmed_at is distinct from new.confirmed_at)
        or (old.stopped_at is not null and old.stopped_at is distinct from new.stopped_at))
    execute function banking_refuse_change();
"""
MORE = "\n        or old.looks_like is distinct from new.looks_like"


class Migration(migrations.Migration):
    dependencies = [("banking", "0009_second_lock")]
    operations = [
        migrations.AddField(
            model_name="payeeaccount",
            name="looks_like",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RunSQL(KEPT.format(more=MORE), KEPT.format(more="")),
    ]
