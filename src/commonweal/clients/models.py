"""The organisations and people the members work for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What the client is: it decides which data an invoice needs."""

    COMPANY = "company", _("Company or association")
    PERSON = "person", _("Private person")
    PUBLIC = "public", _("Public body")


class Client(models.Model):
    """A client, shared by all members: one row for each enterprise number."""

    name = models.TextField()
    kind = models.TextField(choices=Kind.choices, default=Kind.COMPANY)
    enterprise_number = models.CharField(max_length=10, null=True, blank=True)
    vat_number = models.TextField(blank=True)
    country = models.CharField(max_length=2, default="BE")
    street = models.TextField(blank=True)
    postcode = models.TextField(blank=True)
    city = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="nl")
    purchase_order_required = models.BooleanField(default=False)
    blocked_on = models.DateField(null=True, blank=True)
    blocked_because = models.TextField(blank=True)
    search_key = models.TextField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise_number"], name="client_enterprise_number_once"
            ),
            models.CheckConstraint(
                condition=Q(enterprise_number=None) | Q(enterprise_number__regex=r"^[01][0-9]{9}$"),
                name="client_enterprise_number_digits",
            ),
            models.CheckConstraint(
                condition=Q(vat_number__regex=r"^([A-Z]{2}[A-Z0-9+*]{2,13})?$"),
                name="client_vat_number_shape",
            ),
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"), name="client_country_code"
            ),
            models.CheckConstraint(
                condition=Q(language__in=["nl", "fr", "de", "en"]), name="client_language"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["company", "person", "public"]), name="client_kind"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="client_named"),
            models.CheckConstraint(
                condition=Q(blocked_on=None, blocked_because="")
                | (Q(blocked_on__isnull=False) & ~Q(blocked_because="")),
                name="client_block_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["search_key"], name="client_search", opclasses=["text_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"client:{self.pk}"
