"""Goods to the EU have turnover of their own: the VAT return and the listing tell them apart."""

from django.db import migrations

ACCOUNT = {
    "code": "7009",
    "label_nl": "Omzet EU-goederen (vrijgestelde intracommunautaire leveringen)",
    "label_fr": "Chiffre d'affaires livraisons intracommunautaires exemptées",
    "label_en": "EU turnover, exempt supplies of goods",
    "kind": "income",
    "in_budget": True,
}


def add(apps, schema_editor):
    """A new house has the account already: it loads the whole chart."""
    apps.get_model("ledger", "Account").objects.get_or_create(code=ACCOUNT["code"], defaults=ACCOUNT)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0011_purchases")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
