"""The persons of the cooperative."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class WorkerStatus(models.TextChoices):
    """How social security sees a person's work."""

    WHITE_COLLAR = "white_collar", _("White collar")
    BLUE_COLLAR = "blue_collar", _("Blue collar")
    ARTIST = "artist", _("Artist")
    ARTIST_1BIS = "artist_1bis", _("Artist to order (article 1bis)")
    STUDENT = "student", _("Student")
    STAFF = "staff", _("Staff of the house")


class Family(models.TextChoices):
    """The family situation the withholding of tax looks at."""

    SINGLE = "single", _("Single")
    PARTNER_WITH_INCOME = "partner_with_income", _("Partner with an income")
    PARTNER_WITHOUT_INCOME = "partner_without_income", _("Partner without an income")
    PARTNER_LOW_INCOME = "partner_low_income", _("Partner with a low income")
    PARTNER_LOW_PENSION = "partner_low_pension", _("Partner with only a low pension")
    SINGLE_PARENT = "single_parent", _("Single parent")


ALONE = (Family.SINGLE, Family.SINGLE_PARENT)


class Member(models.Model):
    """
    A person who works through the cooperative.

    `extra_withholding_bp` is the rate of tax the member chose to have withheld at least, in
    basis points (2500 is 25 %), `extra_withholding_cents` what is withheld on top each month.
    `children` are all dependent children; `disabled_children` are among them. `other_dependants`
    are younger than 65, `dependent_retirees` are not. `artwork_certificate_since` is the day of
    the first artwork certificate: whoever ever held one may work under article 1bis.
    `services_used` counts services done without a share. `email_before` is the address that was
    known when `email` changed, at `email_changed_at`; nothing when it never did.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="member"
    )
    first_name = models.TextField()
    last_name = models.TextField()
    email = models.EmailField()
    email_before = models.EmailField(blank=True)
    email_changed_at = models.DateTimeField(null=True, blank=True)
    phone = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="nl")
    birth_date = models.DateField(null=True, blank=True)
    nationality = models.CharField(max_length=2, blank=True)
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
    disabled_children = models.PositiveSmallIntegerField(default=0)
    is_disabled = models.BooleanField(default=False)
    partner_is_disabled = models.BooleanField(default=False)
    other_dependants = models.PositiveSmallIntegerField(default=0)
    dependent_retirees = models.PositiveSmallIntegerField(default=0)
    extra_withholding_bp = models.PositiveIntegerField(null=True, blank=True)
    extra_withholding_cents = models.PositiveBigIntegerField(null=True, blank=True)
    artwork_certificate_since = models.DateField(null=True, blank=True)
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
                condition=Q(nationality__regex=r"^([A-Z]{2})?$"), name="member_nationality_code"
            ),
            models.CheckConstraint(
                condition=Q(worker_status__in=WorkerStatus.values), name="member_worker_status"
            ),
            models.CheckConstraint(
                condition=~Q(worker_status="artist_1bis") | ~Q(artwork_certificate_since=None),
                name="member_1bis_has_certificate",
            ),
            models.CheckConstraint(condition=Q(family__in=Family.values), name="member_family"),
            models.CheckConstraint(
                condition=Q(disabled_children__lte=F("children")),
                name="member_disabled_children_among_children",
            ),
            models.CheckConstraint(
                condition=~Q(partner_is_disabled=True, family__in=ALONE),
                name="member_disabled_partner_exists",
            ),
            models.CheckConstraint(
                condition=Q(extra_withholding_bp=None) | Q(extra_withholding_bp__lte=10_000),
                name="member_extra_withholding_rate",
            ),
            models.CheckConstraint(
                condition=~Q(first_name="") & ~Q(last_name=""), name="member_named"
            ),
            models.CheckConstraint(
                condition=Q(email_before="", email_changed_at=None)
                | (~Q(email_before="") & Q(email_changed_at__isnull=False)),
                name="member_email_before_has_a_time",
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
