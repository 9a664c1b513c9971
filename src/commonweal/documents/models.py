"""Files that do not change: what was stored is what is read, byte for byte."""

from django.db import models
from django.db.models import Q


class Document(models.Model):
    """
    One stored file. The row never changes (a trigger sees to it); the bytes lie on disk under
    their own hash, so equal files lie there once.
    """

    sha256 = models.CharField(max_length=64)
    media_type = models.TextField()
    name = models.TextField()
    bytes_length = models.BigIntegerField()
    kind = models.TextField()
    about = models.TextField(blank=True)
    stored_at = models.DateTimeField()
    retain_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_sha256"
            ),
            models.CheckConstraint(condition=Q(bytes_length__gt=0), name="document_not_empty"),
            models.CheckConstraint(condition=~Q(name=""), name="document_named"),
        ]
        indexes = [models.Index(fields=["about"], name="document_about")]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"document:{self.pk}"
