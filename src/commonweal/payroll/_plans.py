"""The tables of plans of pay: the same each month, settled against what was earned."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PayPlan(models.Model):
    """
    The pay of an open-ended contract: the same each month.

    A `smoothed` plan pays `expected_year_cents` (with `carried_cents`, the deficit of the plan
    before: zero or below) in the twelve `months` from `first`, settled each quarter against what
    the unit really earned; months to come change by it, months paid do not. A `fixed` plan, of
    permanent staff, has one month that is paid until the plan ends. Amounts are gross cents.
    """

    class Kind(models.TextChoices):
        SMOOTHED = "smoothed", _("Smoothed: settled each quarter")
        FIXED = "fixed", _("Fixed: staff of the house")

    class WorkerStatus(models.TextChoices):
        WHITE_COLLAR = "white_collar", _("White collar")
        STAFF = "staff", _("Staff of the house")

    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+")
    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+")
    kind = models.TextField(choices=Kind)
    worker_status = models.TextField(choices=WorkerStatus)
    title = models.TextField()
    first = models.DateField()
    months = ArrayField(models.BigIntegerField())
    expected_year_cents = models.BigIntegerField()
    carried_cents = models.BigIntegerField(default=0)
    minutes_per_month = models.PositiveIntegerField()
    ended_on = models.DateField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(ended_on=None), name="pay_plan_one_a_member"
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(ended_on=None, kind="smoothed"),
                name="pay_plan_smooths_a_unit_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="smoothed", worker_status="white_collar", months__len=12)
                | Q(kind="fixed", worker_status="staff", months__len=1),
                name="pay_plan_kind_and_months",
            ),
            models.CheckConstraint(condition=Q(first__day=1), name="pay_plan_begins_a_month"),
            models.CheckConstraint(
                condition=Q(expected_year_cents__gt=0, carried_cents__lte=0),
                name="pay_plan_amounts",
            ),
            models.CheckConstraint(condition=Q(minutes_per_month__gt=0), name="pay_plan_has_hours"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gt=F("first")),
                name="pay_plan_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"pay_plan:{self.pk}"


class PlanSettlement(models.Model):
    """
    A quarter of a smoothed plan, settled (rules.smoothing). PostgreSQL refuses to change or
    delete a row.

    `real_by_month` is what the unit earned, as gross cents, in each month from the first of the
    plan; `months_before` and `months_after` are the months of the plan. `closing_cents` was paid
    at once at the end, `carried_cents` (zero or below) stays open. `lines` are {code, cents}.
    """

    plan = models.ForeignKey(PayPlan, models.PROTECT, related_name="settlements")
    quarter = models.PositiveSmallIntegerField()
    real_by_month = ArrayField(models.BigIntegerField())
    real_cents = models.BigIntegerField()
    paid_cents = models.BigIntegerField()
    difference_cents = models.BigIntegerField()
    months_before = ArrayField(models.BigIntegerField())
    months_after = ArrayField(models.BigIntegerField())
    closing_cents = models.BigIntegerField()
    carried_cents = models.BigIntegerField()
    lines = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "quarter"], name="plan_settlement_once"),
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4), name="plan_settlement_quarter"
            ),
            models.CheckConstraint(
                condition=Q(difference_cents=F("real_cents") - F("paid_cents")),
                name="plan_settlement_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(closing_cents__gte=0, carried_cents__lte=0),
                name="plan_settlement_takes_nothing_back",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"plan_settlement:{self.pk}"

    @property
    def is_final(self) -> bool:
        """Whether the plan has no month after it: then the rest is paid, or stays open."""
        return len(self.real_by_month) == len(self.months_after)
