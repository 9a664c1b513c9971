"""The tables of units: what has a budget, and who may act for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    THREE_IN_ONE = "three_in_one", _("3in1 account")
    ACTIVITY = "activity", _("Activity")


class MandateRole(models.TextChoices):
    MANAGER = "manager", _("Manager")
    CO_MANAGER = "co_manager", _("Co-manager")
    CONTRIBUTOR = "contributor", _("Contributor")
    READER = "reader", _("Reader")


ROLE_KNOWN = Q(role__in=["manager", "co_manager", "contributor", "reader"])


class Unit(models.Model):
    """
    A production unit: the smallest thing in the cooperative that has a budget.

    `trade` is a code of `trades.yaml`, none of a 3in1 account. `dormant_told_on` is the day its
    managers were told that it sleeps; a closed unit keeps its lines and takes no new ones.
    """

    kind = models.TextField(choices=UnitKind.choices)
    entity = models.ForeignKey(
        "kernel.LegalEntity", models.PROTECT, related_name="+", default=1, db_index=False
    )
    name = models.TextField()
    opened_on = models.DateField()
    trade = models.TextField(blank=True)
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    dormant_told_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["three_in_one", "activity"]), name="unit_kind"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="unit_named"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"unit:{self.pk}"


class Mandate(models.Model):
    """
    What a member may do for a unit. `weight` is the member's part in the split key of a
    collective budget, 0 for no part; `since` is unknown of those who were there at the opening.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="mandates")
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="mandates")
    role = models.TextField(choices=MandateRole.choices)
    weight = models.PositiveIntegerField(default=0)
    since = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "member"], condition=Q(ended_on=None), name="mandate_once"
            ),
            models.CheckConstraint(condition=ROLE_KNOWN, name="mandate_role"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.member_id} of {self.unit_id}"

    @property
    def ref(self) -> str:
        return f"unit:{self.unit_id}"


class MandateInvitation(models.Model):
    """A mandate offered by mail; the link is kept by the room of access, about this `ref`."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.TextField(choices=MandateRole.choices)
    weight = models.PositiveIntegerField(default=0)
    state = models.TextField(choices=State, default=State.OPEN)
    invited_by = models.TextField()
    invited_by_name = models.TextField()
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "email"], condition=Q(state="open"), name="invitation_open_once"
            ),
            models.CheckConstraint(condition=ROLE_KNOWN, name="invitation_role"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "accepted", "declined", "withdrawn"]),
                name="invitation_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(member__isnull=False),
                name="invitation_accepted_by_a_member",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.email} of {self.unit_id}"

    @property
    def ref(self) -> str:
        return f"mandate_invitation:{self.pk}"


class OpeningRequest(models.Model):
    """
    A member who wants an activity. `met` are the conditions of the trade that the member says
    are met, `papers` the ids of the documents that show it; `partner_email` is who will manage it
    with the member. `unit` is what came of it.
    """

    class State(models.TextChoices):
        SENT = "sent", _("Waiting for an adviser")
        PAPERS_ASKED = "papers_asked", _("Waiting for papers")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+")
    name = models.TextField()
    trade = models.TextField()
    description = models.TextField()
    met = models.JSONField(default=list)
    papers = models.JSONField(default=list)
    partner_email = models.EmailField(blank=True)
    state = models.TextField(choices=State, default=State.SENT)
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    remark = models.TextField(blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    key = models.TextField(unique=True, null=True)
    sent_at = models.DateTimeField()
    decided_by = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["sent", "papers_asked", "accepted", "refused", "withdrawn"]),
                name="opening_state",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", unit__isnull=False)
                | ~Q(state="accepted") & Q(unit=None),
                name="opening_accepted_has_a_unit",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(remark=""), name="opening_refused_says_why"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(trade=""), name="opening_named"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"opening:{self.pk}"
