"""Invoices that go by post: the desk prints them, and says when they left."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonweal.invoicing.models import Invoice, PostalCopy, Rendering
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all


class NoPapersYet(Refusal):
    message = _("Mend the papers of invoice %(number)s first: nothing can be sent without them.")


class NotInThePost(Refusal):
    message = _("Reload the page: invoice %(number)s was posted, or does not go by post.")


@action
def put_in_post(
    *, invoices: Sequence[Invoice], because: PostalCopy.Because, by: Actor, at: datetime
) -> list[Invoice]:
    """
    Put issued invoices on the list of what is printed and posted, and return those that are new
    there.

    :raises NoPapersYet: if one has no papers, or they break a rule
    """
    pks = [invoice.pk for invoice in invoices]
    ready = Rendering.objects.filter(invoice__in=pks, state=Rendering.State.READY)
    printable = set(ready.values_list("invoice", flat=True))
    check_all(NoPapersYet(number=each.number) for each in invoices if each.pk not in printable)
    held = list(Invoice.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
    waiting = set(_waiting(held).values_list("invoice", flat=True))
    new = [invoice for invoice in held if invoice.pk not in waiting]
    PostalCopy.objects.bulk_create(
        [PostalCopy(invoice=each, unit_id=each.unit_id, because=because, queued_at=at)
         for each in new]
    )  # fmt: skip
    return new


@action
def take_out_of_post(*, invoices: Sequence[Invoice], by: Actor, at: datetime) -> list[Invoice]:
    """Take invoices that were not posted yet off the list, and return those that stood there."""
    waiting = _waiting(invoices).select_for_update()
    found = set(waiting.values_list("invoice", flat=True))
    waiting.delete()
    return [invoice for invoice in invoices if invoice.pk in found]


@action
def mark_posted(*, invoices: Sequence[Invoice], by: Actor, at: datetime) -> list[Invoice]:
    """
    Note that printed invoices were posted.

    :raises NotInThePost: for each that does not wait to be posted
    """
    waiting = _waiting(invoices).select_for_update()
    found = set(waiting.values_list("invoice", flat=True))
    check_all(NotInThePost(number=each.number) for each in invoices if each.pk not in found)
    waiting.update(posted_at=at, posted_by=by.id, posted_name=by.name)
    return list(invoices)


def _waiting(invoices: Sequence[Invoice]) -> "QuerySet[PostalCopy]":
    return PostalCopy.objects.filter(invoice__in=[each.pk for each in invoices], posted_at=None)
