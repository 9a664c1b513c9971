"""What a movement that waits may be, who looks after it, and what people taught us."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonweal.banking._statements import Move


class MatchRule(models.Model):
    """
    What a placing by a person taught: this payer, or these words, mean that party. It only
    proposes, and only once a person accepted it.
    """

    class Kind(models.TextChoices):
        PAYER_IBAN = "payer_iban", _("Account number of the payer")
        PAYER_NAME = "payer_name", _("Name of the payer")
        WORDS = "words", _("Words of the communication")

    kind = models.TextField(choices=Kind)
    value = models.TextField()
    party = models.TextField()
    party_name = models.TextField()
    account = models.CharField(max_length=8, default="400")
    learned_from = models.ForeignKey(Move, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    accepted_by = models.TextField(blank=True)
    accepted_by_name = models.TextField(blank=True)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value", "party"],
                condition=Q(ended_at=None),
                name="match_rule_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by="")
                | Q(accepted_at__isnull=False) & ~Q(accepted_by=""),
                name="match_rule_accepted_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(value="") & ~Q(party=""), name="match_rule_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.value}: {self.party_name}"

    @property
    def ref(self) -> str:
        return f"match_rule:{self.pk}"


class MatchProposal(models.Model):
    """
    What the house thinks a waiting movement is: it never changes the books by itself.

    `score` is 1 to 100; `reasons` are rows {"code", "values"} whose sentences are in
    `matching_words.py`; `parts` are rows [account, item, unit, cents] that a person would place,
    positive cents for what came in.
    """

    class Kind(models.TextChoices):
        CLAIM = "claim", _("Pays an invoice")
        CLAIMS = "claims", _("Pays several invoices")
        DOUBLE = "double", _("Paid twice or too much")
        BOUNCED = "bounced", _("A payment of a client that was taken back")
        RETURNED = "returned", _("A payment of ours that came back")
        CHARGE = "charge", _("Costs of the bank")
        INTERNAL = "internal", _("Between our own accounts")

    class State(models.TextChoices):
        OPEN = "open", _("To be looked at")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        STALE = "stale", _("Overtaken")

    move = models.ForeignKey(Move, models.PROTECT, related_name="proposals")
    rank = models.SmallIntegerField()
    kind = models.TextField(choices=Kind)
    score = models.SmallIntegerField()
    reasons = models.JSONField()
    parts = models.JSONField()
    party = models.TextField(blank=True)
    party_name = models.TextField(blank=True)
    rule = models.ForeignKey(MatchRule, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    state = models.TextField(choices=State, default=State.OPEN)
    decided_by = models.TextField(blank=True)
    decided_by_name = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=100), name="match_score_of_a_hundred"
            ),
            models.CheckConstraint(condition=~Q(reasons=[]), name="match_says_why"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None) | ~Q(state="open"),
                name="match_open_is_undecided",
            ),
            models.UniqueConstraint(
                fields=["move", "rank"], condition=Q(state="open"), name="match_ranked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.score}"


class SuspenseOwner(models.Model):
    """Who looks after a movement that waits. Rows are added, and the last one counts."""

    move = models.ForeignKey(Move, models.PROTECT, related_name="owners")
    owner = models.TextField()
    owner_name = models.TextField()
    note = models.TextField(blank=True)
    remind_on = models.DateField(null=True)
    by = models.TextField()
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["move", "-id"], name="suspense_owner_last")]

    def __str__(self) -> str:
        return self.owner_name


class Settling(models.Model):
    """
    The placing of a waiting movement by a person: `parts` as posted, [account, item, unit, cents].
    It is undone by another entry, never removed.
    """

    move = models.ForeignKey(Move, models.PROTECT, related_name="settlings")
    parts = models.JSONField()
    proposal = models.ForeignKey(MatchProposal, models.PROTECT, null=True, related_name="+")
    entry = models.BigIntegerField()
    by = models.TextField()
    by_name = models.TextField()
    at = models.DateTimeField()
    undone_by = models.TextField(blank=True)
    undone_by_name = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(parts=[]), name="settling_places_something"),
            models.CheckConstraint(
                condition=Q(undone_at=None) | ~Q(undone_because=""), name="settling_undone_why"
            ),
        ]

    def __str__(self) -> str:
        return f"move {self.move_id}"

    @property
    def ref(self) -> str:
        return f"settling:{self.pk}"
