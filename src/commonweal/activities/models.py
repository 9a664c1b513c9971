"""Production units, who may act for them, and what is promised on their budgets."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    THREE_IN_ONE = "three_in_one", _("3in1 account")
    ACTIVITY = "activity", _("Activity")


class MandateRole(models.TextChoices):
    MANAGER = "manager", _("Manager")
    CO_MANAGER = "co_manager", _("Co-manager")
    CONTRIBUTOR = "contributor", _("Contributor")
    READER = "reader", _("Reader")


class CommitmentKind(models.TextChoices):
    PLANNED = "planned", _("Planned")
    CONFIRMED = "confirmed", _("Confirmed")
    RESERVED = "reserved", _("Reserved")


class Unit(models.Model):
    """A production unit: the smallest thing in the cooperative that has a budget."""

    kind = models.TextField(choices=UnitKind.choices)
    name = models.TextField()
    opened_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["three_in_one", "activity"]), name="unit_kind"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="unit_named"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"unit:{self.pk}"


class Mandate(models.Model):
    """What a member may do for a unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="mandates")
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="mandates")
    role = models.TextField(choices=MandateRole.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "member"], name="mandate_once"),
            models.CheckConstraint(
                condition=Q(role__in=["manager", "co_manager", "contributor", "reader"]),
                name="mandate_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.member_id} of {self.unit_id}"

    @property
    def ref(self) -> str:
        return f"unit:{self.unit_id}"


class Commitment(models.Model):
    """
    Money that is promised and not yet in the books: expected in (planned, confirmed) or kept
    aside for a spend (reserved). `origin` names the thing that promised it ("order:12").
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="commitments")
    kind = models.TextField(choices=CommitmentKind.choices)
    origin = models.TextField()
    cents = models.BigIntegerField()
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "unit", "kind"], name="commitment_once"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="commitment_positive"),
            models.CheckConstraint(
                condition=Q(kind__in=["planned", "confirmed", "reserved"]), name="commitment_kind"
            ),
            models.CheckConstraint(condition=~Q(origin=""), name="commitment_has_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.cents} for {self.origin}"

    @property
    def ref(self) -> str:
        return f"unit:{self.unit_id}"
