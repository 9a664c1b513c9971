"""Telling social security about work, or taking it back. Here messages are queued, not sent."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonweal.employment import queries
from commonweal.employment.actions import _moves
from commonweal.employment.actions._moves import State
from commonweal.employment.dimona import IdentityIncomplete
from commonweal.employment.models import Contract, Declaration, WorkPeriod
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.queue import defer
from commonweal.kernel.refusals import Refusal, check_all

__all__ = [
    "AlreadyDeclared",
    "IdentityIncomplete",
    "NotLate",
    "NotRefused",
    "ReasonMissing",
    "cancel",
    "declare",
    "declare_late",
    "queue",
    "redeclare",
    "repeat",
]

Kind = Declaration.Kind
ENDED = (Declaration.State.REFUSED, Declaration.State.WITHDRAWN)
HELD = (Declaration.State.ACCEPTED, Declaration.State.WARNED)
UNSENT = (Declaration.State.QUEUED, Declaration.State.LATE)


class AlreadyDeclared(Refusal):
    message = _("Wait for the answer of social security: contract %(contract)s is being declared.")


class ReasonMissing(Refusal):
    message = _("Give the reason: it is kept with the declaration, for the inspection.")
    field = "reason"


class NotLate(Refusal):
    message = _("Declare contract %(contract)s in the ordinary way: its work has not begun.")


class NotRefused(Refusal):
    message = _("Reload the page: this message needs no repetition any more.")


@action
def declare(*, contracts: Sequence[Contract], by: Actor, at: datetime) -> list[Contract]:
    """
    Announce cleared work to social security, before it begins.

    :raises WrongState: if a contract is not cleared for work
    :raises WorkHasBegun: if the start has passed
    :raises IdentityIncomplete: if nobody could tell who works
    :raises Refusal: all else that `dimona` finds wrong in the fields of the message
    :raises AlreadyDeclared: if an announcement is under way
    """
    cleared = _moves.lock(contracts)
    _moves.refuse_unless(cleared, State.CLEARED)
    _moves.refuse_begun(cleared, at)
    _announce(cleared, at)
    return cleared


@action
def redeclare(*, contracts: Sequence[Contract], by: Actor, at: datetime) -> list[Contract]:
    """
    Announce refused work again, once what social security objected to is corrected.

    :raises Refusal: as `declare`, and WrongState if a contract was not refused
    """
    refused = _moves.lock(contracts)
    _moves.refuse_unless(refused, State.REFUSED)
    _moves.refuse_begun(refused, at)
    _moves.move(refused, State.CLEARED)
    _announce(refused, at)
    return refused


@action
def declare_late(
    *, contracts: Sequence[Contract], reason: str, by: Actor, at: datetime
) -> list[Contract]:
    """
    Announce work that has begun undeclared. A wrong that is put right, and stays visible.

    :raises ReasonMissing: if no reason is given
    :raises NotLate: if the work has not begun
    :raises Refusal: as `declare`
    """
    if not reason.strip():
        raise ReasonMissing
    late = _moves.lock(contracts)
    _moves.refuse_unless(late, State.CLEARED, State.REFUSED)
    check_all(NotLate(contract=each.pk) for each in late if each.starts_at > at)
    _under_way(late).filter(state=Declaration.State.LATE).update(state=Declaration.State.WITHDRAWN)
    _moves.move([each for each in late if each.state == State.REFUSED], State.CLEARED)
    _announce(late, at, reason=reason)
    return late


@action
def cancel(
    *, contracts: Sequence[Contract], by: Actor, at: datetime, reason: str = ""
) -> list[Contract]:
    """
    Take work back: its hours are free again, and social security is told where it had accepted.

    :raises WrongState: if a contract was worked, or is cancelled already
    :raises ReasonMissing: if the work was to have begun: say why nobody worked
    """
    given_up = _moves.lock(contracts)
    if not reason.strip() and any(each.starts_at <= at for each in given_up):
        raise ReasonMissing
    _moves.move(given_up, State.CANCELLED)
    WorkPeriod.objects.filter(contract__in=given_up).update(stands=False)
    _under_way(given_up).filter(state__in=UNSENT).update(state=Declaration.State.WITHDRAWN)
    accepted = Contract.objects.filter(
        pk__in=[each.pk for each in given_up],
        declarations__kind=Kind.IN,
        declarations__state__in=HELD,
    )
    queue(accepted, Kind.CANCEL, at, reason=reason)
    return given_up


@action
def repeat(*, declarations: Sequence[Declaration], by: Actor, at: datetime) -> list[Contract]:
    """
    Send a refused cancellation, change or earlier end again, as a new message.

    :raises NotRefused: if one was not refused, announces work, or was followed by another
    """
    pks = [each.pk for each in declarations]
    refused = list(queries.attention().filter(pk__in=pks, state="refused").exclude(kind=Kind.IN))
    if len(refused) < len(set(pks)):
        raise NotRefused
    for kind in (Kind.UPDATE, Kind.OUT, Kind.CANCEL):
        queue([each.contract for each in refused if each.kind == kind], kind, at)
    return [each.contract for each in refused]


def queue(contracts: Iterable[Contract], kind: Kind, at: datetime, *, reason: str = "") -> None:
    """Put one message for each contract in the queue, and ask for sending."""
    made = Declaration.objects.bulk_create(
        Declaration(
            contract=contract,
            unit_id=contract.unit_id,
            kind=kind,
            due_at=contract.starts_at,
            queued_at=at,
            reason=reason,
        )
        for contract in contracts
    )
    if made:
        defer("employment.send")


def _announce(contracts: Sequence[Contract], at: datetime, *, reason: str = "") -> None:
    under_way = set(_under_way(contracts).filter(kind=Kind.IN).values_list("contract", flat=True))
    check_all(
        [
            *(AlreadyDeclared(contract=each.pk) for each in contracts if each.pk in under_way),
            *(refusal for each in contracts for refusal in queries.wrong_announcement(each)),
        ]
    )
    queue(contracts, Kind.IN, at, reason=reason)


def _under_way(contracts: Sequence[Contract]) -> "QuerySet[Declaration]":
    return Declaration.objects.filter(contract__in=contracts).exclude(state__in=ENDED)
