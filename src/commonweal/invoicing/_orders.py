"""The tables of what clients agreed to, and when each part of it is invoiced."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonweal.invoicing._vat import VAT_CHOICES, VAT_HAS_ITS_RATE


class Order(models.Model):
    """
    Work at a price, put to a client. `price_cents` is without VAT; `expenses` are costs of the
    job that the price has to carry, [text, cents] each.

    Above the trust in its member an order is checked by an adviser before the client hears of it.
    Where it has lines, they are what is invoiced: the price is their sum, and `vat` and `rate_bp`
    are those of the first. `key` makes an order happen once: a second click finds the order of the
    first. Who confirmed is kept as a plain value with the name that was typed: the client needs no
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
    quote = models.OneToOneField(
        "invoicing.Quote", models.PROTECT, null=True, blank=True, related_name="order"
    )
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


class OrderLine(models.Model):
    """One line of an order that has lines: quantity (in thousandths) times price."""

    pk = models.CompositePrimaryKey("order_id", "position")
    order = models.ForeignKey(Order, models.PROTECT, related_name="lines", db_index=False)
    position = models.SmallIntegerField()
    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+", db_index=False)
    description = models.TextField()
    thousandths = models.BigIntegerField()
    unit_code = models.CharField(max_length=3)
    price_cents = models.BigIntegerField()
    net_cents = models.BigIntegerField()
    vat = models.TextField(choices=VAT_CHOICES)
    rate_bp = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(description=""), name="order_line_described"),
            models.CheckConstraint(condition=VAT_HAS_ITS_RATE, name="order_line_vat_has_its_rate"),
        ]

    def __str__(self) -> str:
        return self.description


class Instalment(models.Model):
    """
    A part of an order's price that is invoiced apart: a deposit, a milestone, a partial invoice.

    `cents` are without VAT; all parts of an order add up to its price. It falls due on `due_on`,
    or once the member says that its milestone is reached.
    """

    class Kind(models.TextChoices):
        DEPOSIT = "deposit", _("Deposit")
        DATE = "date", _("On a day")
        MILESTONE = "milestone", _("When it is reached")

    order = models.ForeignKey(Order, models.PROTECT, related_name="instalments", db_index=False)
    position = models.SmallIntegerField()
    unit = models.ForeignKey("activities.Unit", models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField(choices=Kind)
    label = models.TextField()
    cents = models.BigIntegerField()
    due_on = models.DateField(null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)
    reached_by = models.TextField(blank=True)
    invoice = models.OneToOneField(
        "invoicing.Invoice", models.PROTECT, null=True, blank=True, related_name="instalment"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="instalment_position"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="instalment_has_a_price"),
            models.CheckConstraint(condition=~Q(label=""), name="instalment_labelled"),
            models.CheckConstraint(
                condition=Q(kind="milestone", due_on=None)
                | Q(kind__in=["deposit", "date"], due_on__isnull=False),
                name="instalment_falls_due",
            ),
            models.CheckConstraint(
                condition=Q(reached_at=None, reached_by="")
                | (Q(reached_at__isnull=False) & ~Q(reached_by="")),
                name="instalment_reached_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def ref(self) -> str:
        return f"order:{self.order_id}/{self.position}"
