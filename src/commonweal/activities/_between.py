"""The tables of money between budgets, and of money that others give to one."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonweal.activities._units import Unit


class Transfer(models.Model):
    """
    Budget that one unit gives to another, in cents. It is kept aside at the giver until the
    receiver consents; then it is in the books. Before `asked_at` the receiver knows nothing of it.
    """

    class State(models.TextChoices):
        CHECKING = "checking", _("Waiting for an adviser")
        PROPOSED = "proposed", _("Waiting for the receiver")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    giver = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    cents = models.BigIntegerField()
    text = models.TextField()
    state = models.TextField(choices=State, default=State.PROPOSED)
    key = models.TextField(unique=True, null=True)
    expires_on = models.DateField()
    proposed_by = models.TextField()
    proposed_by_name = models.TextField()
    proposed_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="transfer_positive"),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="transfer_between_two"),
            models.CheckConstraint(condition=~Q(text=""), name="transfer_says_why"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "checking", "proposed", "accepted", "refused", "withdrawn", "expired",
                    ]
                ),
                name="transfer_state",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text

    @property
    def ref(self) -> str:
        return f"transfer:{self.pk}"


class InternalInvoice(models.Model):
    """
    What one activity did for another, in cents, without VAT: both are the same enterprise.
    It is paid from the buyer's budget once somebody of the buyer says “good to pay”.

    `lines` are [description, cents] each; `number` is gapless within its year ("I2026-000012").
    Before `asked_at` the buyer knows nothing of it.
    """

    class State(models.TextChoices):
        CHECKING = "checking", _("Waiting for an adviser")
        SENT = "sent", _("Waiting for “good to pay”")
        PAID = "paid", _("Paid")
        DISPUTED = "disputed", _("Sent back")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    number = models.TextField(unique=True)
    seller = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    buyer = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    title = models.TextField()
    lines = models.JSONField()
    cents = models.BigIntegerField()
    state = models.TextField(choices=State, default=State.SENT)
    key = models.TextField(unique=True, null=True)
    sent_by = models.TextField()
    sent_by_name = models.TextField()
    sent_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="internal_invoice_positive"),
            models.CheckConstraint(
                condition=~Q(seller=F("buyer")), name="internal_invoice_between_two"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="internal_invoice_titled"),
            models.CheckConstraint(
                condition=Q(state__in=["checking", "sent", "paid", "disputed", "withdrawn"]),
                name="internal_invoice_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="disputed") | ~Q(answer=""),
                name="internal_invoice_sent_back_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> str:
        return f"internal_invoice:{self.number}"


class InternalSeries(models.Model):
    """The last number of internal invoices in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last_number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"I{self.year}-{self.last_number:06}"


class FundingAgreement(models.Model):
    """
    Money that somebody gives to an activity for a purpose: a subsidy or a grant, in cents, with
    its conditions. What is expected of it stands in its tranches, what is owed in its reports.
    """

    class Kind(models.TextChoices):
        SUBSIDY = "subsidy", _("Subsidy")
        GRANT = "grant", _("Grant")
        SPONSORSHIP = "sponsorship", _("Gift or patronage")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SIGNED = "signed", _("Signed")
        ENDED = "ended", _("Ended")
        CANCELLED = "cancelled", _("Cancelled")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="fundings")
    kind = models.TextField(choices=Kind)
    funder = models.TextField()
    title = models.TextField()
    reference = models.TextField(blank=True)
    cents = models.BigIntegerField()
    conditions = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    paper = models.BigIntegerField(null=True, blank=True)
    state = models.TextField(choices=State, default=State.DRAFT)
    key = models.TextField(unique=True, null=True)
    made_by = models.TextField()
    made_at = models.DateTimeField()
    signed_on = models.DateField(null=True, blank=True)
    signed_by_name = models.TextField(blank=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="funding_positive"),
            models.CheckConstraint(
                condition=~Q(funder="") & ~Q(title=""), name="funding_says_who_and_what"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="funding_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["subsidy", "grant", "sponsorship"]), name="funding_kind"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "signed", "ended", "cancelled"]),
                name="funding_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_on__isnull=False),
                name="funding_signed_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"funding:{self.pk}"


class FundingTranche(models.Model):
    """
    A part of a funding, in cents: expected on a day, called (the funder owes it, under its
    `reference`), or taken back. Whether it is paid is a question to the books.
    """

    class State(models.TextChoices):
        EXPECTED = "expected", _("Expected")
        CALLED = "called", _("Called")
        CANCELLED = "cancelled", _("Cancelled")

    agreement = models.ForeignKey(FundingAgreement, models.PROTECT, related_name="tranches")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    cents = models.BigIntegerField()
    expected_on = models.DateField()
    state = models.TextField(choices=State, default=State.EXPECTED)
    reference = models.TextField(null=True, blank=True)
    called_on = models.DateField(null=True, blank=True)
    contribution_cents = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "position"], name="tranche_place"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="tranche_positive"),
            models.CheckConstraint(
                condition=Q(state__in=["expected", "called", "cancelled"]), name="tranche_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="called") | Q(reference__isnull=False, called_on__isnull=False),
                name="tranche_called_under_a_reference",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"tranche:{self.pk}"


class FundingReport(models.Model):
    """A report the funder is owed by a day, and the day it was sent."""

    agreement = models.ForeignKey(FundingAgreement, models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    due_on = models.DateField()
    text = models.TextField()
    sent_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="report_says_what")]

    def __str__(self) -> str:
        return self.text

    @property
    def ref(self) -> str:
        return f"funding:{self.agreement_id}"
