"""Documents that go out over Peppol and come in, and what was said of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PARTICIPANT = r"^[0-9]{4}:[^\s:]{1,50}$"


class Outgoing(models.Model):
    """
    One document on its way to one participant.

    `message_id` is the identifier of its envelope and the key by which it is never delivered
    twice; `attempts` counts how often it was handed over. A refused document is `settled` once
    somebody decided what becomes of it. Participants are written as 0208:0403019261. In the log
    it goes by what it is about: its `ref` is that of the invoice.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("Invoice")
        CREDIT_NOTE = "credit_note", _("Credit note")

    class State(models.TextChoices):
        QUEUED = "queued", _("To be sent")
        SENDING = "sending", _("Being handed over")
        SENT = "sent", _("Sent, waiting for the answer")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Refused by the receiver")
        UNKNOWN_PARTICIPANT = "unknown_participant", _("Receiver not on Peppol")
        FAILED = "failed", _("Turned down by the access point")

    about = models.TextField()
    kind = models.TextField(choices=Kind)
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, related_name="+", db_index=False
    )
    sender = models.TextField()
    receiver = models.TextField()
    message_id = models.UUIDField(unique=True)
    state = models.TextField(choices=State, default=State.QUEUED)
    attempts = models.IntegerField(default=0)
    reason = models.TextField(default="")
    answer = models.TextField(default="")
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["state"],
                name="outgoing_under_way",
                condition=Q(state__in=["queued", "sending", "sent"]),
            ),
            models.Index(
                fields=["state"],
                name="outgoing_unsettled",
                condition=Q(
                    state__in=["rejected", "unknown_participant", "failed"], settled_at=None
                ),
            ),
            models.Index(fields=["about"], name="outgoing_about"),
            models.Index(fields=["receiver"], name="outgoing_receiver"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["about"],
                name="outgoing_never_sent_twice",
                condition=Q(state__in=["queued", "sending", "sent", "accepted"]),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "queued",
                        "sending",
                        "sent",
                        "accepted",
                        "rejected",
                        "unknown_participant",
                        "failed",
                    ]
                ),
                name="outgoing_state_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["invoice", "credit_note"]), name="outgoing_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(sender__regex=PARTICIPANT, receiver__regex=PARTICIPANT),
                name="outgoing_participants_written_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sending", "sent", "accepted"])
                | Q(sent_at__isnull=False, attempts__gt=0),
                name="outgoing_handed_over_at_an_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["rejected", "unknown_participant", "failed"])
                | (~Q(reason="") & Q(answered_at__isnull=False)),
                name="outgoing_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None)
                | Q(state__in=["rejected", "unknown_participant", "failed"]),
                name="outgoing_settled_when_refused",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} to {self.receiver}"

    @property
    def ref(self) -> str:
        return self.about


class Incoming(models.Model):
    """
    A document that came in: an invoice or credit note of a supplier.

    `document` is what was in the envelope, `envelope` the message as it came. What has no
    readable envelope has a `problem` and no sender, and both are the same file.
    """

    message_id = models.TextField(unique=True)
    sender = models.TextField(default="")
    receiver = models.TextField(default="")
    document_type = models.TextField(default="")
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, related_name="+", db_index=False
    )
    envelope = models.ForeignKey(
        "documents.Document", models.PROTECT, related_name="+", db_index=False
    )
    problem = models.TextField(default="")
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(sender="") | ~Q(problem=""), name="incoming_sender_or_problem"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} from {self.sender}"

    @property
    def ref(self) -> str:
        return f"incoming:{self.pk}"
