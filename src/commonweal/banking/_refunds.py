"""Money of a payer that goes back to the account it came from."""

from django.db import models
from django.db.models import F, Q

from commonweal.banking._statements import Move

# Where such money stands: a movement that waits, an invoice with a credit, a client we keep it for.
SOURCES = ("499", "400", "460")


class Refund(models.Model):
    """
    Money that goes back, in cents. It was taken from `source` on `account` ("move:12" on 499) and
    is owed on 460 under the `ref` of this row until it is paid, to the number `move` came from or,
    with `is_elsewhere`, to another one. It never changes; taken back, another entry undoes it.

    `nth` counts the refunds of a source: of two that count at once, the database keeps one.
    """

    account = models.CharField(max_length=8)
    source = models.TextField()
    nth = models.PositiveIntegerField()
    cents = models.BigIntegerField()
    move = models.ForeignKey(Move, models.PROTECT, null=True, related_name="refunds")
    name = models.TextField()
    iban = models.CharField(max_length=34)
    is_elsewhere = models.BooleanField()
    because = models.TextField()
    due_on = models.DateField()
    entry = models.BigIntegerField(null=True, unique=True)
    by = models.TextField()
    by_name = models.TextField()
    at = models.DateTimeField()
    undone_by = models.TextField(blank=True)
    undone_by_name = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_because = models.TextField(blank=True)

    # What is still owed of it, less when a part came back: told by `refunds_owed`.
    owed_cents: int

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "source", "nth"], name="refund_nth_once"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="refund_positive"),
            models.CheckConstraint(
                condition=Q(account__in=SOURCES) & ~Q(source=""), name="refund_of_something"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(iban="") & ~Q(because=""), name="refund_whole"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_because="")
                | (Q(undone_at__isnull=False) & ~Q(undone_because="") & ~Q(undone_by="")),
                name="refund_undone_why",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(undone_at__gte=F("at")), name="refund_undone_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.cents}"

    @property
    def ref(self) -> str:
        return f"refund:{self.pk}"

    @property
    def payee(self) -> str:
        """
        Whose account numbers count: a payer is known by the number it paid from, so another
        number is looked at for this refund alone.
        """
        return self.ref if self.is_elsewhere else f"payer:{self.iban}"

    @property
    def about(self) -> str:
        """What the payer knows it by: the number of the invoice, or its own words."""
        kind, _colon, number = self.source.partition(":")
        if kind == "invoice":
            return number
        told = (self.move.reference or self.move.communication) if self.move else ""
        return told or str(self.pk)
