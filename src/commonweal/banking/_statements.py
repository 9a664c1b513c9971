"""Our accounts at the bank, and what the bank tells us of them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonweal.banking import remarks


class Account(models.Model):
    """
    An account of the cooperative, and the account of the books that follows it: in those of the
    legal entity whose money it is.
    """

    iban = models.CharField(max_length=34)
    bic = models.CharField(max_length=11)
    holder = models.TextField()
    currency = models.CharField(max_length=3, default="EUR")
    ledger_account = models.CharField(max_length=8)
    entity = models.SmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["iban"], name="bank_account_once"),
            models.UniqueConstraint(
                fields=["entity", "ledger_account"], name="bank_account_own_ledger_account"
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
    and only its raw file and the reason are kept. `account` is empty when it is not ours. `number`
    is the bank's own count of its statements, by which one that is missing shows.
    """

    class Way(models.TextChoices):
        BY_HAND = "by_hand", _("By hand")
        FOLDER = "folder", _("From the drop folder")
        LINE = "line", _("On the command line")

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
    number = models.PositiveIntegerField(null=True)
    way = models.TextField(choices=Way, default=Way.BY_HAND)
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
        indexes = [
            models.Index(fields=["account", "on"], name="statement_of_account"),
            models.Index(fields=["account", "number"], name="statement_number"),
        ]

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
    `waits_because`. On an account that is not ours both stay 0: nothing is booked. `code` is the
    bank's kind of transaction; `return_reason` and `original_reference` are told of a transfer that
    came back.
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
    code = models.TextField(blank=True, default="")
    return_reason = models.TextField(blank=True, default="")
    original_reference = models.TextField(blank=True, default="")
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
        # Who asks what the bank brought for an invoice, or took for a refund, names the item.
        indexes = [models.Index(fields=["item"], name="move_item", condition=~Q(item=""))]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.cents}"

    @property
    def ref(self) -> str:
        return f"move:{self.pk}"

    @property
    def why(self) -> str:
        """Why an amount waits on the suspense account, in the active language."""
        return remarks.sentence(self.waits_because, {}) if self.waits_because else ""


class MoveDetail(models.Model):
    """
    One transfer of a movement that the bank tells as a total (a batch, a globalisation). Nothing
    is booked by it: the movement is. It tells what came back, and who is behind a total.
    """

    move = models.ForeignKey(Move, models.PROTECT, related_name="details")
    position = models.PositiveIntegerField()
    cents = models.BigIntegerField()
    counterparty = models.TextField(blank=True)
    counterparty_account = models.TextField(blank=True)
    reference = models.TextField(blank=True)
    communication = models.TextField(blank=True)
    order_reference = models.TextField(blank=True)
    return_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["move", "position"], name="move_detail_place")
        ]

    def __str__(self) -> str:
        return f"{self.counterparty} {self.cents}"


class DismissedGap(models.Model):
    """
    A person said why nothing is missing between two statements: a bank that counts anew, an
    account that moved. It holds for these two alone, and is taken back once.
    """

    before = models.ForeignKey(Statement, models.PROTECT, related_name="dismissed_after")
    after = models.ForeignKey(Statement, models.PROTECT, related_name="+")
    because = models.TextField()
    by = models.TextField()
    by_name = models.TextField()
    at = models.DateTimeField()
    reopened_by = models.TextField(blank=True)
    reopened_by_name = models.TextField(blank=True)
    reopened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["before", "after"],
                condition=Q(reopened_at=None),
                name="gap_dismissed_once",
            ),
            models.CheckConstraint(condition=~Q(because=""), name="gap_dismissed_why"),
            models.CheckConstraint(
                condition=Q(reopened_at=None) | ~Q(reopened_by=""), name="gap_reopened_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.because

    @property
    def ref(self) -> str:
        return f"dismissed_gap:{self.pk}"


class CsvMapping(models.Model):
    """
    How the columns of a bank's CSV are read: `columns` maps what we need (booked_on, amount or
    debit and credit, side, value_on, counterparty, iban, communication, reference, balance,
    sequence) to the names in the first line of the file, by which the mapping is known again
    (`header`).
    """

    name = models.TextField()
    header = models.TextField()
    delimiter = models.CharField(max_length=1)
    encoding = models.TextField(default="utf-8")
    decimal_mark = models.CharField(max_length=1, default=",")
    date_format = models.TextField(default="%d/%m/%Y")
    columns = models.JSONField()
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_by = models.TextField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["header"], condition=Q(ended_at=None), name="csv_mapping_known_once"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(header="") & Q(columns__has_key="booked_on"),
                name="csv_mapping_whole",
            ),
            models.CheckConstraint(
                condition=Q(columns__has_key="amount") | Q(columns__has_keys=["debit", "credit"]),
                name="csv_mapping_has_an_amount",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"csv_mapping:{self.pk}"
