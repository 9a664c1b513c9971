"""Planning work, and clearing it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from commonweal.employment import queries
from commonweal.employment.actions import _moves
from commonweal.employment.models import Assignment, Contract, WorkPeriod
from commonweal.employment.values import NewAssignment, NewContract, NewPeriod
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all


@action
def plan(*, assignments: Sequence[NewAssignment], by: Actor, at: datetime) -> list[Assignment]:
    """
    Write down jobs: who works on them when, and for which gross. Nothing is declared yet.

    :raises Refusal: all that `queries.check` finds
    """
    take_turns({contract.member_id for each in assignments for contract in each.contracts})
    check_all(queries.check(assignments=assignments, at=at))
    made = Assignment.objects.bulk_create(
        Assignment(unit_id=each.unit_id, title=each.title) for each in assignments
    )
    contracts = _contracts(made, assignments)
    Contract.objects.bulk_create(contract for contract, _new in contracts)
    WorkPeriod.objects.bulk_create(
        work_periods((contract, new.periods) for contract, new in contracts)
    )
    return made


def take_turns(members: set[int]) -> None:
    """Two plans for the same person wait for each other, so that both see all hours of a day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended('hours of ' || member, 0))"
            " from unnest(%s::bigint[]) member",
            [sorted(members)],
        )


def _contracts(
    made: Sequence[Assignment], assignments: Sequence[NewAssignment]
) -> list[tuple[Contract, NewContract]]:
    return [
        (_contract(assignment, new), new)
        for assignment, each in zip(made, assignments, strict=True)
        for new in each.contracts
    ]


def _contract(assignment: Assignment, new: NewContract) -> Contract:
    contract = Contract(
        assignment=assignment,
        member_id=new.member_id,
        unit_id=assignment.unit_id,
        worker_status=new.worker_status,
        gross_cents=new.gross_cents,
    )
    set_days(contract, new.periods)
    return contract


def set_days(contract: Contract, periods: Sequence[NewPeriod]) -> None:
    """Let a contract begin, end and last as these periods say."""
    contract.starts_at = min(period.begins for period in periods)
    contract.starts_on = contract.starts_at.astimezone(ZONE).date()
    contract.ends_on = max(period.last_day for period in periods)
    contract.minutes = sum(period.minutes for period in periods)


def work_periods(
    contracts: Iterable[tuple[Contract, Sequence[NewPeriod]]],
) -> list[WorkPeriod]:
    """Return the rows for these periods, still to be stored."""
    return [
        WorkPeriod(
            contract=contract,
            member_id=contract.member_id,
            unit_id=contract.unit_id,
            on=period.on,
            starts_at=period.begins,
            ends_at=period.ends,
            minutes=period.minutes,
        )
        for contract, periods in contracts
        for period in periods
    ]


@action
def clear_for_work(*, contracts: Sequence[Contract], by: Actor, at: datetime) -> list[Contract]:
    """
    Say that this work may go ahead: the client confirmed it and its pay is guaranteed.

    :raises WrongState: if a contract is not planned
    :raises WorkHasBegun: if the start has passed, so that it can no longer be declared in time
    """
    planned = _moves.lock(contracts)
    _moves.refuse_unless(planned, _moves.State.PLANNED)
    _moves.refuse_begun(planned, at)
    _moves.move(planned, _moves.State.CLEARED)
    return planned


class NotYetOver(Refusal):
    message = _("Wait until %(day)s has passed: this contract still runs until then.")


@action
def mark_worked(*, contracts: Sequence[Contract], by: Actor, at: datetime) -> list[Contract]:
    """
    Close contracts whose last day has passed. From here on they are invoiced and paid.

    :raises WrongState: if a contract was not declared
    :raises NotYetOver: if its last day has not passed
    """
    over = _moves.lock(contracts)
    today = at.astimezone(ZONE).date()
    check_all(
        NotYetOver(day=date_format(contract.ends_on, "SHORT_DATE_FORMAT"))
        for contract in over
        if contract.ends_on >= today
    )
    _moves.move(over, _moves.State.WORKED)
    return over
