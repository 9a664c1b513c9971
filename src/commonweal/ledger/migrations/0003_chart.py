"""The chart of accounts and the five journals."""

import csv
from pathlib import Path

from django.db import migrations

CHART = Path(__file__).parents[1] / "chart.csv"
JOURNALS = {1: "sales", 2: "pay", 3: "orders", 4: "bank", 5: "misc"}


def load(apps, schema_editor):
    Account, Journal = (apps.get_model("ledger", name) for name in ("Account", "Journal"))
    with open(CHART, newline="", encoding="utf-8") as rows:
        Account.objects.bulk_create(
            Account(
                code=row["account"],
                label_nl=row["label_nl"],
                label_fr=row["label_fr"],
                label_en=row["label_en"],
                kind=row["kind"],
                in_budget=row["in_budget"] == "1",
                is_control=row["is_control"] == "1",
            )
            for row in csv.DictReader(rows)
        )
    Journal.objects.bulk_create(Journal(id=id, code=code) for id, code in JOURNALS.items())


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_posting")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
