"""The letter that shows a draft to those who may mend it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings

from commonweal.activities import queries as units
from commonweal.invoicing.actions import Invoice
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.letters import actions as letters


def to_check(drafts: Sequence[Invoice], by: Actor, at: datetime) -> None:
    """Ask the members to look at drafts, but for those that are issued today."""
    today = at.astimezone(ZONE).date()
    ahead = [draft for draft in drafts if draft.issue_on and draft.issue_on > today]
    letters.post(letters=[each for draft in ahead for each in _letters(draft)], by=by, at=at)


def _letters(draft: Invoice) -> Iterator[letters.NewLetter]:
    for mandate in units.mandates(unit=draft.unit_id):
        if units.may(mandate=mandate, deed=units.Deed.SPEND):
            yield letters.NewLetter(
                to=mandate.member.email,
                name=mandate.member.full_name,
                language=mandate.member.language,
                kind="draft_to_check",
                context={
                    "client": draft.buyer["name"],
                    "title": draft.title,
                    "total_cents": draft.total_cents,
                    "issue_on": f"{draft.issue_on}",
                    "link": f"{settings.SITE_ADDRESS}/my/invoices/drafts/{draft.pk}/",
                },
                about=draft.ref,
            )
