"""What was promised, up to what, and what became of it when a client failed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from commonweal.documents.queries import Document


class Guarantee(models.Model):
    """
    The decision whether the house stands for the wage of an order, or of an invoice without order,
    taken once: when the client confirms, or when the invoice is issued. What the books say of it
    (advanced, collected, lost) is never kept here.

    `reasons` are rows {"code", "values"} why not: none when it is eligible. `promised_cents` is the
    price without VAT that was within the cap of the client; `figures` names the day from which each
    rule it was decided by is valid.
    """

    order = models.ForeignKey(
        "invoicing.Order", models.PROTECT, null=True, related_name="guarantees", db_index=False
    )
    invoice = models.ForeignKey(
        "invoicing.Invoice", models.PROTECT, null=True, related_name="guarantees", db_index=False
    )
    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+")
    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+")
    eligible = models.BooleanField()
    reasons = models.JSONField(default=list)
    promised_cents = models.BigIntegerField()
    figures = models.JSONField(default=dict)
    decided_by = models.TextField()
    decided_by_name = models.TextField()
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(invoice=None), name="guarantee_of_order_once"
            ),
            models.UniqueConstraint(
                fields=["invoice"],
                condition=Q(invoice__isnull=False),
                name="guarantee_of_invoice_once",
            ),
            models.CheckConstraint(
                condition=Q(order__isnull=False) | Q(invoice__isnull=False),
                name="guarantee_of_something",
            ),
            models.CheckConstraint(
                condition=Q(eligible=True, reasons=[]) | (Q(eligible=False) & ~Q(reasons=[])),
                name="guarantee_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(promised_cents__gte=0), name="guarantee_promises_no_debt"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id or self.invoice_id} {self.eligible}"

    @property
    def ref(self) -> str:
        return f"guarantee:{self.pk}"


class Cap(models.Model):
    """
    Up to how much the house stands for one client at a time, without VAT, from a day on; the last
    one that has begun counts. Without one the general cap of the rules counts.
    """

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+")
    cents = models.BigIntegerField()
    from_on = models.DateField()
    reason = models.TextField()
    by = models.TextField()
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cents__gte=0), name="cap_not_negative"),
            models.CheckConstraint(condition=~Q(reason=""), name="cap_set_for_a_reason"),
        ]
        indexes = [models.Index(fields=["client", "from_on", "id"], name="cap_of_client")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.cents}"

    @property
    def ref(self) -> str:
        return f"cap:{self.pk}"


class Bankruptcy(models.Model):
    """
    The failure of a client from the day of the judgment, and who settles it (and reads `language`).
    One that was marked by mistake is withdrawn: closed, and all it wrote off is undone.
    """

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+")
    on = models.DateField()
    court = models.TextField(blank=True)
    file_number = models.TextField(blank=True)
    trustee_name = models.TextField()
    trustee_email = models.EmailField(blank=True)
    trustee_address = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="nl")
    marked_by = models.TextField()
    marked_by_name = models.TextField()
    marked_at = models.DateTimeField()
    closed_on = models.DateField(null=True)
    withdrawn_because = models.TextField(blank=True)
    withdrawn_by = models.TextField(blank=True)
    withdrawn_by_name = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(closed_on=None), name="bankrupt_once"
            ),
            models.CheckConstraint(condition=~Q(trustee_name=""), name="bankruptcy_has_a_trustee"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("on")),
                name="bankruptcy_closes_later",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None)
                | (Q(closed_on__isnull=False) & ~Q(withdrawn_because="")),
                name="bankruptcy_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.on}"

    @property
    def ref(self) -> str:
        return f"bankruptcy:{self.pk}"

    @property
    def claim(self) -> Document | None:
        """The newest letter of claim, of the first legal entity that has one."""
        newest = self.claims.order_by("entity", "-id").select_related("document").first()
        return newest.document if newest else None


class Claim(models.Model):
    """The letter in which one legal entity claims what it lost; a later one takes its place."""

    bankruptcy = models.ForeignKey(Bankruptcy, models.PROTECT, related_name="claims")
    entity = models.ForeignKey("kernel.LegalEntity", models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.bankruptcy_id} {self.entity_id}"

    @property
    def ref(self) -> str:
        return f"claim:{self.pk}"


class Loss(models.Model):
    """
    What of one invoice was lost, as it was posted: `open_cents` is net + VAT. What was guaranteed
    passes the fund (`fund_cents` = net); of what was not, only what was still held is taken back.
    An invoice is lost again when a payment of it bounces: `nth` tells its losses apart.
    """

    bankruptcy = models.ForeignKey(Bankruptcy, models.PROTECT, related_name="losses")
    invoice = models.ForeignKey("invoicing.Invoice", models.PROTECT, related_name="+")
    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+")
    guaranteed = models.BooleanField()
    open_cents = models.BigIntegerField()
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    fund_cents = models.BigIntegerField()
    entry = models.BigIntegerField()
    nth = models.SmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "nth"], name="lost_once"),
            models.CheckConstraint(
                condition=Q(open_cents=F("net_cents") + F("vat_cents")), name="loss_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(open_cents__gt=0, vat_cents__gte=0, net_cents__gte=0),
                name="loss_positive",
            ),
            models.CheckConstraint(
                condition=Q(guaranteed=True, fund_cents=F("net_cents"))
                | Q(guaranteed=False, fund_cents=0),
                name="loss_borne_by_the_fund",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.open_cents}"

    @property
    def ref(self) -> str:
        return f"loss:{self.pk}"


class Recovery(models.Model):
    """
    What came of losses after all, from the trustee or from a third party: it goes back where it
    was lost, to the fund, to the budgets of what was not guaranteed, and to VAT. `of` is what it
    is for: nothing (all that was lost), "entity:2" (its claim) or "invoice:2026-000012".

    What went back is a row below zero that corrects another. `nth` tells the rows of one movement
    apart.
    """

    bankruptcy = models.ForeignKey(Bankruptcy, models.PROTECT, related_name="recoveries")
    move = models.TextField()
    nth = models.SmallIntegerField(default=1)
    of = models.TextField(blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="taken_back")
    because = models.TextField(blank=True)
    cents = models.BigIntegerField()
    fund_cents = models.BigIntegerField()
    units_cents = models.BigIntegerField(default=0)
    vat_cents = models.BigIntegerField()
    entry = models.BigIntegerField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["move", "nth"], name="recovered_once"),
            models.CheckConstraint(
                condition=Q(cents=F("fund_cents") + F("units_cents") + F("vat_cents")),
                name="recovery_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, cents__gt=0)
                | (Q(corrects__isnull=False, cents__lt=0) & ~Q(because="")),
                name="recovery_taken_back_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.move} {self.cents}"

    @property
    def ref(self) -> str:
        return f"recovery:{self.pk}"


class RecoveredPart(models.Model):
    """What of a recovery belongs to one loss, in cents; below zero where it went back."""

    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="parts")
    loss = models.ForeignKey(Loss, models.PROTECT, related_name="parts")
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recovery", "loss"], name="part_of_a_loss_once")
        ]

    def __str__(self) -> str:
        return f"{self.recovery_id} {self.loss_id}"

    @property
    def ref(self) -> str:
        return f"recovered:{self.pk}"
