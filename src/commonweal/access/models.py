"""Who may sign in, in which role, by which link, and who read what."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is to the cooperative; a person may have several."""

    MEMBER = "member", _("Member")
    ADVISER = "adviser", _("Adviser")
    PAYROLL = "payroll", _("Payroll")
    FINANCE_MAKER = "finance_maker", _("Finance: prepares")
    FINANCE_CHECKER = "finance_checker", _("Finance: approves")
    CUSTOMER_SERVICE = "customer_service", _("Customer service")
    LEGAL = "legal", _("Legal")
    PREVENTION = "prevention", _("Prevention")
    TRAINING = "training", _("Training")
    SPACE_HOST = "space_host", _("Space host")
    BOARD = "board", _("Board")
    ASSEMBLY_BUREAU = "assembly_bureau", _("Assembly bureau")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person who may sign in; without a password, not before choosing one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who may sign in, known by an e-mail address (always kept in small letters)."""

    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.TextField(_("Name"))
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="nl")
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower"),
            models.CheckConstraint(condition=~Q(name=""), name="user_named"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"user:{self.pk}"


class RoleGrant(models.Model):
    """A role of a person: from the instant `from_at` on, until just before `until_at`."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.TextField(choices=Role.choices)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(until_at=None), name="grant_open_once"
            ),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")), name="grant_forward"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="grant_role"),
        ]

    def __str__(self) -> str:
        return f"{self.role} of user {self.user_id}"

    @property
    def ref(self) -> str:
        return f"user:{self.user_id}"


class Link(models.Model):
    """
    A door for one purpose, without an account ("confirm" for "order:12").

    Only the hash of the token is kept: who reads this table can open nothing.
    """

    digest = models.BinaryField(max_length=32, unique=True)
    purpose = models.TextField()
    about = models.TextField(db_index=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="link_expires_later"
            ),
            models.CheckConstraint(condition=~Q(purpose="") & ~Q(about=""), name="link_for"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.about}"

    @property
    def ref(self) -> str:
        return self.about


class ReadLog(models.Model):
    """A look of staff at somebody's pay data or national number, with the reason given."""

    by = models.TextField()
    by_name = models.TextField()
    at = models.DateTimeField()
    about = models.TextField()
    what = models.TextField()
    reason = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["about", "at"], name="read_about")]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="read_reason")]

    def __str__(self) -> str:
        return f"{self.by_name} read {self.what} of {self.about}"

    @property
    def ref(self) -> str:
        return self.about


class SavedFilter(models.Model):
    """A way of looking at a list that a person keeps by name: the query of its address."""

    user = models.ForeignKey(User, models.PROTECT, related_name="saved_filters")
    page = models.TextField()
    name = models.TextField()
    query = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "page", "name"], name="saved_filter_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_filter_named"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"user:{self.user_id}"
