"""How a colleague knows that an account number is right stays with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("banking", "0004_guards_of_money")]
    operations = [
        migrations.AddField(
            model_name="payeeaccount",
            name="confirmed_because",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        )
    ]
