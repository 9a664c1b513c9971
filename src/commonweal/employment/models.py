"""Jobs, who works on them when, and what social security was told before the work began."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import ExtractQuarter, ExtractYear
from django.utils.translation import gettext_lazy as _


class Assignment(models.Model):
    """A job done for a client: the roof over the contracts of those who work on it."""

    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+")
    title = models.TextField()

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"assignment:{self.pk}"


class Contract(models.Model):
    """
    What one person does on an assignment, and for which gross.

    `starts_at` is the first instant of the work: the declaration precedes it. `ends_on` is the
    day on which the last hour falls. `minutes` is the sum of the work periods.
    """

    class WorkerStatus(models.TextChoices):
        WHITE_COLLAR = "white_collar", _("White collar")
        BLUE_COLLAR = "blue_collar", _("Blue collar")
        ARTIST = "artist", _("Artist")
        ARTIST_1BIS = "artist_1bis", _("Artist to order (article 1bis)")
        STUDENT = "student", _("Student")
        STAFF = "staff", _("Staff of the house")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        CLEARED = "cleared", _("Cleared for work")
        DECLARED = "declared", _("Declared")
        WORKED = "worked", _("Worked")
        REFUSED = "refused", _("Declaration refused")
        CANCELLED = "cancelled", _("Cancelled")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="contracts")
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+")
    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+")
    worker_status = models.TextField(choices=WorkerStatus)
    gross_cents = models.BigIntegerField()
    starts_at = models.DateTimeField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    minutes = models.IntegerField()
    state = models.TextField(choices=State, default=State.PLANNED)

    class Meta:
        indexes = [
            models.Index(
                fields=["ends_on"], name="contract_running", condition=Q(state="declared")
            ),
            models.Index(
                fields=["starts_at"], name="contract_to_declare", condition=Q(state="cleared")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["planned", "cleared", "declared", "worked", "refused", "cancelled"]
                ),
                name="contract_state_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    worker_status__in=[
                        "white_collar",
                        "blue_collar",
                        "artist",
                        "artist_1bis",
                        "student",
                        "staff",
                    ]
                ),
                name="contract_worker_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(worker_status="student")
                | Q(
                    starts_on__year=ExtractYear("ends_on"),
                    starts_on__quarter=ExtractQuarter("ends_on"),
                ),
                name="contract_student_within_a_quarter",
            ),
            models.CheckConstraint(condition=Q(gross_cents__gt=0), name="contract_pays"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="contract_has_hours"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="contract_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"contract:{self.pk}"


class WorkPeriod(models.Model):
    """
    One stretch of work. `on` is the day it belongs to: the day it begins, also when it passes
    midnight. `stands` is false once its contract is cancelled, and the hours are free again.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="periods")
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+")
    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+")
    on = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    minutes = models.IntegerField()
    stands = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["member", "on"], name="work_period_day", condition=Q(stands=True))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=24 * 60), name="work_period_within_a_day"
            ),
            models.CheckConstraint(
                condition=Q(ends_at=F("starts_at") + F("minutes") * timedelta(minutes=1)),
                name="work_period_ends_after_its_minutes",
            ),
            ExclusionConstraint(
                name="nobody_works_twice_at_once",
                expressions=[
                    ("member", RangeOperators.EQUAL),
                    (Func("starts_at", "ends_at", function="tstzrange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(stands=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.minutes} min"


class Declaration(models.Model):
    """
    One message to social security (Dimona), and what came back.

    `number` is what social security calls the message, `period_number` the work it is about.
    `message` and `answer` are JSON as it went and came, with the national number hidden;
    `digest` seals the exact bytes with the key of the house, so that what was sent can be
    proven without keeping the number twice.
    `due_at` is the start of the work at the time of declaring.
    """

    class Kind(models.TextChoices):
        IN = "in", _("Start of work")
        UPDATE = "update", _("Change of days")
        OUT = "out", _("Earlier end")
        CANCEL = "cancel", _("Cancellation")

    class State(models.TextChoices):
        QUEUED = "queued", _("To be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Waiting for the answer")
        ACCEPTED = "accepted", _("Accepted")
        WARNED = "warned", _("Accepted with a warning")
        REFUSED = "refused", _("Refused")
        UNKNOWN = "unknown", _("Answer lost")
        LATE = "late", _("Too late")
        WITHDRAWN = "withdrawn", _("Not sent")

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="declarations")
    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+")
    kind = models.TextField(choices=Kind)
    state = models.TextField(choices=State, default=State.QUEUED)
    due_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    message = models.TextField(default="")
    digest = models.TextField(default="")
    number = models.TextField(default="")
    period_number = models.TextField(default="")
    answer = models.TextField(default="")
    anomalies = models.JSONField(default=list)
    reason = models.TextField(default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["state"],
                name="declaration_under_way",
                condition=Q(state__in=["queued", "sending", "sent", "unknown", "late"]),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["in", "update", "out", "cancel"]),
                name="declaration_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "queued",
                        "sending",
                        "sent",
                        "accepted",
                        "warned",
                        "refused",
                        "unknown",
                        "late",
                        "withdrawn",
                    ]
                ),
                name="declaration_state_known",
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="declaration_number_once"
            ),
            models.UniqueConstraint(
                fields=["contract", "kind"],
                condition=~Q(kind="update") & ~Q(state__in=["refused", "withdrawn"]),
                name="declaration_never_sent_twice",
            ),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(kind="update", state__in=["queued", "sending", "sent", "unknown"]),
                name="declaration_one_change_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "accepted", "warned"]) | ~Q(number=""),
                name="declaration_answered_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(kind="in", state__in=["accepted", "warned"])
                | Q(period_number__regex="^[0-9]+$"),
                name="declaration_accepted_has_period",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None)
                | Q(sent_at__lt=F("due_at"))
                | ~Q(kind="in")
                | ~Q(reason=""),
                name="declaration_precedes_the_work",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"declaration:{self.pk}"
