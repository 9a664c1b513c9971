"""An invoice may be lost again, a dividend may go back, and a bankruptcy may be a mistake."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0008_second_lock_on_contacts"),
        ("clients", "0005_words_of_names"),
        ("documents", "0002_immutable"),
        ("guarantee", "0003_language_and_units"),
        ("invoicing", "0014_notes_are_read_from_their_index"),
        ("kernel", "0006_terms_of_pay"),
    ]

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RecoveredPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("net_cents", models.BigIntegerField()),
                ("vat_cents", models.BigIntegerField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="loss",
            name="lost_once",
        ),
        migrations.RemoveConstraint(
            model_name="recovery",
            name="recovery_adds_up",
        ),
        migrations.AddField(
            model_name="bankruptcy",
            name="withdrawn_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="bankruptcy",
            name="withdrawn_because",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="bankruptcy",
            name="withdrawn_by",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="bankruptcy",
            name="withdrawn_by_name",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="loss",
            name="nth",
            field=models.SmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="recovery",
            name="because",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="recovery",
            name="corrects",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="taken_back",
                to="guarantee.recovery",
            ),
        ),
        migrations.AddField(
            model_name="recovery",
            name="nth",
            field=models.SmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="recovery",
            name="of",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="recovery",
            name="move",
            field=models.TextField(),
        ),
        migrations.AddConstraint(
            model_name="bankruptcy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at", None),
                    models.Q(
                        ("closed_on__isnull", False),
                        models.Q(("withdrawn_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="bankruptcy_withdrawn_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="loss",
            constraint=models.UniqueConstraint(fields=("invoice", "nth"), name="lost_once"),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.UniqueConstraint(fields=("move", "nth"), name="recovered_once"),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "cents",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("fund_cents"), "+", models.F("units_cents")
                            ),
                            "+",
                            models.F("vat_cents"),
                        ),
                    )
                ),
                name="recovery_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cents__gt", 0), ("corrects", None)),
                    models.Q(
                        ("cents__lt", 0),
                        ("corrects__isnull", False),
                        models.Q(("because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="recovery_taken_back_for_a_reason",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="bankruptcy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="guarantee.bankruptcy",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.document",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="entity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.legalentity",
            ),
        ),
        migrations.AddField(
            model_name="recoveredpart",
            name="loss",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="guarantee.loss",
            ),
        ),
        migrations.AddField(
            model_name="recoveredpart",
            name="recovery",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="guarantee.recovery",
            ),
        ),
        migrations.AddConstraint(
            model_name="recoveredpart",
            constraint=models.UniqueConstraint(
                fields=("recovery", "loss"), name="part_of_a_loss_once"
            ),
        ),
    ]
