"""The persons of the cooperative."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class WorkerStatus(models.TextChoices):
    """How social security sees a person's work."""

    WHITE_COLLAR = "white_collar", _("White collar")
    ARTIST = "artist", _("Artist")


class Family(models.TextChoices):
    """The family situation the withholding of tax looks at."""

    SINGLE = "single", _("Single")
    PARTNER_WITH_INCOME = "partner_with_income", _("Partner with an income")
    PARTNER_WITHOUT_INCOME = "partner_without_income", _("Partner without an income")
    SINGLE_PARENT = "single_parent", _("Single parent")


class Member(models.Model):
    """
    A person who works through the cooperative.

    `extra_withholding_bp` is the rate of tax the member chose to have withheld at least, in
    basis points (2500 is 25 %). `services_used` counts services done without a share.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="member"
    )
    first_name = models.TextField()
    last_name = models.TextField()
    email = models.EmailField()
    phone = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="nl")
    birth_date = models.DateField(null=True, blank=True)
    national_number = models.CharField(max_length=11, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    street = models.TextField(blank=True)
    postcode = models.TextField(blank=True)
    city = models.TextField(blank=True)
    country = models.CharField(max_length=2, default="BE")
    worker_status = models.TextField(
        choices=WorkerStatus.choices, default=WorkerStatus.WHITE_COLLAR
    )
    family = models.TextField(choices=Family.choices, default=Family.SINGLE)
    children = models.PositiveSmallIntegerField(default=0)
    extra_withholding_bp = models.PositiveIntegerField(null=True, blank=True)
    share_paid_on = models.DateField(null=True, blank=True)
    services_used = models.PositiveSmallIntegerField(default=0)
    search_key = models.TextField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["national_number"],
                condition=~Q(national_number=""),
                name="member_national_number_once",
            ),
            models.CheckConstraint(
                condition=Q(national_number__regex=r"^([0-9]{11})?$"),
                name="member_national_number_digits",
            ),
            models.CheckConstraint(
                condition=Q(iban__regex=r"^([A-Z]{2}[0-9]{2}[A-Z0-9]{11,30})?$"),
                name="member_iban_shape",
            ),
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"), name="member_country_code"
            ),
            models.CheckConstraint(
                condition=Q(language__in=["nl", "fr", "de", "en"]), name="member_language"
            ),
            models.CheckConstraint(
                condition=Q(worker_status__in=["white_collar", "artist"]),
                name="member_worker_status",
            ),
            models.CheckConstraint(
                condition=Q(
                    family__in=[
                        "single",
                        "partner_with_income",
                        "partner_without_income",
                        "single_parent",
                    ]
                ),
                name="member_family",
            ),
            models.CheckConstraint(
                condition=Q(extra_withholding_bp=None) | Q(extra_withholding_bp__lte=10_000),
                name="member_extra_withholding_rate",
            ),
            models.CheckConstraint(
                condition=~Q(first_name="") & ~Q(last_name=""), name="member_named"
            ),
        ]
        indexes = [
            models.Index(
                fields=["search_key"], name="member_search", opclasses=["text_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def ref(self) -> str:
        return f"member:{self.pk}"

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"
