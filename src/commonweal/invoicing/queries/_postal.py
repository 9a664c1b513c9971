"""Reads of what goes by post."""

from django.db.models import QuerySet

from commonweal.invoicing.models import PostalCopy


def to_post() -> "QuerySet[PostalCopy]":
    """Return what waits to be printed and posted, with its invoice, the oldest first."""
    found = PostalCopy.objects.filter(posted_at=None).select_related("invoice__unit")
    return found.order_by("invoice")


def postal_copies() -> "QuerySet[PostalCopy]":
    """Return what was posted, or waits for it, the oldest first."""
    return PostalCopy.objects.order_by("id")
