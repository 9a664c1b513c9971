"""The tables of quotes: what a member offers, in versions, and what the client says to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonweal.invoicing._vat import VAT_CHOICES, VAT_HAS_ITS_RATE


class Quote(models.Model):
    """
    Work offered at a price until a day. What was sent never changes again: a change is a new
    version under the same number, which supersedes the one before once it is sent. Above the trust
    in its member a quote is checked by an adviser before the client hears of it.

    `schedule` says how the price is invoiced once accepted: rows
    {"kind", "label", "share_bp", "on"} whose shares (basis points) add up to the whole; nothing
    means one invoice at the end. `terms` are in the client's language.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CHECKING = "checking", _("Waiting for an adviser")
        SENT = "sent", _("Waiting for the client")
        CHANGE_ASKED = "change_asked", _("The client asks a change")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SUPERSEDED = "superseded", _("Replaced by a newer version")
        EXPIRED = "expired", _("No longer valid")

    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+")
    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+")
    number = models.TextField()
    version = models.SmallIntegerField(default=1)
    title = models.TextField()
    introduction = models.TextField(blank=True)
    terms = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    valid_until = models.DateField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    purchase_order = models.TextField(blank=True)
    schedule = models.JSONField(default=list)
    state = models.TextField(choices=State, default=State.DRAFT)
    key = models.TextField(null=True)
    drafted_by = models.TextField()
    drafted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.TextField(blank=True)
    answered_name = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="quote_version_once"),
            models.UniqueConstraint(fields=["key"], name="quote_made_once"),
            models.CheckConstraint(condition=~Q(title=""), name="quote_titled"),
            models.CheckConstraint(condition=Q(version__gte=1), name="quote_version_positive"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "checking"], sent_at=None)
                | ~Q(state__in=["draft", "checking"])
                & (Q(sent_at__isnull=False) | Q(state="withdrawn")),
                name="quote_sent_at_an_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "declined"])
                | Q(answered_at__isnull=False) & ~Q(answered_name=""),
                name="quote_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} v{self.version}"

    @property
    def ref(self) -> str:
        return f"quote:{self.pk}"


class QuoteLine(models.Model):
    """One line of a quote; the client chooses among those that are optional."""

    pk = models.CompositePrimaryKey("quote_id", "position")
    quote = models.ForeignKey(Quote, models.PROTECT, related_name="lines", db_index=False)
    position = models.SmallIntegerField()
    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+", db_index=False)
    description = models.TextField()
    thousandths = models.BigIntegerField()
    unit_code = models.CharField(max_length=3)
    price_cents = models.BigIntegerField()
    net_cents = models.BigIntegerField()
    vat = models.TextField(choices=VAT_CHOICES)
    rate_bp = models.IntegerField()
    is_optional = models.BooleanField(default=False)
    is_chosen = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(description=""), name="quote_line_described"),
            models.CheckConstraint(condition=VAT_HAS_ITS_RATE, name="quote_line_vat_has_its_rate"),
            models.CheckConstraint(
                condition=Q(is_optional=True) | Q(is_chosen=True), name="quote_line_chosen"
            ),
        ]

    def __str__(self) -> str:
        return self.description


class QuoteComment(models.Model):
    """What was said about a quote, by the client or by the member, in the order it was said."""

    quote = models.ForeignKey(Quote, models.PROTECT, related_name="comments")
    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    by = models.TextField()
    by_name = models.TextField()
    from_client = models.BooleanField()
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="quote_comment_says")]

    def __str__(self) -> str:
        return self.text

    @property
    def ref(self) -> str:
        return f"quote:{self.quote_id}"
