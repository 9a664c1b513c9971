"""Orders that clients confirm, and the invoices and credit notes that come of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from commonweal.einvoice.values import Vat

VAT_LABELS = {
    Vat.STANDARD: _("Belgian VAT"),
    Vat.ZERO: _("Zero rate"),
    Vat.EXEMPT: _("Exempt (art. 44)"),
    Vat.REVERSE_CHARGE: _("Belgian reverse charge"),
    Vat.EU_SERVICE: _("Service to a business in the EU"),
    Vat.EU_GOODS: _("Goods to a business in the EU"),
    Vat.EXPORT: _("Goods outside the EU"),
    Vat.OUTSIDE_SCOPE: _("Service outside the EU"),
}
VAT_CHOICES = [(vat.value, label) for vat, label in VAT_LABELS.items()]
# Only the standard kind has a rate; the others carry 0.
VAT_HAS_ITS_RATE = Q(vat="standard", rate_bp__gt=0) | (
    Q(vat__in=[vat.value for vat in Vat if vat is not Vat.STANDARD]) & Q(rate_bp=0)
)


class Order(models.Model):
    """
    Work at a price, put to a client. `price_cents` is without VAT; `expenses` are costs of the
    job that the price has to carry, [text, cents] each.

    Above the trust in its member an order is checked by an adviser before the client hears of it.
    `key` makes an order happen once: a second click finds the order of the first. Who confirmed is
    kept as a plain value with the name that was typed: the client needs no
    account.
    """

    class State(models.TextChoices):
        CHECKING = "checking", _("Waiting for an adviser")
        SENT = "sent", _("Waiting for the client")
        CONFIRMED = "confirmed", _("Confirmed")
        INVOICED = "invoiced", _("Invoiced")
        CANCELLED = "cancelled", _("Cancelled")

    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+")
    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+")
    assignment = models.ForeignKey(
        "employment.Assignment", models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.TextField()
    price_cents = models.BigIntegerField()
    vat = models.TextField(choices=VAT_CHOICES)
    rate_bp = models.IntegerField()
    purchase_order = models.TextField(blank=True)
    expenses = models.JSONField(default=list)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    state = models.TextField(choices=State, default=State.SENT)
    key = models.TextField(null=True)
    placed_by = models.TextField()
    placed_at = models.DateTimeField()
    confirmed_by = models.TextField(blank=True)
    confirmed_name = models.TextField(blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["checking", "sent", "confirmed", "invoiced", "cancelled"]),
                name="order_state_known",
            ),
            models.UniqueConstraint(fields=["key"], name="order_placed_once"),
            models.CheckConstraint(condition=Q(price_cents__gt=0), name="order_has_a_price"),
            models.CheckConstraint(condition=~Q(title=""), name="order_titled"),
            models.CheckConstraint(condition=VAT_HAS_ITS_RATE, name="order_vat_has_its_rate"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by="", confirmed_name="")
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by="") & ~Q(confirmed_name="")),
                name="order_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False),
                name="order_confirmed_at_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                & ~Q(cancelled_because="")
                | ~Q(state="cancelled") & Q(cancelled_at=None, cancelled_because=""),
                name="order_cancelled_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None, ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="order_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"order:{self.pk}"


class Series(models.Model):
    """A gapless range of numbers: "2026" for invoices, "C2026" for credit notes."""

    name = models.TextField(primary_key=True)
    last_number = models.BigIntegerField()

    def __str__(self) -> str:
        return self.name


class Invoice(models.Model):
    """
    An invoice, or a credit note when `corrects` names the invoice it takes back; a draft while
    it has no number. Once numbered the row never changes (a trigger sees to it).

    Amounts are positive cents, also on a credit note. `vat_table` holds one row
    [kind, rate in basis points, net, VAT] per kind and rate; `buyer` is what was known of the
    client when it was drafted; `reference` is the structured communication, twelve digits.
    """

    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+")
    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+")
    order = models.ForeignKey(
        Order, models.PROTECT, null=True, blank=True, related_name="invoices", db_index=False
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
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
    vat_table = models.JSONField()
    contribution_cents = models.BigIntegerField()
    guaranteed = models.BooleanField()
    drafted_by = models.TextField()
    drafted_at = models.DateTimeField()
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
                fields=["corrects"],
                name="invoice_credited_once",
                condition=Q(corrects__isnull=False),
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
                condition=Q(work_starts_on=None, work_ends_on=None)
                | Q(work_ends_on__gte=F("work_starts_on")),
                name="invoice_work_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["order"], name="invoice_order", condition=Q(order__isnull=False))
        ]

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
