"""The tables of advisers: notes and goals, trust that grows, and what they check; the year end."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonweal.activities._units import Unit


class Note(models.Model):
    """
    What an adviser writes down about a unit. A note is read by staff; a goal is shared with the
    people of the unit, has a day, and is reached or not.
    """

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        GOAL = "goal", _("Goal")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="notes")
    kind = models.TextField(choices=Kind)
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    by = models.TextField()
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["note", "goal"]), name="note_kind"),
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
            models.CheckConstraint(
                condition=Q(kind="goal") | Q(due_on=None, done_on=None),
                name="note_has_no_day_to_reach",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def ref(self) -> str:
        return f"unit:{self.unit_id}"


class Trust(models.Model):
    """
    Up to which amount a member decides alone, in cents, from an instant on; the newest counts.
    Rows are added, never changed, so that one sees how trust grew.
    """

    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+")
    limit_cents = models.BigIntegerField()
    reason = models.TextField()
    by = models.TextField()
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(limit_cents__gte=0), name="trust_not_negative"),
            models.CheckConstraint(condition=~Q(reason=""), name="trust_says_why"),
        ]
        indexes = [models.Index(fields=["member", "-id"], name="trust_newest")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.limit_cents}"

    @property
    def ref(self) -> str:
        return f"member:{self.member_id}"


class Validation(models.Model):
    """
    Something a member decided (`origin`: "order:7", "transfer:3") and what it is worth in cents.

    Above the member's trust it waits for an adviser; below it is free, and a sample of those is
    looked at afterwards: `finding` says what was found, nothing when it was in order.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for an adviser")
        APPROVED = "approved", _("Approved by an adviser")
        REFUSED = "refused", _("Refused by an adviser")
        FREE = "free", _("Decided by the member")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="validations")
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+")
    origin = models.TextField(unique=True)
    text = models.TextField()
    cents = models.BigIntegerField()
    state = models.TextField(choices=State)
    sampled = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    decided_by_name = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    finding = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "approved", "refused", "free"]),
                name="validation_state",
            ),
            models.CheckConstraint(
                condition=Q(sampled=False) | Q(state="free"), name="validation_samples_the_free"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(finding=""), name="validation_refused_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit"],
                name="validation_to_do",
                condition=Q(state="waiting") | Q(sampled=True, decided_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def ref(self) -> str:
        return f"validation:{self.pk}"


class CarryOver(models.Model):
    """
    One run of the year end: what each of `units` kept of its year, moved out of the year's
    income. A second run carries what came late; `undone_at` is when the run was reversed.
    """

    year = models.PositiveSmallIntegerField()
    units = ArrayField(models.BigIntegerField())
    cents = models.BigIntegerField()
    by = models.TextField()
    by_name = models.TextField()
    at = models.DateTimeField()
    undone_by_name = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"carry_over:{self.pk}"
