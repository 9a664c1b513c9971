"""The outbox: every letter as it was written, and what became of it."""

from django.db import models
from django.db.models import Q


class Letter(models.Model):
    """
    A message as its reader gets it: rendered once, when posted, in the reader's language.

    `attachments` is a list of {id, sha256, name, media_type}: the hash is taken when the letter
    is posted, so that what is sent is what was meant.
    """

    to = models.EmailField()
    name = models.TextField()
    language = models.CharField(max_length=2)
    kind = models.TextField()
    context = models.JSONField(default=dict)
    subject = models.TextField()
    body = models.TextField()
    html = models.TextField()
    attachments = models.JSONField(default=list)
    about = models.TextField(blank=True)
    posted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failed = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(subject__regex=r"[\r\n]") & ~Q(to__regex=r"[\r\n]"),
                name="letter_one_line_headers",
            ),
            models.CheckConstraint(
                condition=Q(failed="", failed_at=None)
                | (~Q(failed="") & Q(failed_at__isnull=False)),
                name="letter_failure_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], name="letter_outbox", condition=Q(sent_at=None, failed_at=None)
            ),
            models.Index(fields=["about"], name="letter_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to}"

    @property
    def ref(self) -> str:
        return f"letter:{self.pk}"
