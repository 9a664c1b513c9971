"""In which language the trustee reads; and what of a dividend goes back to budgets."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("guarantee", "0002_guards")]

    operations = [
        migrations.AddField(
            model_name="bankruptcy",
            name="language",
            field=models.CharField(choices=settings.LANGUAGES, default="nl", max_length=2),
        ),
        migrations.AddField(
            model_name="recovery",
            name="units_cents",
            field=models.BigIntegerField(default=0),
        ),
        migrations.RemoveConstraint(model_name="recovery", name="recovery_adds_up"),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=Q(
                    cents=F("fund_cents") + F("units_cents") + F("vat_cents"), cents__gt=0
                ),
                name="recovery_adds_up",
            ),
        ),
    ]
