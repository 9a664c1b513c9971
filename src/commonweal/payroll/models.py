"""Payslips: what a worker earned, every line of it, and when it is due."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonweal.payroll._attachments import Attachment, AttachmentTaken
from commonweal.payroll._plans import PayPlan, PlanSettlement
from commonweal.rules.cases import FAMILIES, HOLIDAY, KINDS, STATUSES

__all__ = [
    "WAGES", "Attachment", "AttachmentTaken", "Figures", "Paper", "PayPlan", "Payslip",
    "PlanSettlement", "QuarterClose", "Regularisation",
]  # fmt: skip
WAGES = ["ordinary", "fortnight"]  # the others come beside the pay of a contract


class Figures(models.Model):
    """
    The figures of the law and the house that payslips were computed with, by their fingerprint:
    of each its first day, source, confidence and note. `shapes` is what every line says by its
    code: its part, the figures behind it by name, or what it is made of. Kept once, never changed.
    """

    version = models.TextField(primary_key=True)
    sources = models.JSONField()
    shapes = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.version


class Payslip(models.Model):
    """
    The pay of one contract, or of one month of a plan. PostgreSQL refuses to change or delete a
    row.

    Amounts are cents, none negative. `lines` are the lines of the rules, each [code, rate, base,
    amount]; `figures` holds what else they say and their sources, `marks` names the unconfirmed
    figures behind them. What the pay knew of the person is kept as it was on the day: `terms`
    holds what differs from the ordinary (see `values.TERMS`).
    """

    class WorkerStatus(models.TextChoices):
        WHITE_COLLAR = "white_collar", _("White collar")
        BLUE_COLLAR = "blue_collar", _("Blue collar")
        ARTIST = "artist", _("Artist")
        ARTIST_1BIS = "artist_1bis", _("Artist to order (article 1bis)")
        STUDENT = "student", _("Student")
        STAFF = "staff", _("Staff of the house")

    class Family(models.TextChoices):
        SINGLE = "single", _("Single")
        PARTNER_WITH_INCOME = "partner_with_income", _("Partner with an income")
        PARTNER_WITHOUT_INCOME = "partner_without_income", _("Partner without an income")
        PARTNER_LOW_INCOME = "partner_low_income", _("Partner with a low income")
        PARTNER_LOW_PENSION = "partner_low_pension", _("Partner with only a low pension")
        SINGLE_PARENT = "single_parent", _("Single parent")

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("Pay of a contract")
        FORTNIGHT = "fortnight", _("Pay of half a month")
        DOUBLE_HOLIDAY = "double_holiday", _("Double holiday pay")
        EXIT_HOLIDAY = "exit_holiday", _("Holiday pay on leaving")
        YEAR_END_PREMIUM = "year_end_premium", _("Year-end premium")

    contract = models.ForeignKey("employment.Contract", models.PROTECT, null=True, related_name="+")
    plan = models.ForeignKey(
        "payroll.PayPlan", models.PROTECT, null=True, related_name="+", db_index=False
    )  # payslip_of_plan holds the few that have one
    member = models.ForeignKey(
        "members.Member", models.PROTECT, related_name="+", db_index=False
    )  # payslip_of_member begins with it
    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    original = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    name = models.TextField()
    title = models.TextField()
    kind = models.TextField(choices=Kind, default=Kind.ORDINARY)
    worker_status = models.TextField(choices=WorkerStatus)
    family = models.TextField(choices=Family)
    children = models.PositiveSmallIntegerField()
    withholding_bp = models.PositiveIntegerField()
    terms = models.JSONField(default=dict)
    minutes = models.IntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    due_on = models.DateField()
    guaranteed = models.BooleanField()
    gross_cents = models.BigIntegerField()
    contribution_cents = models.BigIntegerField()
    work_bonus_cents = models.BigIntegerField()
    special_cents = models.BigIntegerField()
    withholding_cents = models.BigIntegerField()
    net_cents = models.BigIntegerField()
    employer_cents = models.BigIntegerField()
    tariff_cents = models.BigIntegerField()
    provision_cents = models.BigIntegerField()
    lines = models.JSONField()
    marks = ArrayField(models.TextField())
    # Kept before the payslip in one transaction, and by a trigger for ever: a foreign key would
    # ask again for each payslip.
    figures = models.ForeignKey(
        Figures, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["member", "-ends_on"], name="payslip_of_member"),
            models.Index(fields=["due_on"], name="payslip_due"),
            models.Index(fields=["plan"], condition=Q(plan__isnull=False), name="payslip_of_plan"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(corrects=None, kind__in=WAGES),
                name="payslip_once_a_contract",
            ),
            models.UniqueConstraint(
                fields=["contract", "kind", "ends_on"],
                condition=Q(corrects=None) & ~Q(kind__in=WAGES),
                name="payslip_premium_once",
            ),
            models.UniqueConstraint(
                fields=["plan", "kind", "ends_on"],
                condition=Q(corrects=None, plan__isnull=False),
                name="payslip_once_a_month_of_a_plan",
            ),
            models.CheckConstraint(
                condition=Q(contract__isnull=False, plan=None)
                | Q(contract=None, plan__isnull=False),
                name="payslip_of_a_contract_or_a_plan",
            ),
            models.CheckConstraint(
                condition=Q(worker_status__in=STATUSES), name="payslip_worker_status_known"
            ),
            models.CheckConstraint(condition=Q(family__in=FAMILIES), name="payslip_family_known"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="payslip_kind_known"),
            models.CheckConstraint(
                condition=Q(corrects=None, original=None)
                | Q(corrects__isnull=False, original__isnull=False),
                name="payslip_correction_knows_its_original",
            ),
            models.CheckConstraint(
                condition=Q(
                    net_cents=F("gross_cents")
                    - F("contribution_cents")
                    + F("work_bonus_cents")
                    - F("special_cents")
                    - F("withholding_cents")
                ),
                name="payslip_net_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    gross_cents__gt=0,
                    net_cents__gte=0,
                    work_bonus_cents__gte=0,
                    work_bonus_cents__lte=F("contribution_cents"),
                    special_cents__gte=0,
                    withholding_cents__gte=0,
                    employer_cents__gte=0,
                    provision_cents__gte=0,
                ),
                name="payslip_amounts_are_no_debts",
            ),
            models.CheckConstraint(
                condition=Q(tariff_cents__gte=F("employer_cents") + F("provision_cents")),
                name="payslip_tariff_covers_what_is_due",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"), due_on__gte=F("ends_on")),
                name="payslip_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"payslip:{self.pk}"

    @property
    def item(self) -> str:
        """What is owed to the worker in the books: a correction keeps the first one's item."""
        return f"payslip:{self.original_id or self.pk}"

    @property
    def social_security_cents(self) -> int:
        """The worker contribution after the work bonus."""
        return self.contribution_cents - self.work_bonus_cents

    @property
    def is_provided_for(self) -> bool:
        """Whether the money was set aside: holiday pay, which the provision of account 456 pays."""
        return self.kind in HOLIDAY

    @property
    def work_budget_cents(self) -> int:
        """What the contract costs its unit."""
        return self.tariff_cents + (0 if self.is_provided_for else self.gross_cents)


class Paper(models.Model):
    """The PDF of a payslip: made once."""

    payslip = models.OneToOneField(Payslip, models.PROTECT, primary_key=True, related_name="paper")
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"paper of payslip:{self.payslip_id}"


class Regularisation(models.Model):
    """
    What the settling of a calendar month adds to a person's payslips. PostgreSQL refuses to
    change or delete a row.

    Amounts are differences in cents: the month as a whole less what payslips and earlier rows
    kept. `lines` are {code, status, before, after, difference, figures}; `figures` holds their
    sources, `marks` names the unconfirmed ones.
    """

    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+")
    month = models.DateField()
    name = models.TextField()
    contribution_cents = models.BigIntegerField()
    bonus_a_cents = models.BigIntegerField()
    bonus_b_cents = models.BigIntegerField()
    special_cents = models.BigIntegerField()
    withholding_cents = models.BigIntegerField()
    employer_cents = models.BigIntegerField()
    net_cents = models.BigIntegerField()
    lines = models.JSONField()
    marks = ArrayField(models.TextField())
    figures = models.ForeignKey(Figures, models.PROTECT, related_name="+")
    due_on = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["month", "member"], name="regularisation_of_month")]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__day=1), name="regularisation_of_a_calendar_month"
            ),
            models.CheckConstraint(
                condition=Q(
                    net_cents=F("bonus_a_cents")
                    + F("bonus_b_cents")
                    - F("contribution_cents")
                    - F("special_cents")
                    - F("withholding_cents")
                ),
                name="regularisation_net_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"regularisation:{self.pk}"

    @property
    def item(self) -> str:
        """What is owed to the worker, or by the worker, in the books."""
        return self.ref

    @property
    def social_security_cents(self) -> int:
        """What is added to the worker contribution after the work bonus."""
        return self.contribution_cents - self.bonus_a_cents - self.bonus_b_cents

    @property
    def social_cents(self) -> int:
        """What social security gets more, the employer's part with it."""
        return self.social_security_cents + self.special_cents + self.employer_cents


class QuarterClose(models.Model):
    """
    What the closing of a quarter adds to what is owed for a worker. PostgreSQL refuses to change
    or delete a row.

    `owed_cents` is the difference to social security: contributions on the basis of the quarter
    less reductions, less what payslips, regularisations and earlier rows made of it. The
    reductions are differences too. `lines` are what is owed in all, {kind, record, code, basis,
    amount}; `posting` is the key of the entry, shared by all rows of one closing.
    """

    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+")
    quarter = models.DateField()
    name = models.TextField()
    structural_cents = models.BigIntegerField()
    artist_cents = models.BigIntegerField()
    owed_cents = models.BigIntegerField()
    lines = models.JSONField()
    marks = ArrayField(models.TextField())
    posting = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["quarter", "member"], name="quarter_close_of_quarter")]
        constraints = [
            models.CheckConstraint(
                condition=Q(quarter__day=1, quarter__month__in=[1, 4, 7, 10]),
                name="quarter_close_of_a_quarter",
            )
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"quarter_close:{self.pk}"
