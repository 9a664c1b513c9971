"""Where the state is paid: the accounts of the offices that take tax and social security."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Authority(models.Model):
    """
    An office of the state, as the house wrote it down: the account number it wishes to pay on, and
    the reference the office knows the house by. Rows are added, and the last of a kind counts; the
    number serves as that of any payee does (`PayeeAccount`).
    """

    class Kind(models.TextChoices):
        WITHHOLDING = "withholding", _("Withholding tax")
        SOCIAL_SECURITY = "social_security", _("Social security")
        VAT = "vat", _("VAT")

    kind = models.TextField(choices=Kind)
    name = models.TextField()
    iban = models.CharField(max_length=34)
    reference = models.TextField(blank=True)
    by = models.TextField()
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["withholding", "social_security", "vat"]),
                name="authority_kind",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(iban=""), name="authority_whole"),
        ]
        indexes = [models.Index(fields=["kind", "-id"], name="authority_last")]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"authority:{self.pk}"

    @property
    def payee(self) -> str:
        """Whose account numbers count."""
        return f"state:{self.kind}"
