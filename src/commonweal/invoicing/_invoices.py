"""The tables of invoices and credit notes, and of what is kept with them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from commonweal.invoicing._orders import Order
from commonweal.invoicing._vat import VAT_CHOICES, VAT_HAS_ITS_RATE


class Rounding(models.TextChoices):
    """Where the VAT of an invoice is rounded to the cent; which one is law of the day."""

    TOTAL = "total", _("On the total")
    LINE = "line", _("On each line")


class Series(models.Model):
    """A gapless range of numbers: "2026" for invoices, "C2026" for credit notes."""

    name = models.TextField(primary_key=True)
    last_number = models.BigIntegerField()

    def __str__(self) -> str:
        return self.name


ISSUED = Q(number__isnull=False)


class Invoice(models.Model):
    """
    An invoice, or a credit note when `corrects` names the invoice of which it takes back a part or
    the whole; a draft while it has no number. A draft is issued on `issue_on`, unless somebody
    holds it and says why; `key` tells the form it came from. Once numbered the row never changes
    (a trigger sees to it).

    Amounts are positive cents, also on a credit note. `vat_table` holds one row
    [kind, rate in basis points, net, VAT] per kind and rate; `buyer` is what was known of the
    client when it was drafted; `reference` is the structured communication, twelve digits.
    """

    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+")
    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+")
    entity = models.ForeignKey(
        "kernel.LegalEntity", models.PROTECT, related_name="+", default=1, db_index=False
    )
    order = models.ForeignKey(
        Order, models.PROTECT, null=True, blank=True, related_name="invoices", db_index=False
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    recurrence = models.ForeignKey(
        "invoicing.Recurrence",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invoices",
        db_index=False,
    )
    title = models.TextField()
    buyer = models.JSONField()
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    purchase_order = models.TextField(blank=True)
    note = models.TextField(blank=True)
    work_starts_on = models.DateField(null=True, blank=True)
    work_ends_on = models.DateField(null=True, blank=True)
    payment_days = models.SmallIntegerField()
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    gross_cents = models.GeneratedField(  # a column: behind row security no sum has an index
        expression=F("net_cents") + F("vat_cents"),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    vat_table = models.JSONField()
    currency = models.CharField(max_length=3, default="EUR")
    rounding = models.TextField(choices=Rounding, default=Rounding.TOTAL)
    contribution_cents = models.BigIntegerField()
    guaranteed = models.BooleanField()
    drafted_by = models.TextField()
    drafted_at = models.DateTimeField()
    issue_on = models.DateField(null=True, blank=True)
    held_by = models.TextField(blank=True)
    held_because = models.TextField(blank=True)
    key = models.TextField(null=True, blank=True)
    number = models.TextField(null=True)
    issued_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    reference = models.CharField(max_length=12, null=True)
    issued_by = models.TextField(null=True)
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Where a draft has nothing yet, it is in no index: issuing writes less.
            models.UniqueConstraint(
                fields=["number"], name="invoice_number_once", condition=Q(number__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["reference"],
                name="invoice_reference_once",
                condition=Q(reference__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["key"], name="invoice_drafted_once", condition=Q(key__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(
                    number=None,
                    issued_on=None,
                    due_on=None,
                    reference=None,
                    issued_by=None,
                    issued_at=None,
                )
                | Q(
                    number__isnull=False,
                    issued_on__isnull=False,
                    due_on__gte=F("issued_on"),
                    issued_by__isnull=False,
                    issued_at__isnull=False,
                ),
                name="invoice_issued_whole",
            ),
            models.CheckConstraint(
                condition=Q(number=None)
                | Q(corrects=None, reference__isnull=False)
                | Q(corrects__isnull=False, reference=None),
                name="invoice_paid_by_reference",
            ),
            models.CheckConstraint(
                condition=Q(net_cents__gt=0, vat_cents__gte=0), name="invoice_amount_positive"
            ),
            models.CheckConstraint(
                condition=Q(contribution_cents__gte=0, contribution_cents__lte=F("net_cents")),
                name="invoice_contribution_within_net",
            ),
            models.CheckConstraint(condition=Q(payment_days__gte=0), name="invoice_payment_days"),
            models.CheckConstraint(condition=~Q(title=""), name="invoice_titled"),
            models.CheckConstraint(
                condition=Q(rounding__in=["total", "line"]), name="invoice_rounding"
            ),
            models.CheckConstraint(
                condition=Q(held_by="", held_because="") | ~Q(held_by="") & ~Q(held_because=""),
                name="invoice_held_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(held_by=""), name="invoice_held_has_no_number"
            ),
            models.CheckConstraint(
                condition=Q(work_starts_on=None, work_ends_on=None)
                | Q(work_ends_on__gte=F("work_starts_on")),
                name="invoice_work_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["order"], name="invoice_order", condition=Q(order__isnull=False)),
            models.Index(
                fields=["corrects"],
                name="invoice_corrects",
                condition=Q(corrects__isnull=False),
                include=["gross_cents", "number", "unit"],
            ),
            models.Index(fields=["issue_on"], name="invoice_draft", condition=Q(number=None)),
            # The lists of what is issued, by day, by the day it falls due, by amount. The first
            # also holds what their sums read: the others stay small.
            models.Index(
                fields=["issued_on", "id"],
                name="invoice_issued",
                condition=ISSUED,
                include=[
                    "unit", "client", "entity", "corrects", "currency", "net_cents", "vat_cents",
                    "due_on", "number",
                ],
            ),
            models.Index(fields=["due_on", "id"], name="invoice_due", condition=ISSUED),
            models.Index(fields=["gross_cents", "id"], name="invoice_gross", condition=ISSUED),
            models.Index(
                fields=["purchase_order"],
                name="invoice_purchase_order",
                condition=ISSUED & ~Q(purchase_order=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def ref(self) -> str:
        return f"invoice:{self.number}" if self.number else f"draft:{self.pk}"

    @property
    def total_cents(self) -> int:
        """What the client owes, or gets back: VAT included."""
        return self.net_cents + self.vat_cents


class InvoiceLine(models.Model):
    """One line: quantity (in thousandths) times price, rounded to the cent."""

    pk = models.CompositePrimaryKey("invoice_id", "position")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="lines", db_index=False)
    position = models.SmallIntegerField()
    unit = models.ForeignKey(
        "activities.Unit", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    description = models.TextField()
    thousandths = models.BigIntegerField()
    unit_code = models.CharField(max_length=3)
    price_cents = models.BigIntegerField()
    net_cents = models.BigIntegerField()
    vat = models.TextField(choices=VAT_CHOICES)
    rate_bp = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(description=""), name="invoice_line_described"),
            models.CheckConstraint(condition=~Q(thousandths=0), name="invoice_line_has_a_quantity"),
            models.CheckConstraint(
                condition=Q(price_cents__gte=0), name="invoice_line_price_not_negative"
            ),
            models.CheckConstraint(
                condition=VAT_HAS_ITS_RATE, name="invoice_line_vat_has_its_rate"
            ),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(
                    F("net_cents") * 1000, F("price_cents") * F("thousandths") - 500
                )
                & LessThanOrEqual(F("net_cents") * 1000, F("price_cents") * F("thousandths") + 500),
                name="invoice_line_net_is_quantity_times_price",
            ),
        ]

    def __str__(self) -> str:
        return self.description


class Rendering(models.Model):
    """
    The papers of an issued invoice: PDF and electronic invoice, or why they are parked.

    `findings` are the broken rules, [rule, place, official text]; what has any is never sent.
    """

    class State(models.TextChoices):
        READY = "ready", _("Ready")
        PARKED = "parked", _("Parked: breaks a rule")

    invoice = models.OneToOneField(Invoice, models.PROTECT, related_name="rendering")
    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+", db_index=False)
    state = models.TextField(choices=State)
    pdf = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, related_name="+", db_index=False
    )
    xml = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, related_name="+", db_index=False
    )
    rules = models.TextField()
    findings = models.JSONField(default=list)
    rendered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="ready", pdf__isnull=False, xml__isnull=False, findings=[])
                | Q(state="parked", pdf=None, xml=None) & ~Q(findings=[]),
                name="rendering_ready_or_parked",
            ),
        ]
        indexes = [
            models.Index(fields=["state"], name="rendering_parked", condition=Q(state="parked"))
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.invoice_id}"


class Attachment(models.Model):
    """A file that goes with an invoice, a timesheet say. Fixed once the invoice is issued."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="attachments")
    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+", db_index=False)
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    description = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "document"], name="attachment_once")
        ]

    def __str__(self) -> str:
        return self.description


class Recurrence(models.Model):
    """
    An invoice that comes back every so many months until a day, or until it is stopped.

    `lines` are rows {"description", "thousandths", "unit_code", "price_cents", "vat", "rate_bp"}.
    `next_on` is the day of issue of the next one: it is drafted some days before.
    """

    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+")
    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+")
    title = models.TextField()
    lines = models.JSONField()
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    purchase_order = models.TextField(blank=True)
    note = models.TextField(blank=True)
    every_months = models.SmallIntegerField()
    next_on = models.DateField()
    day_of_month = models.SmallIntegerField()
    until = models.DateField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    made_by = models.TextField()
    made_at = models.DateTimeField()
    key = models.TextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="recurrence_titled"),
            models.CheckConstraint(
                condition=Q(every_months__gte=1, every_months__lte=12), name="recurrence_rhythm"
            ),
            models.CheckConstraint(
                condition=Q(day_of_month__gte=1, day_of_month__lte=31), name="recurrence_day"
            ),
            models.UniqueConstraint(fields=["key"], name="recurrence_made_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_on"], name="recurrence_next", condition=Q(stopped_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"recurrence:{self.pk}"


class Dispute(models.Model):
    """
    What a client says is wrong with an invoice: a line of it (`position`) or the whole.

    While it is open the item is marked as disputed in the books, so that nobody reminds the client
    of what is being talked about. A proof of payment is a dispute with a document.
    """

    class Kind(models.TextChoices):
        AMOUNT = "amount", _("The amount is not what was agreed")
        WORK = "work", _("The work was not done, or not as agreed")
        DATA = "data", _("Our name, address or reference is wrong")
        PAID = "paid", _("We have paid this already")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("To be looked at")
        SETTLED = "settled", _("Settled")

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="disputes")
    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+", db_index=False)
    position = models.SmallIntegerField(null=True, blank=True)
    kind = models.TextField(choices=Kind)
    text = models.TextField()
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )
    raised_by = models.TextField()
    raised_name = models.TextField()
    raised_at = models.DateTimeField()
    state = models.TextField(choices=State, default=State.OPEN)
    answer = models.TextField(blank=True)
    settled_by = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="dispute_says_what"),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None, settled_by="")
                | Q(state="settled", settled_at__isnull=False) & ~Q(settled_by="") & ~Q(answer=""),
                name="dispute_settled_with_an_answer",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="dispute_open", condition=Q(state="open"))]

    def __str__(self) -> str:
        return self.text

    @property
    def ref(self) -> str:
        return f"dispute:{self.pk}"
