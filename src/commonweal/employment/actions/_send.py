"""
Keeping account of messages while they go out. Each step is its own transaction, so that a
worker that dies leaves a message where everybody can see it, and nothing is sent twice.
"""

from datetime import datetime

from commonweal.employment import gateways, queries
from commonweal.employment.models import Contract, Declaration
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor


@action
def park(*, by: Actor, at: datetime) -> list[Contract]:
    """
    Set aside what a person must look at: announcements whose work began before they were sent,
    and messages whose sender died before it wrote down what happened.

    Only for the one sender: a message that another sender is handing over looks like the latter.
    """
    late = Declaration.objects.filter(
        state=Declaration.State.QUEUED, kind=Declaration.Kind.IN, due_at__lte=at, reason=""
    ).select_for_update(skip_locked=True)
    orphans = Declaration.objects.filter(state=Declaration.State.SENDING).select_for_update(
        skip_locked=True
    )
    return [
        *_set_aside(list(late), Declaration.State.LATE),
        *_set_aside(list(orphans), Declaration.State.UNKNOWN),
    ]


def _set_aside(declarations: list[Declaration], state: Declaration.State) -> list[Contract]:
    pks = [each.pk for each in declarations]
    if not pks:
        return []
    Declaration.objects.filter(pk__in=pks).update(state=state)
    return list(Contract.objects.filter(declarations__in=pks).distinct())


@action
def begin_sending(*, declaration: Declaration, by: Actor, at: datetime) -> gateways.Message | None:
    """
    Claim a queued message and return its body; None if it is no longer to be sent.

    From here until a `record_` verb, the message counts as perhaps taken.
    """
    claimed = _hold(declaration, Declaration.State.QUEUED)
    if claimed is None or (
        claimed.kind == Declaration.Kind.IN and not claimed.reason and claimed.due_at <= at
    ):
        return None
    message = queries.message(claimed)
    claimed.state, claimed.sent_at = Declaration.State.SENDING, at
    claimed.message, claimed.digest = message.masked, message.digest
    claimed.save(update_fields=["state", "sent_at", "message", "digest"])
    return message


@action
def record_taken(
    *, declaration: Declaration, number: str, by: Actor, at: datetime
) -> list[Contract]:
    """
    Social security took the message under this number; its answer is still to come.

    A number that belongs to another message says nothing about this one: it is set aside.
    """
    sending = _hold(declaration, Declaration.State.SENDING)
    if sending is None:
        return []
    known = Declaration.objects.filter(number=number).exclude(pk=sending.pk).exists()
    sending.state = Declaration.State.UNKNOWN if known else Declaration.State.SENT
    sending.number = "" if known else number
    sending.save(update_fields=["state", "number"])
    return [sending.contract]


@action
def record_not_taken(*, declaration: Declaration, by: Actor, at: datetime) -> None:
    """Social security certainly did not take the message: it goes back in the queue."""
    Declaration.objects.filter(pk=declaration.pk, state=Declaration.State.SENDING).update(
        state=Declaration.State.QUEUED, sent_at=None, message="", digest=""
    )


@action
def record_lost(*, declaration: Declaration, by: Actor, at: datetime) -> list[Contract]:
    """The answer was lost: nobody sends this message again before it is known what happened."""
    sending = _hold(declaration, Declaration.State.SENDING)
    return _set_aside([sending], Declaration.State.UNKNOWN) if sending else []


def _hold(declaration: Declaration, state: Declaration.State) -> Declaration | None:
    return (
        Declaration.objects.select_for_update(of=("self",))
        .select_related("contract__member")
        .filter(pk=declaration.pk, state=state)
        .first()
    )
