"""Our accounts at the bank, what the bank tells us of them, and what we ask it to pay."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonweal.banking import remarks


class Account(models.Model):
    """An account of the cooperative, and the account of the books that follows it."""

    iban = models.CharField(max_length=34)
    bic = models.CharField(max_length=11)
    holder = models.TextField()
    currency = models.CharField(max_length=3, default="EUR")
    ledger_account = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["iban"], name="bank_account_once"),
            models.UniqueConstraint(
                fields=["ledger_account"], name="bank_account_own_ledger_account"
            ),
            # The books are in euro; another currency needs an exchange rate per entry.
            models.CheckConstraint(condition=Q(currency="EUR"), name="bank_account_in_euro"),
        ]

    def __str__(self) -> str:
        return self.iban

    @property
    def ref(self) -> str:
        return f"bank_account:{self.pk}"


class Statement(models.Model):
    """
    One statement of a bank file and its verdict. Booked: it proved itself; refused: it did not,
    and only its raw file and the reason are kept. `account` is empty when it is not ours.
    """

    class Verdict(models.TextChoices):
        BOOKED = "booked", _("Booked")
        REFUSED = "refused", _("Refused")

    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    file_name = models.TextField()
    file_sha256 = models.CharField(max_length=64)
    place = models.PositiveIntegerField()
    format = models.TextField(blank=True)
    version = models.TextField(blank=True)
    account_number = models.TextField(blank=True)
    currency = models.TextField(blank=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="statements")
    sequence = models.TextField(blank=True)
    on = models.DateField(null=True)
    old_cents = models.BigIntegerField(null=True)
    moved_cents = models.BigIntegerField(null=True)
    new_cents = models.BigIntegerField(null=True)
    identity = models.TextField(null=True)
    fingerprint = models.CharField(max_length=64)
    verdict = models.TextField(choices=Verdict)
    faults = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    imported_by = models.TextField()
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="booked", identity__isnull=False, faults=[])
                | (Q(verdict="refused", identity__isnull=True) & ~Q(faults=[])),
                name="statement_booked_or_refused_with_a_reason",
            ),
            models.UniqueConstraint(fields=["identity"], name="statement_once"),
            models.UniqueConstraint(
                fields=["file_sha256", "place"],
                condition=Q(verdict="refused"),
                name="statement_refused_once",
            ),
            models.CheckConstraint(
                condition=Q(verdict="refused")
                | Q(format="camt.054", old_cents__isnull=True, new_cents__isnull=True)
                | Q(old_cents__isnull=False, new_cents=F("old_cents") + F("moved_cents")),
                name="statement_booked_balances",
            ),
        ]
        indexes = [models.Index(fields=["account", "on"], name="statement_of_account")]

    def __str__(self) -> str:
        return f"{self.account_number} {self.sequence}"

    @property
    def ref(self) -> str:
        return f"statement:{self.pk}"

    @property
    def why(self) -> str:
        """Why it was refused, in the active language; the gravest reason alone."""
        return remarks.first(self.faults)

    @property
    def notes(self) -> list[str]:
        """What else is to be said of it, in the active language."""
        return [remarks.sentence(**remark) for remark in [*self.faults[1:], *self.warnings]]


class Move(models.Model):
    """
    One movement of a booked statement: cents > 0 came in. `item` is what it settled
    ("invoice:…", "batch:…") with `settled_cents`; `suspense_cents` waits on 499 because of
    `waits_because`. On an account that is not ours both stay 0: nothing is booked.
    """

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="moves")
    position = models.PositiveIntegerField()
    cents = models.BigIntegerField()
    booked_on = models.DateField()
    value_on = models.DateField()
    counterparty = models.TextField(blank=True)
    counterparty_account = models.TextField(blank=True)
    reference = models.TextField(blank=True)
    communication = models.TextField(blank=True)
    bank_reference = models.TextField(blank=True)
    order_reference = models.TextField(blank=True)
    item = models.TextField(blank=True)
    settled_cents = models.BigIntegerField(default=0)
    suspense_cents = models.BigIntegerField(default=0)
    waits_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="move_place"),
            models.CheckConstraint(
                condition=Q(settled_cents=0, suspense_cents=0)
                | Q(cents=F("settled_cents") + F("suspense_cents")),
                name="move_fully_placed",
            ),
            models.CheckConstraint(
                condition=Q(suspense_cents=0) | ~Q(waits_because=""), name="move_waits_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(settled_cents=0) | ~Q(item=""), name="move_settles_an_item"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.cents}"

    @property
    def ref(self) -> str:
        return f"move:{self.pk}"

    @property
    def why(self) -> str:
        """Why an amount waits on the suspense account, in the active language."""
        return remarks.sentence(self.waits_because, {}) if self.waits_because else ""


class PaymentBatch(models.Model):
    """
    Payments that leave as one file. Who made it never approves it; what was approved is what
    leaves (`content_hash`); it leaves once (`message_id`, `file_sha256`).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("To approve")
        APPROVED = "approved", _("Approved")
        EXPORTED = "exported", _("Given to the bank")
        EXECUTED = "executed", _("Executed")
        CANCELLED = "cancelled", _("Cancelled")

    account = models.ForeignKey(Account, models.PROTECT, related_name="batches")
    state = models.TextField(choices=State, default=State.DRAFT)
    count = models.PositiveIntegerField()
    total_cents = models.BigIntegerField()
    built_by = models.TextField()
    built_by_name = models.TextField()
    built_at = models.DateTimeField()
    approved_by = models.TextField(null=True)
    approved_by_name = models.TextField(blank=True)
    approved_at = models.DateTimeField(null=True)
    content_hash = models.CharField(max_length=64, blank=True)
    exported_by = models.TextField(blank=True)
    exported_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=35, null=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    file_sha256 = models.CharField(max_length=64, blank=True)
    executed_on = models.DateField(null=True)
    cancelled_by = models.TextField(blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("built_by")),
                name="batch_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"])
                | (
                    Q(state__in=["approved", "exported", "executed"], approved_by__isnull=False)
                    & ~Q(content_hash="")
                ),
                name="batch_leaves_only_approved",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "approved", "cancelled"], message_id__isnull=True)
                | (
                    Q(state__in=["exported", "executed"], message_id__isnull=False)
                    & Q(document__isnull=False)
                    & ~Q(file_sha256="")
                ),
                name="batch_exported_has_its_file",
            ),
            models.UniqueConstraint(fields=["message_id"], name="batch_message_once"),
            models.CheckConstraint(
                condition=Q(count__gt=0, total_cents__gt=0), name="batch_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def ref(self) -> str:
        return f"batch:{self.pk}"


class Payment(models.Model):
    """
    One credit transfer of a batch, settling `item` of an account of the books. It never changes.
    `live`: not cancelled and not yet on a statement; an item is live once.
    """

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="payments")
    item = models.TextField()
    account = models.CharField(max_length=8)
    unit = models.BigIntegerField(null=True)
    name = models.TextField()
    iban = models.CharField(max_length=34)
    cents = models.BigIntegerField()
    reference = models.TextField(blank=True)
    due_on = models.DateField()
    live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "item"], condition=Q(live=True), name="payment_item_live_once"
            ),
            models.CheckConstraint(condition=Q(cents__gt=0), name="payment_positive"),
            models.CheckConstraint(condition=~Q(item="") & ~Q(name=""), name="payment_named"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.cents}"

    @property
    def end_to_end_id(self) -> str:
        """The name the bank gives back on the statement."""
        return f"CW{self.batch_id}-{self.pk}"
