"""The event log, the cooperative itself, and the clock of demo and tests."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext_lazy as _


class LegalEntity(models.Model):
    """
    A cooperative as its papers name it. Row 1 is the one this database belongs to; others are its
    sisters under one roof, each with its own invoice numbers and books.

    `series` stands before its invoice numbers, nothing for the first; amounts are in `currency`.
    A training entity invoices without VAT (Belgian VAT code, article 44). `pay_terms` say when it
    pays wages: so many days after the last day of the contract, or on a day of the next month.
    """

    class VatRegime(models.TextChoices):
        STANDARD = "standard", _("Usual")
        TRAINING = "training", _("Training, exempt (art. 44)")

    class PayTerms(models.TextChoices):
        DAYS_AFTER = "days_after", _("Some days after the contract")
        DAY_OF_NEXT_MONTH = "day_of_next_month", _("On a day of the next month")

    name = models.TextField()
    enterprise_number = models.TextField(unique=True)
    street = models.TextField()
    postcode = models.TextField()
    city = models.TextField()
    country = models.CharField(max_length=2, default="BE")
    email = models.EmailField()
    phone = models.TextField(blank=True)
    iban = models.TextField()
    bic = models.TextField()
    series = models.CharField(max_length=4, blank=True, default="", unique=True)
    currency = models.CharField(max_length=3, default="EUR")
    vat_regime = models.TextField(choices=VatRegime, default=VatRegime.STANDARD)
    pay_terms = models.TextField(choices=PayTerms, default=PayTerms.DAYS_AFTER)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(series__regex=r"^[A-Z]{0,4}$"), name="entity_series_letters"
            ),
            models.CheckConstraint(
                condition=Q(id=1, series="") | ~Q(id=1) & ~Q(series=""),
                name="entity_series_of_sisters",
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="entity_currency_code"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"entity:{self.pk}"


class Event(models.Model):
    """
    One batch of one verb: who, when, and what it touched. Append only (a trigger sees to it).

    `transaction` is PostgreSQL's number of the transaction that wrote it: readers with a cursor
    go by it, because ids may become visible out of order and a transaction's number tells when
    nothing older can still appear.
    """

    verb = models.TextField()
    by = models.TextField()
    by_name = models.TextField()
    at = models.DateTimeField()
    subjects = ArrayField(models.TextField(), default=list)
    data = models.JSONField(default=dict)
    transaction = models.BigIntegerField(db_default=Func(function="txid_current"))

    class Meta:
        indexes = [
            GinIndex("subjects", name="event_subjects"),
            models.Index(fields=["transaction", "id"], name="event_transaction"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"


class Cursor(models.Model):
    """How far a job has read the event log: up to and including this transaction."""

    job = models.TextField(primary_key=True)
    transaction = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.job} {self.transaction}"


class ClockSetting(models.Model):
    """The instant at which the clock of a demo or a test stands. At most one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    instant = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="clock_one_row")]
