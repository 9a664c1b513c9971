"""An order above the trust in its member waits for an adviser before the client hears of it."""

from django.db import migrations, models

STATES = ["checking", "sent", "confirmed", "invoiced", "cancelled"]


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0005_leaner_indexes")]
    operations = [
        migrations.AlterField(
            model_name="order",
            name="state",
            field=models.TextField(
                choices=[
                    ("checking", "Waiting for an adviser"),
                    ("sent", "Waiting for the client"),
                    ("confirmed", "Confirmed"),
                    ("invoiced", "Invoiced"),
                    ("cancelled", "Cancelled"),
                ],
                default="sent",
            ),
        ),
        migrations.RemoveConstraint(model_name="order", name="order_state_known"),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", STATES)), name="order_state_known"
            ),
        ),
    ]
