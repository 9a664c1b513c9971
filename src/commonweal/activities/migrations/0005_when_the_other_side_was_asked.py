"""Before the other side was asked, a transfer or an internal invoice does not exist for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0004_second_lock")]
    operations = [
        migrations.AddField(
            model_name="transfer",
            name="asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="internalinvoice",
            name="asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
