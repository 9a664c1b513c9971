"""The tables of what is promised on a budget: commitments, advances, what members expect."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonweal.activities._units import Unit


class CommitmentKind(models.TextChoices):
    PLANNED = "planned", _("Planned")
    CONFIRMED = "confirmed", _("Confirmed")
    RESERVED = "reserved", _("Reserved")


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


class Advance(models.Model):
    """
    How far an adviser lets a budget go below zero, in cents, up to and including the day `until`.

    `drawn_cents` is all that was ever drawn on it: what comes in repays it first, and what is
    repaid is not drawn again.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="advances")
    cents = models.BigIntegerField()
    drawn_cents = models.BigIntegerField(default=0)
    reason = models.TextField()
    granted_by = models.TextField()
    granted_by_name = models.TextField()
    granted_at = models.DateTimeField()
    until = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(ended_on=None), name="advance_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(cents__gt=0), name="advance_positive"),
            models.CheckConstraint(
                condition=Q(drawn_cents__gte=0, drawn_cents__lte=F("cents")),
                name="advance_drawn_within_its_cap",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="advance_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.cents} until {self.until}"

    @property
    def ref(self) -> str:
        return f"advance:{self.pk}"

    @property
    def left_cents(self) -> int:
        """What can still be drawn."""
        return self.cents - self.drawn_cents


class ForecastLine(models.Model):
    """Something a member expects of a unit that nothing in the house knows of yet, in cents."""

    class Kind(models.TextChoices):
        INCOME = "income", _("Invoice expected")
        PAY = "pay", _("Pay expected")
        EXPENSE = "expense", _("Expense expected")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="forecast_lines")
    on = models.DateField()
    kind = models.TextField(choices=Kind)
    text = models.TextField()
    cents = models.BigIntegerField()
    made_by = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="forecast_line_positive"),
            models.CheckConstraint(
                condition=Q(kind__in=["income", "pay", "expense"]), name="forecast_line_kind"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="forecast_line_says_what"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def ref(self) -> str:
        return f"unit:{self.unit_id}"
