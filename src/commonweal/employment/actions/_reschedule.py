"""Moving work that has not begun."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from commonweal.employment import queries
from commonweal.employment.actions import _declare, _moves
from commonweal.employment.actions._moves import State
from commonweal.employment.actions._plan import set_days, take_turns, work_periods
from commonweal.employment.models import Contract, Declaration, WorkPeriod
from commonweal.employment.values import Change, NewAssignment, NewContract, NewPeriod
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import check_all

OUT = (Declaration.State.SENDING, Declaration.State.SENT, Declaration.State.UNKNOWN)


@action
def reschedule(*, changes: Sequence[Change], by: Actor, at: datetime) -> list[Contract]:
    """
    Give work other days or hours; the gross stays. Where it was declared for other days, social
    security is told.

    :raises WrongState: if a contract was worked or cancelled
    :raises WorkHasBegun: if the work has begun as it was planned
    :raises AlreadyDeclared: if a message about it is out, and its answer still to come
    :raises Refusal: all that `queries.check` finds; `assignment` is the place in `changes`
    """
    by_id = {each.pk: each for each in _moves.lock([change.contract for change in changes])}
    held = [by_id[change.contract.pk] for change in changes]
    _moves.refuse_unless(held, State.PLANNED, State.CLEARED, State.REFUSED, State.DECLARED)
    _moves.refuse_begun(held, at)
    _refuse_out(held)
    take_turns({contract.member_id for contract in held})
    wanted = {change.contract.pk: change.periods for change in changes}
    WorkPeriod.objects.filter(contract__in=held).delete()
    check_all(queries.check(assignments=[_as_new(each, wanted[each.pk]) for each in held], at=at))
    _store(held, wanted, at)
    return held


def _refuse_out(contracts: Sequence[Contract]) -> None:
    out = Declaration.objects.filter(contract__in=contracts, state__in=OUT)
    check_all(
        _declare.AlreadyDeclared(contract=contract)
        for contract in out.values_list("contract", flat=True)
    )


def _as_new(contract: Contract, periods: tuple[NewPeriod, ...]) -> NewAssignment:
    new = NewContract(contract.member_id, contract.worker_status, contract.gross_cents, periods)
    return NewAssignment(contract.unit_id, "", (new,))


def _store(
    contracts: Sequence[Contract], wanted: dict[int, tuple[NewPeriod, ...]], at: datetime
) -> None:
    before = {contract.pk: _days(contract) for contract in contracts}
    for contract in contracts:
        set_days(contract, wanted[contract.pk])
    Contract.objects.bulk_update(contracts, ["starts_at", "starts_on", "ends_on", "minutes"])
    WorkPeriod.objects.bulk_create(work_periods((each, wanted[each.pk]) for each in contracts))
    _put_back(contracts)
    moved = [each for each in contracts if _days(each) != before[each.pk]]
    declared = [each for each in moved if each.state == State.DECLARED]
    _declare.queue(declared, Declaration.Kind.UPDATE, at)


def _put_back(contracts: Sequence[Contract]) -> None:
    """What has not gone out goes out for the new days: a late one is in time again."""
    unsent = Declaration.objects.filter(contract__in=contracts, state__in=_declare.UNSENT)
    unsent.filter(kind=Declaration.Kind.UPDATE).update(state=Declaration.State.WITHDRAWN)
    start = Contract.objects.filter(pk=OuterRef("contract")).values("starts_at")
    unsent.filter(kind=Declaration.Kind.IN).update(
        state=Declaration.State.QUEUED, due_at=Subquery(start)
    )


def _days(contract: Contract) -> tuple[date, date]:
    return contract.starts_on, contract.ends_on
