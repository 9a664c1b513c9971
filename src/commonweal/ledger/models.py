"""
The books. Written by one function in PostgreSQL (`ledger_post`), changed by nobody.

Cents are positive for debit and negative for credit. `unit`, `item`, `origin` and `posted_by`
are plain values: the ledger knows no room above it.
"""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q


class Account(models.Model):
    """One account of the chart (kits: pcmn-shared-enterprise)."""

    code = models.CharField(max_length=8, primary_key=True)
    label_nl = models.TextField()
    label_fr = models.TextField()
    label_en = models.TextField()
    kind = models.TextField()
    in_budget = models.BooleanField(default=False)
    is_control = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(in_budget=False) | Q(code__regex=r"^([67]|4890$)"),
                name="account_in_budget_is_class_6_7_or_4890",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label_en}"


class Journal(models.Model):
    """A book with its own gapless numbers: its row is the counter and the head of the chain."""

    id = models.SmallIntegerField(primary_key=True)
    entity = models.SmallIntegerField(default=1)
    code = models.TextField()
    last_number = models.BigIntegerField(default=0)
    chain_head = models.BinaryField(default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "code"], name="journal_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What it is called among the journals of all legal entities: "sales", "2-sales"."""
        return self.code if self.entity == 1 else f"{self.entity}-{self.code}"

    @property
    def ref(self) -> str:
        return f"journal:{self.name}"


class Entry(models.Model):
    """A fact in money. `id` is journal x 10^12 + number, so it names its place in the books."""

    id = models.BigIntegerField(primary_key=True)
    journal = models.ForeignKey(Journal, models.PROTECT, db_index=False, db_constraint=False)
    number = models.BigIntegerField()
    on = models.DateField()
    text = models.TextField()
    key = models.TextField()
    origin = models.TextField()
    corrects = models.BigIntegerField(null=True)
    posted_by = models.TextField()
    posted_at = models.DateTimeField()
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(id=F("journal_id") * 10**12 + F("number")), name="entry_id_is_its_place"
            ),
            # A constraint rather than unique=True: Django would add a second index for LIKE.
            models.UniqueConstraint(fields=["key"], name="entry_key"),
        ]
        indexes = [
            # Entries lie on disk as they came, so by day: a summary per stretch finds a month.
            BrinIndex(fields=["on"], name="entry_on", autosummarize=True),
            models.Index(
                fields=["corrects"], name="entry_corrects", condition=Q(corrects__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.journal_id}/{self.number}"


class Line(models.Model):
    """
    One side of an entry, with its day. Two indexes besides the key: by unit (statements), by item.
    """

    pk = models.CompositePrimaryKey("entry_id", "position")
    entry = models.ForeignKey(Entry, models.PROTECT, db_index=False, db_constraint=False)
    position = models.SmallIntegerField()
    account = models.ForeignKey(
        Account, models.PROTECT, db_column="account", db_index=False, db_constraint=False
    )
    unit = models.BigIntegerField(null=True)
    cents = models.BigIntegerField()
    item = models.TextField(null=True)
    reference = models.TextField(null=True)
    on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(cents=0), name="line_not_zero")]
        indexes = [
            models.Index(
                fields=["unit", "on", "entry"], name="line_unit", condition=Q(unit__isnull=False)
            ),
            models.Index(fields=["item"], name="line_item", condition=Q(item__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.cents}"


class Reference(models.Model):
    """Which open item a structured reference names: a bank move finds its claim here."""

    reference = models.TextField(primary_key=True)
    account = models.CharField(max_length=8)
    item = models.TextField()
    unit = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return self.reference


class Balance(models.Model):
    """
    Debits and credits of a unit (0: none), account, month and journal, and how many lines they
    sum: kept by the posting itself.
    """

    pk = models.CompositePrimaryKey("unit", "account", "month", "journal")
    unit = models.BigIntegerField()
    account = models.CharField(max_length=8)
    month = models.DateField()
    journal = models.ForeignKey(
        Journal, models.PROTECT, db_column="journal", db_index=False, db_constraint=False
    )
    debit_cents = models.BigIntegerField()
    credit_cents = models.BigIntegerField()
    lines = models.BigIntegerField()


class UnitBalance(models.Model):
    """The budget of a unit in cents: minus the sum of its lines on `in_budget` accounts."""

    unit = models.BigIntegerField(primary_key=True)
    budget_cents = models.BigIntegerField()


class OpenItem(models.Model):
    """
    What is open of an item of an account, in cents, debit positive: kept by a trigger on the
    lines. A settled item has no row.
    """

    pk = models.CompositePrimaryKey("account", "item")
    account = models.CharField(max_length=8)
    item = models.TextField()
    unit = models.BigIntegerField(null=True)
    cents = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.item} {self.cents}"


class LostItem(models.Model):
    """
    What of an open item was written off as lost, beside the books that settled it: `origin` is the
    ref of what lost it ("bankruptcy:3"). An item with a loss is settled, and yet was not paid.
    """

    item = models.TextField(unique=True)
    origin = models.TextField()
    cents = models.BigIntegerField()
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(cents__gt=0), name="lost_positive")]

    def __str__(self) -> str:
        return self.item

    @property
    def ref(self) -> str:
        return self.item


class Link(models.Model):
    """One link of a journal's chain: a hash over the previous link and the entries' hashes."""

    journal = models.ForeignKey(Journal, models.PROTECT, db_index=False)
    first_number = models.BigIntegerField()
    last_number = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["journal", "last_number"], name="link_place")
        ]


class Closing(models.Model):
    """The books are closed up to and including this month; later closings add rows."""

    entity = models.SmallIntegerField(default=1)
    month = models.DateField()
    closed_by = models.TextField()
    closed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "month"], name="closing_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="closing_first_of_month"),
        ]

    @property
    def ref(self) -> str:
        return f"closing:{self.pk}"


class DisputedItem(models.Model):
    """
    An open item that its debtor contests: a mark beside the books that changes no amount.

    `origin` is the ref of what contests it ("dispute:3"). While one mark of an item stands,
    nobody should be reminded of it.
    """

    item = models.TextField()
    origin = models.TextField(unique=True)
    marked_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["item"], name="disputed_item", condition=Q(lifted_at=None))]

    def __str__(self) -> str:
        return self.item

    @property
    def ref(self) -> str:
        return self.item
