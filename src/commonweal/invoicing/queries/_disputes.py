"""Reads of what clients contest."""

from collections.abc import Collection

from django.db.models import QuerySet

from commonweal.invoicing.models import Dispute, Invoice


def disputes(*, invoices: Collection[Invoice] | None = None) -> "QuerySet[Dispute]":
    """Return what was said of these invoices (or of any), with invoice and unit, newest first."""
    found = Dispute.objects.select_related("invoice", "unit", "document").order_by("-id")
    return found if invoices is None else found.filter(invoice__in=invoices)


def open_disputes() -> "QuerySet[Dispute]":
    """Return what nobody has settled yet, the oldest first."""
    return disputes().filter(state=Dispute.State.OPEN).order_by("id")


def get_dispute(*, id: int) -> Dispute:
    """
    Return one complaint with its invoice.

    :raises Dispute.DoesNotExist: if there is none within the scope of the connection
    """
    return disputes().get(id=id)
