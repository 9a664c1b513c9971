"""Moving work that has not begun."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import OuterRef, Subquery

from commonweal.employment import dimona, queries
from commonweal.employment.actions import _declare, _moves
from commonweal.employment.actions._moves import State
from commonweal.employment.actions._plan import set_days, take_turns, work_periods
from commonweal.employment.models import Contract, Declaration, WorkPeriod
from commonweal.employment.values import Change, NewAssignment, NewContract, NewPeriod
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all

OUT = (Declaration.State.SENDING, Declaration.State.SENT, Declaration.State.UNKNOWN)


@action
def reschedule(*, changes: Sequence[Change], by: Actor, at: datetime) -> list[Contract]:
    """
    Give work other days or hours; the gross stays. Where it was declared for other days, or
    for other hours of a student, social security is told.

    :raises WrongState: if a contract was worked or cancelled
    :raises WorkHasBegun: if the work has begun as it was planned
    :raises AlreadyDeclared: if a message about it is out, and its answer still to come
    :raises StudentStartMoved: if a student was announced for another first day
    :raises Refusal: all that `queries.check` finds; `assignment` is the place in `changes`
    """
    by_id = {each.pk: each for each in _moves.lock([change.contract for change in changes])}
    held = [by_id[change.contract.pk] for change in changes]
    _moves.refuse_unless(held, State.PLANNED, State.CLEARED, State.REFUSED, State.DECLARED)
    _moves.refuse_begun(held, at)
    refuse_out(held)
    take_turns({contract.member_id for contract in held})
    wanted = {change.contract.pk: change.periods for change in changes}
    check_all(_unmovable([each for each in held if each.state == State.DECLARED], wanted))
    WorkPeriod.objects.filter(contract__in=held).delete()
    check_all(queries.check(assignments=[_as_new(each, wanted[each.pk]) for each in held], at=at))
    _store(held, wanted, at)
    return held


def refuse_out(contracts: Sequence[Contract]) -> None:
    """
    Make sure that no message about these contracts is out.

    :raises AlreadyDeclared: for each of which the answer is still to come
    """
    out = Declaration.objects.filter(contract__in=contracts, state__in=OUT)
    check_all(
        _declare.AlreadyDeclared(contract=contract)
        for contract in out.values_list("contract", flat=True)
    )


def _unmovable(
    declared: Sequence[Contract], wanted: dict[int, tuple[NewPeriod, ...]]
) -> Iterator[Refusal]:
    """What social security would not take as a change of what it was told."""
    for contract in declared:
        first = min((period.on for period in wanted[contract.pk]), default=contract.starts_on)
        worker_type = queries.announced(contract).worker_type
        yield from dimona.wrong_change(worker_type, contract.starts_on, first)
    for number in queries.period_numbers([each.pk for each in declared]).values():
        yield from dimona.wrong_period(number)


def _as_new(contract: Contract, periods: tuple[NewPeriod, ...]) -> NewAssignment:
    new = NewContract(contract.member_id, contract.worker_status, contract.gross_cents, periods)
    return NewAssignment(contract.unit_id, "", (new,))


def _store(
    contracts: Sequence[Contract], wanted: dict[int, tuple[NewPeriod, ...]], at: datetime
) -> None:
    before = {contract.pk: queries.announced(contract) for contract in contracts}
    for contract in contracts:
        set_days(contract, wanted[contract.pk])
    Contract.objects.bulk_update(contracts, ["starts_at", "starts_on", "ends_on", "minutes"])
    WorkPeriod.objects.bulk_create(work_periods((each, wanted[each.pk]) for each in contracts))
    _put_back(contracts)
    moved = [each for each in contracts if queries.announced(each) != before[each.pk]]
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
