"""Placing by hand what waits on the suspense account."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.banking import queries
from commonweal.banking.actions._locks import lock
from commonweal.banking.models import Move
from commonweal.banking.queries import CLAIMS, SUSPENSE
from commonweal.kernel import identifiers
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books


class NothingWaits(Refusal):
    message = _("Choose another movement: nothing of this one waits any more.")


class NoSuchClaim(Refusal):
    message = _("Compare the reference with the invoice: no open item carries %(reference)s.")
    field = "reference"


@action
def place_move(*, move: Move, reference: str, by: Actor, at: datetime) -> Move:
    """
    Settle the claim with this reference by what waits of a movement that came in.

    At most what is open of the claim is settled; the rest goes on waiting.

    :raises WrongReference: if it is no structured reference
    :raises NothingWaits: if nothing that came in waits any more
    :raises NoSuchClaim: if no open claim has this reference
    """
    lock()
    number = identifiers.structured_reference(reference)
    waiting_cents = queries.waiting_cents(move=move)
    claim = books.open_items(account=CLAIMS, references=[number]).get(number)
    if waiting_cents <= 0:
        raise NothingWaits
    if claim is None or claim.cents <= 0:
        raise NoSuchClaim(reference=number)
    settled_cents = min(waiting_cents, claim.cents)
    entry = ledger.Entry(
        journal="bank",
        on=at.date(),
        text=f"{claim.item}: {move.counterparty or move.communication}".strip(": "),
        key=f"{move.ref}:{claim.item}",
        origin=move.ref,
        lines=(
            ledger.Line(SUSPENSE, settled_cents, None, move.ref),
            ledger.Line(CLAIMS, -settled_cents, claim.unit, claim.item),
        ),
    )
    ledger.post(entries=[entry], by=by, at=at)
    return queries.get_move(id=move.pk)
