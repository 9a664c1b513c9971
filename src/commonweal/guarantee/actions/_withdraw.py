"""A client was marked bankrupt by mistake: all that followed in the books is undone."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from commonweal.banking import actions as banking
from commonweal.guarantee.actions._bankruptcy import top_up_keys
from commonweal.guarantee.actions._fund import charge, hold_fund
from commonweal.guarantee.actions._marks import note_lost
from commonweal.guarantee.actions._recover import back_key
from commonweal.guarantee.models import Bankruptcy, Loss
from commonweal.guarantee.queries._fund import FUND
from commonweal.guarantee.queries._losses import recoveries_of
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books


class WhyWithdrawn(Refusal):
    message = _("Say in a few words why it was a mistake.")
    field = "because"


class AlreadyWithdrawn(Refusal):
    message = _("Nothing more to do: this bankruptcy was withdrawn already.")


class DividendsFirst(Refusal):
    message = _("Take its dividends back first: what came in on a mistake belongs elsewhere.")


@action
def withdraw_bankruptcy(
    *, bankruptcy: Bankruptcy, because: str, by: Actor, at: datetime
) -> Bankruptcy:
    """
    Undo a bankruptcy that was a mistake: what was written off is owed again, the fund and the VAT
    stand as before, and what the fund was fed for it is no charge any more.

    Entries are undone by others, dated today; nothing is taken out of the books.

    :raises WhyWithdrawn: without a reason
    :raises AlreadyWithdrawn: if it was
    :raises DividendsFirst: if something came in on it that still counts
    """
    banking.hold_bank()
    hold_fund()
    held = Bankruptcy.objects.select_for_update(of=["self"]).get(pk=bankruptcy.pk)
    because = " ".join(because.split())
    if held.withdrawn_at:
        raise AlreadyWithdrawn
    if not because:
        raise WhyWithdrawn
    if sum(each.cents for each in recoveries_of(bankruptcy=held)):
        raise DividendsFirst
    _undo(held, because, by, at)
    held.closed_on = held.closed_on or at.astimezone(ZONE).date()
    held.withdrawn_because, held.withdrawn_at = because, at
    held.withdrawn_by, held.withdrawn_by_name = by.id, by.name
    held.save()
    return held


def _undo(bankruptcy: Bankruptcy, because: str, by: Actor, at: datetime) -> None:
    """The losses go back to the fund before the fund gives back what it was fed for them."""
    losses = list(Loss.objects.filter(bankruptcy=bankruptcy).select_related("invoice"))
    on = at.astimezone(ZONE).date()
    ids = [loss.entry for loss in losses]
    ledger.reverse(ids=ids, on=on, text=because, origin=bankruptcy.ref, by=by, at=at)
    entities = {loss.invoice.entity_id or 1 for loss in losses}
    backs = [
        back_key(one, each) for one in recoveries_of(bankruptcy=bankruptcy) for each in entities
    ]
    fed = books.entries_by_key(keys=[*top_up_keys(bankruptcy, losses), *backs])
    fed_ids = [id for id, _lines in fed.values()]
    ledger.reverse(ids=fed_ids, on=on, text=because, origin=f"fund:{bankruptcy.ref}", by=by, at=at)
    ledger.post(entries=list(_top_ups(bankruptcy, entities, on)), by=by, at=at)
    changes: dict[str, int] = {}
    for loss in losses:
        changes[loss.invoice.ref] = changes.get(loss.invoice.ref, 0) - loss.open_cents
    note_lost(changes, bankruptcy.ref, by, at)


def _top_ups(bankruptcy: Bankruptcy, entities: Iterable[int], on: date) -> Iterator[ledger.Entry]:
    """What a fund lacks of which another loss used what is no charge of this one any more."""
    for entity in sorted(entities):
        short = books.account_balance(account=FUND, entity=entity)
        if short > 0:
            yield charge(short, on=on, key=f"fund:{bankruptcy.ref}:short:{entity}", entity=entity)
