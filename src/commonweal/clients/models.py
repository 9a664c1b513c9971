"""The organisations and people the members work for."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonweal.clients._words import WORDS


class Kind(models.TextChoices):
    """What the client is: it decides which data an invoice needs."""

    COMPANY = "company", _("Company or association")
    PERSON = "person", _("Private person")
    PUBLIC = "public", _("Public body")


class Client(models.Model):
    """
    A client, shared by all members of a legal entity: one row for each enterprise number.

    `peppol_id` is "scheme:number", nothing to derive it from the enterprise number; nothing in
    `invoice_email` is the usual address, no `payment_days` those of the house. A client that was
    merged points to the one that goes on. `bounced_*` is what came back from an address that still
    stands here. `match_key` is the name without legal form, to find what looks like it.
    """

    entity = models.ForeignKey(
        "kernel.LegalEntity", models.PROTECT, default=1, related_name="+", db_index=False
    )
    name = models.TextField()
    kind = models.TextField(choices=Kind.choices, default=Kind.COMPANY)
    enterprise_number = models.CharField(max_length=10, null=True, blank=True)
    vat_number = models.TextField(blank=True)
    peppol_id = models.TextField(blank=True, default="")
    iban = models.TextField(blank=True, default="")
    country = models.CharField(max_length=2, default="BE")
    street = models.TextField(blank=True)
    postcode = models.TextField(blank=True)
    city = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    invoice_email = models.EmailField(blank=True, default="")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="nl")
    purchase_order_required = models.BooleanField(default=False)
    cost_centre = models.TextField(blank=True, default="")
    payment_days = models.PositiveSmallIntegerField(null=True, blank=True)
    portal = models.TextField(blank=True, default="")
    blocked_on = models.DateField(null=True, blank=True)
    blocked_because = models.TextField(blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounced_address = models.TextField(blank=True, default="")
    bounced_reason = models.TextField(blank=True, default="")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    search_key = models.TextField(editable=False)
    match_key = models.TextField(editable=False, default="")
    to_compare = models.BooleanField(default=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "enterprise_number"],
                condition=Q(merged_into=None),
                name="client_enterprise_number_once",
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
                condition=Q(peppol_id__regex=r"^([0-9]{4}:[!-~]{1,50})?$"),
                name="client_peppol_id_shape",
            ),
            models.CheckConstraint(
                condition=Q(iban__regex=r"^([A-Z]{2}[0-9]{2}[A-Z0-9]{10,30})?$"),
                name="client_iban_shape",
            ),
            models.CheckConstraint(
                condition=Q(payment_days=None) | Q(payment_days__lte=60),
                name="client_payment_days_within_the_law",
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
            models.CheckConstraint(
                condition=Q(bounced_at=None, bounced_address="", bounced_reason="")
                | (Q(bounced_at__isnull=False) & ~Q(bounced_address="") & ~Q(bounced_reason="")),
                name="client_bounce_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="client_not_merged_into_itself",
            ),
        ]
        indexes = [
            models.Index(
                fields=["search_key"], name="client_search", opclasses=["text_pattern_ops"]
            ),
            models.Index(fields=["vat_number"], name="client_vat", condition=~Q(vat_number="")),
            models.Index(fields=["iban"], name="client_iban", condition=~Q(iban="")),
            models.Index(
                fields=["bounced_at"], name="client_bounced", condition=Q(bounced_at__isnull=False)
            ),
            models.Index(fields=["id"], name="client_to_compare", condition=Q(to_compare=True)),
            GinIndex(WORDS, name="client_words"),
            GinIndex(
                fields=["match_key"], name="client_match_trigrams", opclasses=["gin_trgm_ops"]
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"client:{self.pk}"


class ClientMerge(models.Model):
    """
    The trail of merges: `client` went into `kept`, or came out again when `undoes` names the merge.

    `before` holds what both were: {"client": {field: value}, "kept": {…}}. Append only (a trigger
    sees to it).
    """

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    kept = models.ForeignKey(Client, models.PROTECT, related_name="+")
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone"
    )
    reason = models.TextField()
    before = models.JSONField(default=dict)
    by = models.TextField()
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="client_merge_has_reason"),
            models.CheckConstraint(condition=~Q(client=F("kept")), name="client_merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} into {self.kept_id}"


class LikelyPair(models.Model):
    """
    Two clients that may be one, the older first. `score` is 1 to 100; a pair that somebody found
    to be two clients stays, so that nobody is asked again.
    """

    class Reason(models.TextChoices):
        NUMBER = "number", _("Same enterprise number")
        VAT = "vat", _("Same VAT number")
        IBAN = "iban", _("Same account number")
        NAME = "name", _("Similar name")

    first = models.ForeignKey(Client, models.PROTECT, related_name="+")
    second = models.ForeignKey(Client, models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    reason = models.TextField(choices=Reason)
    apart_by = models.TextField(blank=True, default="")
    apart_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="likely_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="likely_pair_in_order"),
            models.CheckConstraint(
                condition=Q(reason__in=["number", "vat", "iban", "name"]), name="likely_pair_reason"
            ),
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=100), name="likely_pair_score"
            ),
            models.CheckConstraint(
                condition=Q(apart_at=None, apart_by="")
                | (Q(apart_at__isnull=False) & ~Q(apart_by="")),
                name="likely_pair_apart_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-score", "id"], name="likely_pair_open", condition=Q(apart_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}: {self.score}"
