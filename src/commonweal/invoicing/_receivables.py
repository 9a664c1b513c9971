"""What the books say of every issued invoice, kept beside what was asked."""

from django.db import models
from django.db.models import Q

from commonweal.invoicing._invoices import Invoice


class Receivable(models.Model):
    """
    An issued invoice as the books know it, in cents: what its credit notes took back, what is open
    (below zero we owe it) and how much of that is without VAT, by what is left of it after its
    credit notes; and the day on which the bank last brought money of it.

    A trigger on the lines keeps it, as it keeps what is open of every item: who asks about all
    clients reads a short row for each invoice, and no line (decision 97).
    """

    invoice = models.OneToOneField(
        Invoice, models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    client = models.ForeignKey(
        "clients.Client", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    unit = models.ForeignKey(
        "activities.Unit", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    entity = models.ForeignKey(
        "kernel.LegalEntity", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    number = models.TextField()
    guaranteed = models.BooleanField()
    issued_on = models.DateField()
    due_on = models.DateField()
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    credited_net_cents = models.BigIntegerField()
    credited_vat_cents = models.BigIntegerField()
    open_cents = models.BigIntegerField()
    open_net_cents = models.BigIntegerField()
    paid_on = models.DateField(null=True)

    class Meta:
        indexes = [
            # What is open is a part that does not grow with the years; sums read nothing else.
            models.Index(
                fields=["client"],
                name="receivable_open",
                condition=~Q(open_cents=0),
                include=["open_net_cents", "open_cents", "guaranteed", "unit"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.open_cents}"
