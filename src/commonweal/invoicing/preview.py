"""The page that a draft would be: the same paper without a number, with "draft" across it."""

from copy import copy
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from commonweal.documents import queries as documents
from commonweal.invoicing import papers
from commonweal.invoicing.models import Invoice
from commonweal.kernel.clock import ZONE


def pdf(draft: Invoice, *, at: datetime) -> bytes:
    """Return the page in the client's language; it cannot be paid, for it has no reference."""
    sample = copy(draft)
    sample.issued_on = draft.issue_on or at.astimezone(ZONE).date()
    sample.due_on = sample.issued_on + timedelta(days=draft.payment_days)
    with translation.override(draft.language):
        data = papers._page(sample, draft.entity)
        word = _("Draft")
        data |= {
            "title": f"{word}: {draft.title}",
            "heading": _("Invoice"),
            "number": word,
            "draft": word,
            "payment": None,
        }
    return documents.typeset(template=papers.TEMPLATE, data=data, at=at)
