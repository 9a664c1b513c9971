"""A journal of purchases, and accounts for the VAT that the buyer owes on them."""

from django.db import migrations

JOURNAL = 6, "purchases"
ACCOUNTS = (
    ("4511", "Verschuldigde btw op aankopen uit de EU", "TVA due sur achats dans l'UE",
     "VAT due on purchases from the EU"),
    ("4513", "Verschuldigde btw op verlegde aankopen",
     "TVA due sur achats avec report de perception", "VAT due on purchases with reverse charge"),
)  # fmt: skip


def add(apps, schema_editor):
    """A new house has the accounts already: it loads the whole chart."""
    Account, Journal = (apps.get_model("ledger", name) for name in ("Account", "Journal"))
    Account.objects.bulk_create(
        [
            Account(
                code=code, label_nl=nl, label_fr=fr, label_en=en, kind="receivable/payable"
            )
            for code, nl, fr, en in ACCOUNTS
        ],
        ignore_conflicts=True,
    )
    id, code = JOURNAL
    Journal.objects.create(id=id, code=code)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0010_disputed_items")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
