"""What looks like a missing statement and is none: a person says why, and may take it back."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.banking import queries
from commonweal.banking.actions._locks import lock
from commonweal.banking.models import DismissedGap, Statement
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal


class NoSuchGap(Refusal):
    message = _("Look again: nothing is missing before this statement any more.")


class WhyNotMissing(Refusal):
    message = _("Say in a few words why nothing is missing.")
    field = "because"


class GapReopened(Refusal):
    message = _("Nothing more to do: this was taken back already.")


@action
def dismiss_gap(*, after: Statement, because: str, by: Actor, at: datetime) -> DismissedGap:
    """
    Say why nothing is missing before this statement. It leaves the list of missing statements as
    long as the same two statements follow each other; another one between them is judged anew.

    :raises WhyNotMissing: without a reason
    :raises NoSuchGap: if nothing is missing there, or somebody said so before
    """
    lock()
    because = " ".join(because.split())
    if not because:
        raise WhyNotMissing
    found = next((gap for gap in queries.gaps() if gap.after.pk == after.pk), None)
    if found is None:
        raise NoSuchGap
    return DismissedGap.objects.create(
        before=found.before, after=found.after, because=because, by=by.id, by_name=by.name, at=at
    )


@action
def reopen_gap(*, dismissed: DismissedGap, by: Actor, at: datetime) -> DismissedGap:
    """
    Take it back that nothing is missing: the gap stands on the list again.

    :raises GapReopened: if it was taken back before
    """
    kept = DismissedGap.objects.select_for_update(of=("self",)).get(pk=dismissed.pk)
    if kept.reopened_at:
        raise GapReopened
    kept.reopened_by, kept.reopened_by_name, kept.reopened_at = by.id, by.name, at
    kept.save(update_fields=["reopened_by", "reopened_by_name", "reopened_at"])
    return kept
