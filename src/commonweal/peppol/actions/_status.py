"""What the network says of our messages, and what we decide after a no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal
from commonweal.peppol import queries
from commonweal.peppol.models import Outgoing

State = Outgoing.State

MOVES: Mapping[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.UNKNOWN_PARTICIPANT, State.FAILED}),
    State.SENDING: frozenset(
        {State.ACCEPTED, State.REJECTED, State.UNKNOWN_PARTICIPANT, State.FAILED}
    ),
    State.SENT: frozenset(
        {State.ACCEPTED, State.REJECTED, State.UNKNOWN_PARTICIPANT, State.FAILED}
    ),
    State.ACCEPTED: frozenset({State.REJECTED}),  # the buyer, after its access point
}


class NotRefused(Refusal):
    message = gettext_lazy("Reload the page: what becomes of %(about)s is decided by now.")


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of one message: the state it is in, why, and the answer as it came."""

    outgoing: Outgoing
    state: State
    reason: str = ""
    answer: str = ""


@action
def record_status(*, said: Sequence[Said], by: Actor, at: datetime) -> list[Outgoing]:
    """
    Write down what became of messages, and return those of which that is news.

    An answer that is known already, or comes after a final one, changes nothing; only a buyer may
    still refuse what its access point accepted.
    """
    told: dict[int, Said] = {}
    for each in said:
        told.setdefault(each.outgoing.pk, each)
    held = Outgoing.objects.select_for_update().filter(pk__in=told).order_by("pk")
    changed = [each for each in held if told[each.pk].state in MOVES.get(State(each.state), ())]
    for outgoing in changed:
        word = told[outgoing.pk]
        outgoing.state, outgoing.answered_at, outgoing.answer = word.state, at, word.answer
        outgoing.reason = word.reason
        if word.state in queries.REFUSED and not word.reason:
            outgoing.reason = _("No reason was given.")
    Outgoing.objects.bulk_update(changed, ["state", "answered_at", "answer", "reason"])
    return changed


@action
def settle(*, outgoing: Sequence[Outgoing], by: Actor, at: datetime) -> list[Outgoing]:
    """
    Note that it is decided what becomes of refused documents: they leave the desk's list.

    :raises NotRefused: if one of them was not refused, or is settled
    """
    pks = {each.pk for each in outgoing}
    held = list(queries.refused().select_for_update().filter(pk__in=pks))
    if len(held) < len(pks):
        open_pks = {each.pk for each in held}
        first = next(each for each in outgoing if each.pk not in open_pks)
        raise NotRefused(about=first.about.rpartition(":")[2])
    Outgoing.objects.filter(pk__in=pks).update(settled_at=at)
    return held
