"""Reads of drafts: what is to be issued, what waits for somebody, and what comes back by itself."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from commonweal.invoicing import preview
from commonweal.invoicing.models import (
    Attachment,
    Instalment,
    Invoice,
    Order,
    OrderLine,
    Recurrence,
)


def drafts(*, units: Collection[int] | None = None) -> "QuerySet[Invoice]":
    """Return what has no number yet, of these units or all, by its day of issue."""
    found = Invoice.objects.filter(number=None, corrects=None)
    found = found.select_related("client", "order", "unit")
    found = found if units is None else found.filter(unit__in=units)
    return found.order_by(F("issue_on").asc(nulls_last=True), "-id")


def get_draft(*, id: int) -> Invoice:
    """
    Return one draft with its client, order and unit.

    :raises Invoice.DoesNotExist: if there is none within the scope of the connection
    """
    return drafts().get(id=id)


def find_by_key(*, key: str) -> Invoice | None:
    """Return the draft or invoice that came of the form with this key."""
    return Invoice.objects.filter(key=key).first()


def drafts_of_orders(*, orders: Collection[int]) -> dict[int, Invoice]:
    """Return the draft of the whole of each of these orders that has one, by order."""
    found = drafts().filter(order__in=orders, instalment=None)
    return {draft.order_id or 0: draft for draft in found}


def held_drafts() -> "QuerySet[Invoice]":
    """Return the drafts that somebody holds, for the desk to look at."""
    return drafts().exclude(held_by="")


def to_issue(*, on: date) -> "QuerySet[Invoice]":
    """Return the drafts that stand alone and whose day has come, those of orders left out."""
    return drafts().filter(order=None, held_by="", issue_on__lte=on)


def parts_to_prepare(*, until: date) -> "QuerySet[Instalment]":
    """
    Return the parts of confirmed orders that fall due until this day (or are reached) and have no
    draft yet, in their order.
    """
    return _parts().filter(_due(until), invoice=None)


def parts_to_bill(*, on: date) -> "QuerySet[Instalment]":
    """Return the parts whose day has come and whose draft nobody holds, in their order."""
    return (
        _parts().filter(_due(on), invoice__number=None, invoice__held_by="").exclude(invoice=None)
    )


def _parts() -> "QuerySet[Instalment]":
    agreed = Instalment.objects.filter(order__state=Order.State.CONFIRMED)
    return agreed.select_related("order__client", "invoice").order_by("order", "position")


def _due(on: date) -> Q:
    return Q(due_on__lte=on) | Q(reached_at__isnull=False)


def attachments(*, invoice: Invoice) -> "QuerySet[Attachment]":
    """Return the files that go with an invoice, with their documents, in their order."""
    found = Attachment.objects.filter(invoice=invoice).select_related("document", "invoice")
    return found.order_by("id")


def draft_pdf(*, draft: Invoice, at: datetime) -> bytes:
    """Return the page that a draft would be, marked as a draft, without a number."""
    return preview.pdf(draft, at=at)


def recurrences(*, units: Collection[int] | None = None) -> "QuerySet[Recurrence]":
    """Return what comes back, of these units or all: what still does first."""
    found = Recurrence.objects.select_related("client", "unit")
    found = found if units is None else found.filter(unit__in=units)
    return found.order_by(F("stopped_at").asc(nulls_first=True), "next_on", "id")


def recurrences_due(*, until: date) -> "QuerySet[Recurrence]":
    """Return what comes back on or before this day, the oldest first."""
    going = Recurrence.objects.filter(stopped_at=None, next_on__lte=until)
    ended = Q(until__isnull=False) & Q(next_on__gt=F("until"))
    return going.exclude(ended).order_by("next_on", "id")


def lines_of_orders(*, orders: Collection[int]) -> "QuerySet[OrderLine]":
    """Return the lines of these orders, each in its place."""
    return OrderLine.objects.filter(order__in=orders).order_by("order", "position")
