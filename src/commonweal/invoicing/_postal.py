"""The table of what goes by post."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonweal.invoicing._invoices import Invoice


class PostalCopy(models.Model):
    """
    An invoice or credit note that is printed and posted, because no electronic way leads to the
    client, or because somebody chose so. It waits until it is `posted`.
    """

    class Because(models.TextChoices):
        NO_ADDRESS = "no_address", _("No e-mail address")
        BOUNCED = "bounced", _("Mail to this address came back")
        CHOSEN = "chosen", _("Chosen at the desk")

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="postal_copies")
    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+", db_index=False)
    because = models.TextField(choices=Because)
    queued_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)
    posted_by = models.TextField(default="")
    posted_name = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(because__in=["no_address", "bounced", "chosen"]),
                name="postal_copy_because",
            ),
            models.CheckConstraint(
                condition=Q(posted_at=None, posted_by="", posted_name="")
                | (Q(posted_at__isnull=False) & ~Q(posted_by="") & ~Q(posted_name="")),
                name="postal_copy_posted_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["invoice"],
                condition=Q(posted_at__isnull=True),
                name="postal_copy_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.because} {self.invoice_id}"
