"""The tables of attachments of wages: what a creditor claims, and what was taken for it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Attachment(models.Model):
    """
    An attachment of somebody's wages (loonbeslag, saisie sur salaire), as it was served on us.

    `claim_cents` is the whole claim. `children` are those that protect the worker. Alimony comes
    before other claims, then the day of service decides. Lifted, it takes no more; what was taken
    before stays owed to the creditor.
    """

    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+")
    creditor = models.TextField()
    iban = models.CharField(max_length=34)
    reference = models.TextField(blank=True)
    claim_cents = models.BigIntegerField()
    for_alimony = models.BooleanField(default=False)
    children = models.PositiveSmallIntegerField(default=0)
    served_on = models.DateField()
    lifted_on = models.DateField(null=True)
    lifted_because = models.TextField(blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "iban", "reference", "served_on"],
                condition=Q(lifted_on=None),
                name="attachment_served_once",
            ),
            models.CheckConstraint(condition=Q(claim_cents__gt=0), name="attachment_claims"),
            models.CheckConstraint(condition=~Q(creditor=""), name="attachment_has_a_creditor"),
            models.CheckConstraint(
                condition=Q(iban__regex=r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"),
                name="attachment_iban_shape",
            ),
            models.CheckConstraint(
                condition=Q(lifted_on=None, lifted_because="")
                | (Q(lifted_on__isnull=False) & ~Q(lifted_because="")),
                name="attachment_lifted_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"attachment:{self.pk}"

    @property
    def item(self) -> str:
        """What is owed to the creditor in the books."""
        return self.ref


class AttachmentTaken(models.Model):
    """
    What an attachment took from one pay. PostgreSQL refuses to change or delete a row.

    `pay` is the payslip or regularisation that it was asked of, once; `item` what is owed to the
    worker of it. `cents` is below zero when a correction gives back. `lines` explain it, each
    {code, rate, base, cents, reference, unconfirmed}; `marks` names the unconfirmed figures.
    """

    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="taken")
    pay = models.TextField()
    item = models.TextField()
    month = models.DateField()
    cents = models.BigIntegerField()
    due_on = models.DateField()
    lines = models.JSONField()
    marks = ArrayField(models.TextField())
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["item"], name="attachment_taken_of_item")]
        constraints = [
            models.UniqueConstraint(fields=["attachment", "pay"], name="attachment_takes_once"),
            models.CheckConstraint(condition=~Q(cents=0), name="attachment_takes_something"),
            models.CheckConstraint(
                condition=Q(month__day=1), name="attachment_takes_from_a_calendar_month"
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"attachment_taken:{self.pk}"
