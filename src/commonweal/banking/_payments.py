"""What we ask the bank to pay, how it left, and what the bank said of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonweal.banking import status_words
from commonweal.banking._statements import Account

# States of a batch whose file exists, and which no statement has executed yet.
LEFT = ("exported", "handing", "handed", "unknown")
# Codes of a payment that is owed again: refused, taken back, come back.
NOT_PAID = ("RJCT", "CANC", "RTRN")
# What a file that a person brought says of a refusal, until somebody else confirms it.
CLAIM = {"RJCT": "RJCT?", "CANC": "CANC?"}
CLAIMED = frozenset(CLAIM.values())


class PaymentBatch(models.Model):
    """
    Payments that leave as one file. Who made it never approves it; what was approved is what
    leaves (`content_hash`); it leaves once (`message_id`, `file_sha256`, and one `Handover`).
    Nobody knows whether an unknown one reached the bank: only a person or the bank says so.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("To approve")
        APPROVED = "approved", _("Approved")
        EXPORTED = "exported", _("File made")
        HANDING = "handing", _("Being handed over")
        HANDED = "handed", _("Given to the bank")
        UNKNOWN = "unknown", _("Not known whether it arrived")
        EXECUTED = "executed", _("Executed")
        REJECTED = "rejected", _("Refused by the bank")
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
    execute_on = models.DateField(null=True)
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
                    Q(state__in=["approved", *LEFT, "executed", "rejected"])
                    & Q(approved_by__isnull=False)
                    & ~Q(content_hash="")
                ),
                name="batch_leaves_only_approved",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "approved", "cancelled"], message_id__isnull=True)
                | (
                    Q(state__in=[*LEFT, "executed", "rejected"], message_id__isnull=False)
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
    `live`: not cancelled and not yet on a statement; an item is live once. `payee` is who gets it
    ("member:12"), whose account numbers are `PayeeAccount`s.
    """

    class Kind(models.TextChoices):
        WAGE = "wage", _("Wage")
        ATTACHMENT = "attachment", _("Attachment of wages")
        SUPPLIER = "supplier", _("Supplier")
        REFUND = "refund", _("Refund")
        EXPENSE = "expense", _("Expense")
        CONCESSION = "concession", _("Copyright")
        TAX = "tax", _("Tax or social security")

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="payments")
    item = models.TextField()
    account = models.CharField(max_length=8)
    unit = models.BigIntegerField(null=True)
    kind = models.TextField(choices=Kind, default=Kind.WAGE)
    payee = models.TextField(blank=True, default="")
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


class Handover(models.Model):
    """
    The giving of a payment file to the bank, claimed before anything is sent: the key
    `handover_once` is what sends a file once. One whose outcome is unknown stays unknown until the
    bank or a person says what became of it; `withdrawn` says that it never arrived.
    """

    class State(models.TextChoices):
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        UNKNOWN = "unknown", _("Not known")
        WITHDRAWN = "withdrawn", _("Did not arrive")

    class Way(models.TextChoices):
        LINE = "line", _("Over the bank's line")
        BY_HAND = "by_hand", _("Uploaded by hand")

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="handovers")
    message_id = models.CharField(max_length=35)
    file_sha256 = models.CharField(max_length=64)
    way = models.TextField(choices=Way)
    state = models.TextField(choices=State, default=State.SENDING)
    began_by = models.TextField()
    began_by_name = models.TextField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    decided_by = models.TextField(blank=True)
    decided_by_name = models.TextField(blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch"], condition=~Q(state="withdrawn"), name="handover_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sending", "unknown"]) | Q(ended_at__isnull=False),
                name="handover_ended_when_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (~Q(decided_by="") & ~Q(answer="")),
                name="handover_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.state}"

    @property
    def ref(self) -> str:
        """A handover is an event of its batch."""
        return f"batch:{self.batch_id}"


class PaymentStatus(models.Model):
    """
    What the bank, a statement or a person said of a payment, or of a whole batch. Rows are only
    added. Codes are those of pain.002: ACCP, ACSP, ACSC, PDNG, RJCT, PART; RTRN came back.
    """

    class Source(models.TextChoices):
        PAIN002 = "pain002", _("Status report of the bank")
        STATEMENT = "statement", _("Statement of account")
        PERSON = "person", _("A colleague")

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="statuses")
    payment = models.ForeignKey(
        Payment, models.PROTECT, null=True, related_name="statuses", db_index=True
    )
    source = models.TextField(choices=Source)
    code = models.TextField()
    reason = models.TextField(blank=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "payment", "code", "document"],
                name="payment_status_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=~Q(code=""), name="payment_status_coded"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.payment_id}"

    @property
    def told(self) -> str:
        """What the code says, in the active language."""
        return status_words.status(self.code)

    @property
    def why(self) -> str:
        """The reason in words, with its code and what the bank added."""
        return status_words.reason(self.reason)


class PayeeAccount(models.Model):
    """
    An account number on which a payee is paid. The first of a payee serves at once; one that
    replaces it serves from `usable_at` on, and only once it was confirmed by a second factor
    (`confirmed_how`). Until then payments to the payee wait. `looks_like` is the name of another
    payee with whom this one may be confused: then even the first number waits.
    """

    class How(models.TextChoices):
        FIRST = "first", _("First account")
        SECOND_FACTOR = "second_factor", _("Second factor")
        LINK = "link", _("Link to the known e-mail address")
        DESK = "desk", _("By a colleague, who asked")

    payee = models.TextField()
    iban = models.CharField(max_length=34)
    name = models.TextField()
    entered_by = models.TextField()
    entered_by_name = models.TextField()
    entered_at = models.DateTimeField()
    usable_at = models.DateTimeField()
    confirmed_how = models.TextField(choices=How, blank=True)
    confirmed_by = models.TextField(blank=True)
    confirmed_by_name = models.TextField(blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_because = models.TextField(blank=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_because = models.TextField(blank=True)
    looks_like = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payee", "iban"], condition=Q(stopped_at=None), name="payee_account_once"
            ),
            models.CheckConstraint(
                condition=Q(usable_at__gte=F("entered_at")), name="payee_account_usable_later"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_how="", confirmed_by="")
                | Q(confirmed_at__isnull=False) & ~Q(confirmed_how="") & ~Q(confirmed_by=""),
                name="payee_account_confirmed_somehow",
            ),
            models.CheckConstraint(
                condition=~Q(payee="") & ~Q(iban="") & ~Q(name=""), name="payee_account_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payee} {self.iban}"

    @property
    def ref(self) -> str:
        return f"payee_account:{self.pk}"
