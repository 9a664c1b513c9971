"""What the bank brought for an item is found by the item, however many movements there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("banking", "0010_lookalikes")]

    operations = [
        migrations.AddIndex(
            model_name="move",
            index=models.Index(
                condition=models.Q(("item", ""), _negated=True), fields=["item"], name="move_item"
            ),
        ),
    ]
