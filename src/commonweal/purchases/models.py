"""The tables of this room: purchases as their papers say them, and what became of them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonweal.purchases.treatments import Treatment

TREATMENTS = [
    (Treatment.DEDUCTIBLE.value, _("Belgian VAT, deductible")),
    (Treatment.REVERSE_CHARGE.value, _("Reverse charge in Belgium: we owe the VAT")),
    (Treatment.EU_SERVICES.value, _("Service from the European Union: we owe the VAT")),
    (Treatment.EU_GOODS.value, _("Goods from the European Union: we owe the VAT")),
    (Treatment.OUTSIDE_EU.value, _("Service from outside the Union: we owe the VAT")),
    (Treatment.FOREIGN.value, _("VAT of another country: part of the cost")),
    (Treatment.NONE.value, _("No VAT")),
]


class Purchase(models.Model):
    """
    An invoice or credit note of a supplier; amounts in hundredths of its currency, as on paper.

    `supplier_key` names the supplier whatever it is called: its VAT number, else its own number,
    else its name. `problem` says why a file could not be read; then the paper's own columns are
    empty. `findings` are those of the official rules `judged_by` names. `route` and `route_word`
    say why it is where it is. `twin` is a purchase with the same supplier, number and kind that
    says something else: this one waits at the desk until one of the two is refused. `came_as` is
    the ref of what brought it ("incoming:12"), and makes it come once. `deducted_bp` is how much of
    its VAT is deducted, in basis points. `entity` is whom of us it is addressed to.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("Invoice")
        CREDIT_NOTE = "credit_note", _("Credit note")

    class State(models.TextChoices):
        INBOX = "inbox", _("At the desk")
        DRAFT = "draft", _("Waiting for “good to pay”")
        APPROVED = "approved", _("Good to pay")
        BOOKED = "booked", _("Booked")
        REFUSED = "refused", _("Refused")

    class Way(models.TextChoices):
        PEPPOL = "peppol", _("Over Peppol")
        UPLOAD = "upload", _("Uploaded")
        IMPORT = "import", _("From the command line")

    class Route(models.TextChoices):
        NONE = "", _("Nothing names an activity")
        REFERENCE = "reference", _("The supplier wrote “%(word)s”")
        OUR_NUMBER = "our_number", _("The supplier wrote “%(word)s”, a number of this activity")
        EMAIL = "email", _("It is addressed to %(word)s")
        HANDED_IN = "handed_in", _("%(word)s handed it in")
        DESK = "desk", _("%(word)s of the desk decided so")
        HANDED_BACK = "handed_back", _("%(word)s handed it back")

    class Addressee(models.TextChoices):
        US = "us", _("To us")
        UNSAID = "unsaid", _("Without a number of the buyer")
        OTHER = "other", _("To somebody else")

    unit = models.ForeignKey(
        "activities.Unit", models.PROTECT, null=True, blank=True, related_name="+"
    )
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    state = models.TextField(choices=State, default=State.INBOX)
    way = models.TextField(choices=Way)
    came_as = models.TextField(blank=True)
    received_at = models.DateTimeField()
    received_by = models.TextField()
    problem = models.TextField(blank=True)
    judged_by = models.TextField(blank=True)
    findings = models.JSONField(default=list)
    breaks_rules = models.BooleanField(default=False)
    route = models.TextField(choices=Route, default=Route.NONE, blank=True)
    route_word = models.TextField(blank=True)
    twin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    kind = models.TextField(choices=Kind, blank=True)
    number = models.TextField(blank=True)
    type_code = models.TextField(blank=True)
    issued_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    supplier_key = models.TextField(blank=True)
    supplier_name = models.TextField(blank=True)
    supplier_vat = models.TextField(blank=True)
    supplier_number = models.TextField(blank=True)
    supplier_country = models.CharField(max_length=2, blank=True)
    supplier_email = models.TextField(blank=True)
    entity = models.ForeignKey(
        "kernel.LegalEntity", models.PROTECT, related_name="+", default=1, db_index=False
    )
    addressee = models.TextField(choices=Addressee, default=Addressee.UNSAID)
    buyer_name = models.TextField(blank=True)
    buyer_reference = models.TextField(blank=True)
    order_reference = models.TextField(blank=True)
    corrects = models.JSONField(default=list)
    iban = models.TextField(blank=True)
    bic = models.TextField(blank=True)
    payment_reference = models.TextField(blank=True)
    net_cents = models.BigIntegerField(default=0)
    vat_cents = models.BigIntegerField(default=0)
    gross_cents = models.BigIntegerField(default=0)
    prepaid_cents = models.BigIntegerField(default=0)
    rounding_cents = models.BigIntegerField(default=0)
    payable_cents = models.BigIntegerField(default=0)

    account = models.TextField(blank=True)
    deducted_bp = models.IntegerField(default=10_000)
    approved_by_name = models.TextField(blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    booked_on = models.DateField(null=True, blank=True)
    entry_id = models.BigIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier_key", "number", "kind"],
                condition=Q(problem="", twin=None) & ~Q(state="refused"),
                name="purchase_came_once",
            ),
            models.UniqueConstraint(
                fields=["came_as"], condition=~Q(came_as=""), name="purchase_taken_in_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["inbox", "draft", "approved", "booked", "refused"]),
                name="purchase_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(problem="")
                | Q(kind__in=["invoice", "credit_note"], issued_on__isnull=False)
                & ~Q(number="")
                & ~Q(currency="")
                & ~Q(supplier_key=""),
                name="purchase_read_or_a_problem",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["draft", "approved"]) | Q(unit__isnull=False),
                name="purchase_waits_at_a_unit",
            ),
            models.CheckConstraint(
                condition=~Q(state="inbox") | Q(unit=None), name="purchase_inbox_is_the_desks"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["draft", "approved", "booked"])
                | Q(problem="", breaks_rules=False, twin=None),
                name="purchase_sound_before_it_moves",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "booked"])
                | Q(currency="EUR") & ~Q(addressee="other") & ~Q(account=""),
                name="purchase_payable_from_a_budget",
            ),
            models.CheckConstraint(
                condition=~Q(state="booked")
                | Q(
                    entry_id__isnull=False,
                    booked_on__isnull=False,
                    gross_cents=F("net_cents") + F("vat_cents"),
                    payable_cents=F("gross_cents") - F("prepaid_cents") + F("rounding_cents"),
                ),
                name="purchase_booked_with_its_entry",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="purchase_refused_says_why"
            ),
            models.CheckConstraint(
                condition=Q(deducted_bp__range=(0, 10_000)), name="purchase_deducted_share"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="purchase_by_state"),
            models.Index(fields=["unit", "-id"], name="purchase_of_unit"),
            models.Index(fields=["booked_on"], name="purchase_booked_on"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier_name} {self.number}".strip() or f"purchase {self.pk}"

    @property
    def ref(self) -> str:
        return f"purchase:{self.pk}"

    @property
    def sign(self) -> int:
        """Which way its amounts go: a credit note gives back."""
        return -1 if self.kind == self.Kind.CREDIT_NOTE else 1

    @property
    def why(self) -> str:
        """Why it is where it is, in words."""
        return str(self.get_route_display()) % {"word": self.route_word}


class PurchaseLine(models.Model):
    """One line of the paper, as it was written; `price` is for `base_quantity` of the thing."""

    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="lines")
    position = models.IntegerField()
    name = models.TextField(blank=True)
    description = models.TextField(blank=True)
    quantity = models.DecimalField(max_digits=48, decimal_places=24)
    unit_code = models.TextField(blank=True)
    price = models.DecimalField(max_digits=48, decimal_places=24)
    base_quantity = models.DecimalField(max_digits=48, decimal_places=24, default=1)
    net_cents = models.BigIntegerField()
    category = models.TextField(blank=True)
    rate = models.DecimalField(max_digits=48, decimal_places=24, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purchase", "position"], name="purchase_line_place")
        ]

    def __str__(self) -> str:
        return self.name


class PurchaseVat(models.Model):
    """
    One row of the VAT breakdown, and what it became in the books: `due_cents` is the VAT that we
    owe on it ourselves, `deducted_cents` what is deducted, both 0 until it is booked.
    """

    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="vat_rows")
    position = models.IntegerField()
    category = models.TextField()
    rate = models.DecimalField(max_digits=48, decimal_places=24, null=True)
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    reason = models.TextField(blank=True)
    reason_code = models.TextField(blank=True)
    treatment = models.TextField(choices=TREATMENTS)
    due_cents = models.BigIntegerField(default=0)
    deducted_cents = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purchase", "position"], name="purchase_vat_place"),
            models.CheckConstraint(
                condition=Q(treatment__in=[code for code, _label in TREATMENTS]),
                name="purchase_vat_treatment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.rate or ''}"
