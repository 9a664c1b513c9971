"""
Keeping account of messages while they go out. Each step is its own transaction, so that a
worker that dies leaves a message where everybody can see it, and nothing is sent twice.

Whoever really sends claims one message at a time: what is claimed and not recorded is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q

from commonweal.employment import gateways, queries
from commonweal.employment.models import Contract, Declaration
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor

State = Declaration.State
IN = Declaration.Kind.IN

CLAIM = """
    update employment_declaration d
    set state = 'sending', sent_at = %s, message = claimed.message, digest = claimed.digest
    from unnest(%s::bigint[], %s::text[], %s::text[]) claimed (id, message, digest)
    where d.id = claimed.id
"""
TAKE = """
    update employment_declaration d
    set state = case when known then 'unknown' else 'sent' end,
        number = case when known then '' else taken.number end
    from (
        select id, number,
            row_number() over (partition by number order by id) > 1
            or exists (select from employment_declaration o where o.number = said.number) known
        from unnest(%s::bigint[], %s::text[]) said (id, number)
    ) taken
    where d.id = taken.id and d.state = 'sending'
    returning d.contract_id
"""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed declaration and the body to hand over."""

    declaration: Declaration
    message: gateways.Message


@dataclass(frozen=True, slots=True)
class Taken:
    """A declaration and the number under which social security took it."""

    declaration: Declaration
    number: str


@action
def park(*, by: Actor, at: datetime) -> list[Contract]:
    """
    Set aside what a person must look at: announcements whose work began before they were sent,
    and messages whose sender died before it wrote down what happened.

    Only for the one sender: a message that another sender is handing over looks like the latter.
    """
    late = Q(state=State.QUEUED, kind=IN, due_at__lte=at, reason="")
    return [*_set_aside(late, State.LATE), *_set_aside(Q(state=State.SENDING), State.UNKNOWN)]


@action
def begin_sending(
    *, declarations: Sequence[Declaration], by: Actor, at: datetime
) -> list[Outgoing]:
    """
    Claim queued messages and return their bodies; what is no longer to be sent is left out.

    From here until a `record_` verb, a message counts as perhaps taken.
    """
    in_time = ~Q(kind=IN) | ~Q(reason="") | Q(due_at__gt=at)
    claimed = list(
        Declaration.objects.select_for_update(of=("self",))
        .select_related("contract__member")
        .filter(in_time, pk__in=[each.pk for each in declarations], state=State.QUEUED)
        .order_by("due_at", "id")
    )
    bodies = queries.messages(declarations=claimed)
    with connection.cursor() as cursor:
        masked = [bodies[each.pk].masked for each in claimed]
        digests = [bodies[each.pk].digest for each in claimed]
        cursor.execute(CLAIM, [at, [each.pk for each in claimed], masked, digests])
    return [Outgoing(each, bodies[each.pk]) for each in claimed]


@action
def record_taken(*, taken: Sequence[Taken], by: Actor, at: datetime) -> list[Contract]:
    """
    Social security took these messages; its answers are still to come.

    A number that belongs to another message says nothing about this one: it is set aside.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            TAKE, [[each.declaration.pk for each in taken], [each.number for each in taken]]
        )
        contracts = [contract for (contract,) in cursor.fetchall()]
    return list(Contract.objects.filter(pk__in=contracts))


@action
def record_not_taken(*, declarations: Sequence[Declaration], by: Actor, at: datetime) -> None:
    """Social security certainly did not take these messages: they go back in the queue."""
    Declaration.objects.filter(
        pk__in=[each.pk for each in declarations], state=State.SENDING
    ).update(state=State.QUEUED, sent_at=None, message="", digest="")


@action
def record_lost(*, declarations: Sequence[Declaration], by: Actor, at: datetime) -> list[Contract]:
    """The answers were lost: nobody sends these again before it is known what happened."""
    lost = Q(pk__in=[each.pk for each in declarations], state=State.SENDING)
    return _set_aside(lost, State.UNKNOWN)


def _set_aside(which: Q, state: Declaration.State) -> list[Contract]:
    held = list(Declaration.objects.select_for_update(skip_locked=True).filter(which))
    if not held:
        return []
    Declaration.objects.filter(pk__in=[each.pk for each in held]).update(state=state)
    return list(Contract.objects.filter(pk__in={each.contract_id for each in held}))
